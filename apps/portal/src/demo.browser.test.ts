import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type RunningDemo, runDemo } from '@keyturn/cli/demo/demo-process.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../tools/browser/chromium.ts'
import { type Built, buildPortal } from '../tests/built-portal.ts'
import { DESK, expectSound, foreignRequests, visitor } from '../tests/pages.ts'

let browser: Browser
let built: Built
let demo: RunningDemo
const folder = mkdtempSync(path.join(os.tmpdir(), 'keyturn-demo-page-'))

beforeAll(async () => {
  ;[browser, built] = await Promise.all([launchBrowser(), buildPortal()])
  process.env['KEYTURN_PORTAL'] = built.folder
  demo = await runDemo(folder)
})
afterAll(async () => {
  await browser.close()
  await demo.end('SIGTERM')
  built.remove()
  rmSync(folder, { recursive: true, force: true })
})

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click()
const doing = (page: Page, what: string) => page.getByRole('heading', { level: 2, name: what, exact: true }).waitFor()
/** A number of the panel about the log. */
const logCount = async (page: Page, name: string): Promise<number> =>
  Number(
    await page
      .locator('dl > div', { has: page.getByText(name, { exact: true }) })
      .locator('dd')
      .textContent(),
  )

describe('the demo in a browser', () => {
  test('the car goes on without its server, and its records arrive verified when it is back [OUT-1]', async () => {
    const context = await visitor(browser, DESK)
    const foreign = foreignRequests(context, 'http://localhost:', 'ws://localhost:')
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    await page.goto(demo.server)
    await page.getByRole('link', { name: 'Sit in this car (KT-MA-0001)' }).click()
    await doing(page, 'Parked')

    await press(page, 'Switch the server off')
    await page.getByText('The server is off.').waitFor()
    await expectSound(page)
    await expect(fetch(`${demo.server}/healthz`)).rejects.toThrow()

    await press(page, 'Switch on')
    await press(page, '+1 minute')
    await doing(page, 'Ready for a breath')
    await press(page, /^Blow /)
    await doing(page, 'You may start')
    await press(page, 'Turn to start')
    await doing(page, 'Driving')
    await press(page, 'Switch off')
    await doing(page, 'Parked')
    expect(await logCount(page, 'waiting')).toBeGreaterThan(5)
    const recorded = await logCount(page, 'recorded')

    await press(page, 'Switch the server on')
    await page.getByText('The server is on.').waitFor()
    await page.locator('dl > div', { hasText: /^waiting0$/ }).waitFor()
    expect(await logCount(page, 'receipted')).toBeGreaterThanOrEqual(recorded)

    await page.getByRole('link', { name: 'Driver’s page' }).click()
    await page.getByRole('heading', { level: 1, name: 'In good standing' }).waitFor()
    await page.getByRole('heading', { level: 2, name: 'Log verified' }).waitFor()
    expect(await page.getByText('Engine started after a passed test.').count()).toBeGreaterThan(0)
    await page.getByRole('link', { name: 'Check it yourself' }).click()
    await press(page, 'Take the log and key of KT-MA-0001 from this server')
    await page.getByRole('heading', { name: 'This log is whole and signed by the device' }).waitFor()
    expect(foreign).toEqual([])
    await context.close()
  })

  test('Maine’s car is locked out by a third failed sample, with Maine’s law quoted [ME-9A] [ME-3a]', async () => {
    const context = await visitor(browser, DESK)
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    await page.goto(demo.server)
    await page.getByRole('link', { name: 'Sit in this car (KT-ME-0001)' }).click()
    await doing(page, 'Parked')
    await press(page, 'Switch on')
    await press(page, '+1 minute')
    for (let n = 1; n <= 3; n++) {
      await page.getByRole('heading', { level: 2, name: /^Ready for a breath/ }).waitFor()
      await page.getByRole('radio', { name: '0.031' }).check()
      await press(page, /^Blow /)
      await page
        .getByText('Start test failed at 0.031 g/210 L.')
        .nth(n - 1)
        .waitFor()
      if (n < 3) await press(page, '+10 minutes')
    }
    await doing(page, 'Locked')
    await page
      .getByText('Three or more breath samples have an alcohol concentration at or above the alcohol setpoint')
      .waitFor()
    await page.getByText('Maine, 29-250 CMR chapter 8, §4(9)(A)').waitFor()
    await expectSound(page)
    await context.close()
  })
})
