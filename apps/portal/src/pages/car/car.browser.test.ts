import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { deviceId } from '@keyturn/domain/units.ts'
import { findProfile } from '@keyturn/rules/profiles.ts'
import { startUnit, type Unit } from '@keyturn/unit/unit.ts'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { launchBrowser } from '../../../../../tools/browser/chromium.ts'
import { type Built, buildPortal } from '../../../tests/built-portal.ts'
import { DESK, expectSound, foreignRequests, visitor, WIDTHS } from '../../../tests/pages.ts'

let browser: Browser
let built: Built

beforeAll(async () => {
  ;[browser, built] = await Promise.all([launchBrowser(), buildPortal()])
})
afterAll(async () => {
  await browser.close()
  built.remove()
})

const quiet = { info: () => {}, error: () => {} }

/** A real unit with a car of its own. No server exists anywhere: the car has to do without. */
async function carUnder(jurisdiction: 'US-MA' | 'US-ME'): Promise<Unit> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'keyturn-car-page-'))
  const profile = findProfile(jurisdiction)
  if (profile === undefined) throw new Error(`there is no profile ${jurisdiction}`)
  const unit = await startUnit(
    {
      device: deviceId(jurisdiction === 'US-MA' ? 'KT-MA-0001' : 'KT-ME-0001'),
      profile,
      dataFolder: folder,
      copyFolder: path.join(folder, 'copy'),
      port: 0,
      endpoints: [],
      receiptKeys: [],
      rootKey: null,
      vendor: '',
      model: '',
      region: '',
      mirrors: [],
      mirrorsEveryMs: 900_000,
      codeSecretsFile: null,
      demoAuthority: null,
      clockOffsetMs: 0,
      portalFolder: built.folder,
      demo: true,
      pace: 'instant',
      uploadEveryMs: 60_000,
      retryMaxMs: 60_000,
    },
    { log: quiet },
  )
  onTestFinished(async () => {
    await unit.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return unit
}

async function sitIn(unit: Unit, viewport = DESK): Promise<{ page: Page; context: BrowserContext }> {
  const context = await visitor(browser, viewport)
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  await page.goto(`${unit.url}/car`)
  await page.getByRole('heading', { level: 1, name: /car$/ }).waitFor()
  return { page, context }
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
/** Waits until the heading beside the handset says what the car is doing. */
const doing = (page: Page, what: string) => page.getByRole('heading', { level: 2, name: what, exact: true }).waitFor()

async function blow(page: Page, grams: string): Promise<void> {
  await page.getByRole('radio', { name: grams }).check()
  await page.getByRole('button', { name: /^Blow / }).click()
}

async function installed(page: Page): Promise<void> {
  await doing(page, 'Not installed')
  await press(page, 'Take the car to the technician')
  await doing(page, 'Parked')
}

/** The sensor warms up in simulated time: a minute is enough. */
async function switchOn(page: Page): Promise<void> {
  await press(page, 'Switch on')
  await press(page, '+1 minute')
  await doing(page, 'Ready for a breath')
}

describe('the car page on a real unit', () => {
  test('a sober driver starts, drives and is asked again, without any server [MA-USE-1] [MA-USE-4]', async () => {
    const unit = await carUnder('US-MA')
    const { page, context } = await sitIn(unit)
    const foreign = foreignRequests(context, unit.url, unit.url.replace('http', 'ws'))
    await installed(page)
    await switchOn(page)
    await blow(page, '0.000 sober')
    await doing(page, 'You may start')
    await press(page, 'Turn to start')
    await doing(page, 'Driving')
    await press(page, 'Until the retest')
    await doing(page, 'Retest now')
    expect(await page.getByTestId('display-words').textContent()).toMatch(/^The display says: /)
    expect(await page.getByText('they have five minutes to take the breath-alcohol re-test').count()).toBe(1)
    await blow(page, '0.000 sober')
    await doing(page, 'Driving')
    expect(foreign).toEqual([])
    await context.close()
  })

  test.each(WIDTHS)(
    'two failed starts lock the car out, with the law quoted, at $width pixels [MA-LCK-1] [MA-LCK-5]',
    async (viewport) => {
      const unit = await carUnder('US-MA')
      const { page, context } = await sitIn(unit, viewport)
      await installed(page)
      await press(page, 'Switch on')
      await doing(page, 'Ready for a breath')
      await expectSound(page)
      await blow(page, '0.031')
      await doing(page, 'Wait before the next test')
      expect(await page.getByText('Blood Alcohol Concentration "BAC" greater than .02%').count()).toBe(1)
      for (let n = 0; n < 3; n++) {
        await press(page, '+10 minutes')
        await page.getByText('time passes …').waitFor({ state: 'detached' })
      }
      await doing(page, 'Ready for a breath')
      await blow(page, '0.021')
      await page.getByRole('heading', { name: /, and locked out$/ }).waitFor()
      await page.getByText('2 failed start-up tests within one service period (1 - 30 days)').waitFor()
      await page.getByText('you have 48 hours to return to the IID service provider').waitFor()
      await expectSound(page)

      for (let n = 0; n < 3; n++) {
        await press(page, '+1 day')
        await page.getByText('time passes …').waitFor({ state: 'detached' })
      }
      await doing(page, 'Locked')
      await press(page, 'Turn to start')
      await page.getByText('Start attempted: refused, because the car is locked out.').waitFor()
      await expectSound(page)

      await press(page, 'Switch off')
      await press(page, 'Take the car to the technician')
      await doing(page, 'Parked')
      await page.getByText('The device ended the lockout').first().waitFor()
      await context.close()
    },
  )

  test('a missed retest sounds the horn until the key is turned off, and says so to a screen reader [ME-5c]', async () => {
    const unit = await carUnder('US-ME')
    const { page, context } = await sitIn(unit)
    await installed(page)
    await switchOn(page)
    await blow(page, '0.019')
    await doing(page, 'You may start')
    await press(page, 'Turn to start')
    await doing(page, 'Driving')
    await press(page, 'Until the retest')
    await doing(page, 'Retest now')
    await press(page, '+10 minutes')
    await press(page, '+1 minute')
    await doing(page, 'The horn sounds')
    expect(await page.locator('[aria-live=assertive]').textContent()).toContain('The horn sounds.')
    expect(
      await page.getByText('the horn will sound repeatedly until the vehicle is turned off').count(),
    ).toBeGreaterThan(0)
    expect(await page.getByText('running', { exact: true }).count()).toBe(1)
    await expectSound(page)
    await press(page, 'Switch off')
    await page.getByText('Horn silent').waitFor()
    expect(await page.locator('[aria-live=assertive]').textContent()).not.toContain('The horn sounds.')
    await context.close()
  })

  test('the keyboard alone switches on, sets the breath and blows', async () => {
    const unit = await carUnder('US-MA')
    const { page, context } = await sitIn(unit)
    await installed(page)
    await page.getByRole('button', { name: 'Switch on' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '+1 minute' }).focus()
    await page.keyboard.press('Space')
    await doing(page, 'Ready for a breath')
    const slider = page.getByRole('slider', { name: 'Alcohol in the breath' })
    await slider.focus()
    for (let n = 0; n < 21; n++) await page.keyboard.press('ArrowRight')
    expect(await slider.getAttribute('aria-valuetext')).toBe('0.021 g/210 L')
    await page.getByRole('radio', { name: 'Steady and long' }).focus()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('button', { name: 'Blow 0.021 g/210 L' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('Start test gave no result: blown too briefly.').waitFor()
    await context.close()
  })

  test('a unit that goes away is said to be silent, and what it last said stays in sight', async () => {
    const unit = await carUnder('US-MA')
    const { page, context } = await sitIn(unit)
    await unit.close()
    await page.getByRole('alert').getByText('The car does not answer').waitFor()
    expect(await page.getByRole('region', { name: 'Handset' }).count()).toBe(1)
    await expectSound(page)
    await context.close()
  })

  test('a car that says what this page does not know is an error with the place named', async () => {
    const unit = await carUnder('US-MA')
    const page = await (await visitor(browser)).newPage()
    await page.routeWebSocket('**/link/live', (socket) => socket.send('{"device":7}'))
    await page.goto(`${unit.url}/car`)
    expect(await page.getByRole('alert').textContent()).toContain('state.device should be text, and is number')
    await page.context().close()
  })

  test('the start page at the car’s own address is the car', async () => {
    const unit = await carUnder('US-ME')
    const page = await (await visitor(browser)).newPage()
    await page.goto(`${unit.url}/`)
    await page.getByRole('heading', { level: 1, name: 'Maine car' }).waitFor()
    await page.context().close()
  })

  test('what the car refuses is told in the car’s own words', async () => {
    const unit = await carUnder('US-MA')
    const { page, context } = await sitIn(unit)
    await page.route('**/link/car', (route) => route.continue({ postData: '{"do":"fly"}' }))
    await press(page, 'Switch on')
    expect(await page.getByRole('alert').textContent()).toContain('The request is not what this address expects')
    await context.close()
  })
})
