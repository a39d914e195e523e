import path from 'node:path'
import { buildBench } from '@keyturn/bench/testing/bench-process.ts'
import { BenchWorld, PASSPHRASE, type Programs } from '@keyturn/bench/testing/bench-world.ts'
import { UnitLink } from '@keyturn/bench/visit/unit-link.ts'
import { addDays, civilDateOf } from '@keyturn/domain/civil.ts'
import { instant } from '@keyturn/domain/units.ts'
import { buildUnit } from '@keyturn/unit/unit-process.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../../../tools/browser/chromium.ts'
import { type Built, buildPortal } from '../../../tests/built-portal.ts'
import { DESK, expectSound, foreignRequests, visitor, WIDTHS } from '../../../tests/pages.ts'

let browser: Browser
let built: Built
let programs: Programs
let world: BenchWorld

beforeAll(async () => {
  const [unit, bench, opened, pages] = await Promise.all([buildUnit(), buildBench(), launchBrowser(), buildPortal()])
  programs = { unit, bench }
  browser = opened
  built = pages
})
afterAll(async () => {
  await Promise.all([browser.close(), programs.unit.remove(), programs.bench.remove()])
  built.remove()
})
beforeEach(async () => {
  world = await BenchWorld.begin(programs, instant(Math.floor(Date.now() / 1_000) * 1_000))
})
afterEach(() => world.end())

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name }).waitFor()

/** A car and a bench on this machine; no server exists anywhere. The bench's page, locked. */
async function atBench(viewport = DESK) {
  const unit = await world.unit()
  const folder = await world.laptop()
  const bench = await world.bench(folder, { KEYTURN_UNITS: unit.url, KEYTURN_PORTAL: built.folder })
  await bench.post('lock')
  const context = await visitor(browser, viewport)
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  await page.goto(`${bench.url}/`)
  await heading(page, 'The bench is locked')
  return { unit, bench, page, context }
}

async function unlock(page: Page): Promise<void> {
  await page.getByLabel('Passphrase of your key').fill(PASSPHRASE)
  await press(page, 'Unlock')
  await heading(page, 'The bench is open')
}

async function install(page: Page): Promise<void> {
  await press(page, 'See who it is')
  await heading(page, 'KT-MA-0001, Massachusetts')
  await press(page, 'Install the device')
  await heading(page, 'Done')
  await page.getByRole('link', { name: 'All visits' }).click()
}

/** Gas is let in, and its result is awaited. */
async function letGasIn(page: Page): Promise<void> {
  await press(page, 'Let gas of 0.040 g/210 L in')
  await page.getByText('The device waits for gas').waitFor({ state: 'detached' })
}

async function upToTheCertificate(page: Page): Promise<void> {
  await press(page, 'See who it is')
  await press(page, 'Begin the visit')
  await heading(page, 'Inspect')
  await page.getByRole('radio', { name: 'Sound', exact: true }).check()
  await press(page, 'Write it down')
  await page.getByLabel('Lot number on the bottle').fill('L-77')
  await page.getByLabel(/^Value on the bottle/).fill('40')
  await press(page, 'Use this bottle')
  await press(page, 'Check as found')
  await letGasIn(page)
  await press(page, 'Calibrate')
  await letGasIn(page)
  await press(page, 'Confirm 1 of 2')
  await letGasIn(page)
  await press(page, 'Confirm 2 of 2')
  await letGasIn(page)
}

describe('the bench page with a real car and no server', () => {
  test.each(WIDTHS)(
    'a whole visit ends with a certificate to print and a code for the driver, at $width pixels [OUT-1]',
    async (viewport) => {
      const { page, context, bench } = await atBench(viewport)
      const foreign = foreignRequests(context, bench.url)
      await expectSound(page)
      await unlock(page)
      await install(page)
      await upToTheCertificate(page)
      await expectSound(page)
      await press(page, 'Put the tamper indicator out')
      await page.getByText('The tamper indicator is out.').waitFor()
      await press(page, 'Sign the certificate')
      await heading(page, 'Certificate of service')
      await page.getByRole('img', { name: /^QR code of certificate certificate-/ }).waitFor()
      expect(await page.getByText(/^by the end of /).count()).toBe(1)
      await expectSound(page)

      await page.emulateMedia({ media: 'print' })
      expect(await page.getByRole('heading', { name: 'What the device recorded' }).isVisible()).toBe(false)
      expect(await page.getByRole('heading', { name: 'Certificate of service' }).isVisible()).toBe(true)
      await page.emulateMedia({ media: 'screen' })

      await page.getByRole('link', { name: 'All visits' }).click()
      await page.getByText('certified', { exact: true }).waitFor()
      await expectSound(page)
      expect(foreign).toEqual([])
      await context.close()
    },
  )

  test('a laptop that crashed goes on with the open visit where the device is', async () => {
    const { page, context, bench, unit } = await atBench()
    await unlock(page)
    await install(page)
    await press(page, 'See who it is')
    await press(page, 'Begin the visit')
    await heading(page, 'Inspect')
    await bench.running.kill()
    await page.getByRole('alert').getByText('No answer').first().waitFor()
    const port = new URL(bench.url).port
    const more = { KEYTURN_UNITS: unit.url, KEYTURN_PORTAL: built.folder, KEYTURN_PORT: port }
    const again = await world.bench(path.join(world.folder, 'laptop'), more)
    expect(again.url).toBe(bench.url)
    await page.getByRole('radio', { name: 'Sound', exact: true }).check()
    await press(page, 'Write it down')
    await heading(page, 'The gas bottle')
    await context.close()
  })

  test('a car that is not there and a wrong passphrase are told with what to do', async () => {
    const { page, context } = await atBench()
    await page.getByLabel('Passphrase of your key').fill('not the right one')
    await press(page, 'Unlock')
    await page.getByText('that passphrase does not open the key; type it again').waitFor()
    await unlock(page)
    await page.getByLabel('Address of the car', { exact: true }).fill('http://127.0.0.1:9')
    await press(page, 'See who it is')
    await page.getByText('Check the cable and the address, then try again.').waitFor()
    await expectSound(page)
    await context.close()
  })

  test('an order is handed to the car from its text, and the car’s answer is shown', async () => {
    const { page, context, unit } = await atBench()
    const at = instant(Math.floor(Date.now() / 1_000) * 1_000)
    const day = (n: number) => addDays(civilDateOf(at, 'America/New_York'), n)
    const order = world.authority.authority('US-MA').sign(
      {
        kind: 'order',
        supersedes: null,
        scope: {
          jurisdiction: 'US-MA',
          vendors: null,
          models: null,
          firmwares: null,
          regions: null,
          functions: ['service-visit'],
        },
        interval: { from: day(-8), until: day(0) },
        due: { from: day(-8), until: day(60) },
        moves: { kind: 'days', days: 5 },
        capDays: 10,
        staggerDays: 0,
        reason: 'The vendor’s server is away.',
      },
      { at, cites: ['540 CMR 25.06(3)'] },
    )
    await unlock(page)
    await install(page)
    await page.getByText('Add a file by hand').click()
    await page.getByLabel('The text of the file').fill(order)
    await press(page, 'Add the file')
    await page.getByRole('button', { name: /^Hand it to the car/ }).click()
    await expect.poll(() => new UnitLink(unit.url).orders(), { timeout: 30_000 }).toEqual([order])
    expect(await page.getByText('The car refused it').count()).toBe(0)
    await expectSound(page)
    await context.close()
  })

  test('the pages open without the bench’s program, and say how to start it', async () => {
    const { page, context, bench } = await atBench()
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => null))
    await bench.running.kill()
    await page.goto(`${bench.url}/bench`)
    await page.getByText('start it with: keyturn bench').waitFor()
    await context.close()
  })
})
