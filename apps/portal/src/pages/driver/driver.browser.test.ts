import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { caseUnder } from '@keyturn/cases/case-under.ts'
import { instant } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import { type RunningServer, startServer } from '@keyturn/server/start.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../../../tools/browser/chromium.ts'
import { type Built, buildPortal } from '../../../tests/built-portal.ts'
import { expectSound, foreignRequests, PHONE, visitor, WIDTHS } from '../../../tests/pages.ts'
import { enroll, tell } from '../../../tests/told-cars.ts'

let browser: Browser
let built: Built
let cluster: TestCluster
let server: RunningServer
let lockedLog: Uint8Array
const folder = mkdtempSync(path.join(os.tmpdir(), 'keyturn-driver-page-'))

/** Half an hour after the second failed start. */
const NOW = instant(Date.UTC(2026, 2, 20, 13))
const demoJson = JSON.stringify({
  cars: [
    { device: 'KT-MA-0001', url: 'http://127.0.0.1:9/', driver: 'Dana Whitfield', town: 'Worcester' },
    { device: 'KT-ME-0001', url: 'http://127.0.0.1:9/', driver: 'Luc Pelletier', town: 'Lewiston' },
  ],
  control: null,
  server: null,
})
const locked = () =>
  caseUnder(massachusetts)
    .serviceVisit('2026-03-02T14:00Z')
    .startTest('2026-03-10T12:30Z', 0)
    .powerLost('2026-03-11T11:30Z', 'power')
    .startTest('2026-03-12T12:30Z', 21)
    .startTest('2026-03-20T12:30Z', 34)

beforeAll(async () => {
  ;[browser, built, cluster] = await Promise.all([launchBrowser(), buildPortal(), testCluster()])
  const { appUrl } = await cluster.database()
  server = await startServer({
    databaseUrl: appUrl,
    dataDir: folder,
    port: 0,
    publicDemo: true,
    publicDevices: ['KT-MA-0001', 'KT-ME-0001', 'KT-MA-0002'],
    clock: { now: () => NOW, setOffset: () => {} },
    portalDir: built.folder,
    demoJson,
  })
  lockedLog = await tell(server, 'KT-MA-0001', massachusetts, locked())
  await tell(
    server,
    'KT-ME-0001',
    maine,
    caseUnder(maine).serviceVisit('2026-03-02T14:00Z').startTest('2026-03-19T12:00Z', 0),
  )
  await enroll(server, 'KT-MA-0002', massachusetts)
})
afterAll(async () => {
  await browser.close()
  await server.close()
  await cluster.close()
  built.remove()
  rmSync(folder, { recursive: true, force: true })
})

async function open(address: string, viewport = PHONE): Promise<Page> {
  const page = await (await visitor(browser, viewport)).newPage()
  page.setDefaultTimeout(15_000)
  await page.goto(server.url + address)
  return page
}
const status = (page: Page, words: string) => page.getByRole('heading', { level: 1, name: words }).waitFor()
/** The part of the page under a heading. */
const under = (page: Page, heading: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name: heading, exact: true }) })

describe('the driver’s page', () => {
  test.each(WIDTHS)(
    'says locked out, until when, why and by which law, at $width pixels [MA-LCK-1] [MA-LCK-6]',
    async (viewport) => {
      const page = await open('/driver/KT-MA-0001', viewport)
      const foreign = foreignRequests(page.context(), server.url)
      await status(page, 'Locked out')
      const card = page.getByRole('region', { name: 'Your status' })
      // The deadline in the car's zone, whatever zone the visitor sits in.
      expect(await card.textContent()).toContain('by Sun 22 Mar 2026, 08:30 EDT')
      expect(await card.getByRole('blockquote').textContent()).toContain(
        '2 failed start-up tests within one service period',
      )
      expect(await card.getByRole('listitem').allTextContents()).toEqual([
        'Start test failed at 0.021 g/210 L.Thu 12 Mar 2026, 08:30 EDT · record 5',
        'Start test failed at 0.034 g/210 L.Fri 20 Mar 2026, 08:30 EDT · record 6',
      ])
      expect(await under(page, 'What happens next').textContent()).toContain('request a hearing')
      await expectSound(page)
      expect(foreign).toEqual([])
      await page.context().close()
    },
  )

  test('keeps what power did apart from what the driver did [OUT-4]', async () => {
    const page = await open('/driver/KT-MA-0001')
    await status(page, 'Locked out')
    expect(await under(page, 'Not held against you').textContent()).toContain('Power lost: last 8.9 V')
    expect(await under(page, 'Held against you').textContent()).not.toContain('Power lost')
    await page.context().close()
  })

  test('tells the log day by day, and gives it out byte for byte', async () => {
    const page = await open('/driver/KT-MA-0001')
    await status(page, 'Locked out')
    expect(await under(page, 'Day by day').getByRole('heading', { level: 3 }).allTextContents()).toEqual([
      'Fri 20 Mar 2026',
      'Thu 12 Mar 2026',
      'Wed 11 Mar 2026',
      'Tue 10 Mar 2026',
      'Mon 2 Mar 2026',
    ])
    expect(await under(page, 'Log verified').textContent()).toContain('up to number 6')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download my log' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('KT-MA-0001.log')
    expect(readFileSync(await download.path()).equals(lockedLog)).toBe(true)
    await page.context().close()
  })

  test('leads to the checks of that very log in the visitor’s own browser', async () => {
    const page = await open('/driver/KT-MA-0001')
    await status(page, 'Locked out')
    await page.getByRole('link', { name: 'Check it yourself' }).click()
    await page.getByRole('button', { name: 'Take the log and key of KT-MA-0001 from this server' }).click()
    await page.getByRole('heading', { name: 'This log is whole and signed by the device' }).waitFor()
    expect(await page.getByRole('list', { name: 'Records, oldest first' }).getByRole('listitem').count()).toBe(6)
    await expectSound(page)
    await page.context().close()
  })

  test.each(WIDTHS)('is calm when nothing is wrong, at $width pixels', async (viewport) => {
    const page = await open('/driver/KT-ME-0001', viewport)
    await status(page, 'In good standing')
    expect(await page.getByRole('region', { name: 'Your status' }).textContent()).toContain('Fri 1 May 2026, 23:59 EDT')
    expect(await under(page, 'Held against you').textContent()).toContain('Nothing.')
    await expectSound(page)
    await page.context().close()
  })

  test('a car that has sent nothing yet is said to be unheard, not in good standing', async () => {
    const page = await open('/driver/KT-MA-0002')
    await page.getByRole('heading', { name: 'No log yet' }).waitFor()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).not.toBe('In good standing')
    await expectSound(page)
    await page.context().close()
  })

  test('a device nobody knows is an error in plain words', async () => {
    const page = await open('/driver/KT-NO-0001')
    expect(await page.getByRole('alert').textContent()).toContain('No such device is enrolled')
    await page.getByRole('button', { name: 'Try again' }).waitFor()
    await expectSound(page)
    await page.context().close()
  })

  test('a failure of the page itself is said to be ours, with the way out', async () => {
    const page = await (await visitor(browser, PHONE)).newPage()
    await page.route('**/status', async (route) => {
      const answer = await route.fetch()
      const body = await answer.json()
      body.assessment.status.kind = 'a status of a later release'
      await route.fulfill({ response: answer, json: body })
    })
    await page.goto(`${server.url}/driver/KT-ME-0001`)
    await page.getByRole('heading', { name: 'This page has failed' }).waitFor()
    expect(await page.getByRole('alert').textContent()).toContain('nothing is lost')
    await expectSound(page)
    await page.context().close()
  })

  test('a slow answer shows that something is under way', async () => {
    const page = await (await visitor(browser, PHONE)).newPage()
    let answer = () => {}
    const asked = new Promise<void>((resolve) => {
      answer = resolve
    })
    await page.route('**/status', async (route) => {
      await asked
      await route.continue()
    })
    await page.goto(`${server.url}/driver/KT-ME-0001`)
    await page.getByRole('status').getByText('Loading your status').waitFor()
    answer()
    await status(page, 'In good standing')
    await page.context().close()
  })

  test('without network it shows what it knew, since when, and works after a reload', async () => {
    const page = await open('/driver/KT-MA-0001')
    await status(page, 'Locked out')
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await page.context().setOffline(true)
    await page.reload()
    await status(page, 'Locked out')
    expect(await under(page, 'You are offline').textContent()).toContain('Fri 20 Mar 2026, 09:00 EDT')
    await expectSound(page)
    await page.context().close()
  })

  test('without network and without a kept status it says so and offers to try again', async () => {
    const page = await open('/driver/KT-MA-0001')
    await status(page, 'Locked out')
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await page.context().setOffline(true)
    await page.goto(`${server.url}/driver/KT-ME-0001`)
    expect(await page.getByRole('alert').textContent()).toContain('We could not reach the server')
    await page.context().setOffline(false)
    await page.getByRole('button', { name: 'Try again' }).click()
    await status(page, 'In good standing')
    await page.context().close()
  })
})

describe('the start page', () => {
  test('a server that is not open to visitors says so, and that it answers', async () => {
    const { appUrl } = await cluster.database()
    const dataDir = path.join(folder, 'closed')
    const closed = await startServer({ databaseUrl: appUrl, dataDir, port: 0, portalDir: built.folder })
    const page = await (await visitor(browser, PHONE)).newPage()
    await page.goto(closed.url)
    await page.getByText('This server shows its devices to its operator only.').waitFor()
    expect(await page.getByRole('status').textContent()).toBe('The server answers.')
    await expectSound(page)
    await page.context().close()
    await closed.close()
  })

  test.each(WIDTHS)('shows the cars, the ways in and the state of the system, at $width pixels', async (viewport) => {
    const page = await open('/', viewport)
    await page.getByText('Dana Whitfield, Worcester').waitFor()
    expect(
      await page
        .getByRole('link', { name: /^Sit in this car/ })
        .first()
        .getAttribute('href'),
    ).toBe('http://127.0.0.1:9/car')
    expect(await page.getByRole('status').textContent()).toBe('The server answers and knows 3 devices.')
    await expectSound(page)
    await page.getByRole('link', { name: 'Driver’s page of KT-ME-0001' }).click()
    await status(page, 'In good standing')
    await page.context().close()
  })
})
