import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../tools/browser/chromium.ts'
import { expectSound, PHONE, visitor } from './pages.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const page = (body: string) => `<!doctype html><html lang="en"><title>A page</title><main><h1>A page</h1>${body}</main>`

describe('what every page has to pass', () => {
  test.each([
    ['a button without a name', '<button style="height:50px;width:50px"></button>', 'button-name'],
    ['grey on grey', '<p style="color:#999;background:#aaa">hard to read</p>', 'color-contrast'],
    ['a button too small for a finger', '<button style="height:20px">Press</button>', '20 pixels high'],
    ['a page that scrolls sideways', '<div style="width:800px">wide</div>', 'less than or equal'],
  ])('%s is found', async (_, body, said) => {
    const context = await visitor(browser, PHONE)
    const one = await context.newPage()
    await one.setContent(page(body))
    await expect(expectSound(one)).rejects.toThrow()
    const told: unknown = await expectSound(one).catch((cause: unknown) => cause)
    expect(told instanceof Error ? `${told.message} ${JSON.stringify(Reflect.get(told, 'actual'))}` : '').toContain(
      said,
    )
    await context.close()
  })

  test('a page without these faults passes', async () => {
    const context = await visitor(browser, PHONE)
    const one = await context.newPage()
    await one.setContent(page('<button style="height:44px">Press</button>'))
    await expectSound(one)
    await context.close()
  })
})
