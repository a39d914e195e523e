import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../../../tools/browser/chromium.ts'
import { type Built, buildPortal } from '../../../tests/built-portal.ts'
import { DESK, expectSound, foreignRequests, visitor, WIDTHS } from '../../../tests/pages.ts'
import { changed, keyOf, logOf } from '../../../tests/sample-log.ts'
import { type Served, serveBuilt } from '../../../tests/serve-built.ts'

let browser: Browser
let built: Built
let served: Served

beforeAll(async () => {
  ;[browser, built] = await Promise.all([launchBrowser(), buildPortal()])
  served = await serveBuilt(built.folder)
})
afterAll(async () => {
  await browser.close()
  await served.close()
  built.remove()
})

const key = keyOf(1)
const log = logOf([12, 5], key)
const give = (page: Page, bytes: Uint8Array) =>
  page
    .getByLabel(/Drop a log here|Drop or choose another/)
    .setInputFiles({ name: 'KT-MA-0001.log', mimeType: 'text/plain', buffer: Buffer.from(bytes) })

describe('the verify page', () => {
  test.each(WIDTHS)('a log is verified and told in words at $width pixels', async (viewport) => {
    const context = await visitor(browser, viewport)
    const foreign = foreignRequests(context, served.address)
    const page = await context.newPage()
    await page.goto(`${served.address}/verify`)
    await page.getByRole('heading', { name: 'Verify a log' }).waitFor()
    await expectSound(page)

    await page.getByLabel('The device’s public key (optional)').fill(key.pem)
    await give(page, log)
    await page.getByRole('heading', { name: 'This log is whole and signed by the device' }).waitFor()
    expect(await page.getByRole('list', { name: 'Checks' }).getByText('Holds:').count()).toBe(4)
    const records = page.getByRole('list', { name: 'Records, oldest first' }).getByRole('listitem')
    expect(await records.count()).toBe(17)
    expect(await records.first().textContent()).toContain('Ignition switched on.')
    // The car's zone, not the visitor's.
    expect(await records.first().textContent()).toContain('Mon 2 Mar 2026, 09:00 EST')
    await expectSound(page)
    expect(foreign).toEqual([])
    await context.close()
  })

  test('one changed byte makes it name the first broken line', async () => {
    const context = await visitor(browser)
    const page = await context.newPage()
    await page.goto(`${served.address}/verify`)
    await page.getByLabel('The device’s public key (optional)').fill(key.pem)
    await give(page, changed(log, 6, '"start-permitted"', '"start-permitteb"'))
    await page.getByRole('heading', { name: 'This log is broken' }).waitFor()
    expect(await page.getByText('First broken line:').textContent()).toBe('First broken line: line 6')
    expect(await page.getByRole('list', { name: 'Checks' }).textContent()).toContain('record 5')
    await expectSound(page)
    await context.close()
  })

  test('a changed value that still reads as a record narrows it down to the lines of its segment', async () => {
    const context = await visitor(browser)
    const page = await context.newPage()
    await page.goto(`${served.address}/verify`)
    await page.getByLabel('The device’s public key (optional)').fill(key.pem)
    await give(page, changed(log, 5, '"brac":3', '"brac":1'))
    await page.getByRole('heading', { name: 'This log is broken' }).waitFor()
    expect(await page.getByText('First broken line:').textContent()).toContain('one of the lines 1 to 13')
    await context.close()
  })

  test('without a key it says what it could not check, and a wrong key is refused at once', async () => {
    const context = await visitor(browser)
    const page = await context.newPage()
    await page.goto(`${served.address}/verify`)
    await give(page, log)
    await page.getByRole('heading', { name: 'Nothing was changed; who wrote it is not proved' }).waitFor()
    await page.getByLabel('The device’s public key (optional)').fill('not a key')
    expect(await page.getByRole('alert').textContent()).toContain('neither PEM nor Base 64')
    await context.close()
  })

  test('it works with the network off, from the files the browser kept', async () => {
    const context = await visitor(browser, DESK)
    const page = await context.newPage()
    await page.goto(`${served.address}/`)
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready
    })
    await context.setOffline(true)
    // The page's part for verifying was never visited while there was a network.
    await page.goto(`${served.address}/verify`)
    await page.getByLabel('The device’s public key (optional)').fill(key.pem)
    await give(page, log)
    await page.getByRole('heading', { name: 'This log is whole and signed by the device' }).waitFor()
    await context.close()
  })

  test('the keyboard alone reaches the file, the key and the links', async () => {
    const context = await visitor(browser)
    const page = await context.newPage()
    await page.goto(`${served.address}/verify`)
    await page.getByRole('heading', { name: 'Verify a log' }).waitFor()
    const reached: string[] = []
    for (let n = 0; n < 8; n++) {
      await page.keyboard.press('Tab')
      reached.push(
        await page.evaluate(() => document.activeElement?.textContent || document.activeElement?.tagName || ''),
      )
    }
    expect(reached).toEqual([
      'Skip to the page',
      'Keyturn',
      'Start',
      'Orders',
      'Car does not start?',
      'Verify a log',
      'INPUT',
      'TEXTAREA',
    ])
    await context.close()
  })

  test('an address that leads nowhere says so and shows the way back', async () => {
    const context = await visitor(browser)
    const page = await context.newPage()
    await page.goto(`${served.address}/nowhere`)
    await page.getByRole('heading', { name: 'There is no page at this address' }).waitFor()
    expect(await page.getByRole('link', { name: 'Go to the start page' }).getAttribute('href')).toBe('/')
    await expectSound(page)
    await context.close()
  })
})
