import { instant } from '@keyturn/domain/units.ts'
import { startUnit } from '@keyturn/unit/unit.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { launchBrowser } from '../../../../../tools/browser/chromium.ts'
import { type Built, buildPortal } from '../../../tests/built-portal.ts'
import { expectSound, foreignRequests, PHONE, visitor, WIDTHS } from '../../../tests/pages.ts'
import { orderFile, reliefCar } from '../../../tests/relief-car.ts'
import { carryAddress } from '../../relief/carry.ts'

let browser: Browser
let built: Built

beforeAll(async () => {
  ;[browser, built] = await Promise.all([launchBrowser(), buildPortal()])
})
afterAll(async () => {
  await browser.close()
  built.remove()
})

const now = () => instant(Date.now())
const YEAR_MS = 365 * 86_400_000

async function car() {
  const started = await reliefCar(startUnit, built.folder)
  onTestFinished(started.close)
  return started
}

async function phone(viewport = PHONE): Promise<Page> {
  const context = await visitor(browser, viewport)
  onTestFinished(() => context.close())
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  return page
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const panel = (page: Page, heading: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name: heading, exact: true }) })

async function install(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/car`)
  await press(page, 'Take the car to the technician')
  await page.getByRole('heading', { level: 2, name: 'Parked' }).waitFor()
}

describe('relief at the car’s own page', () => {
  test.each(WIDTHS)(
    'an order carried by phone moves the date and says by which law, at $width pixels [OUT-1]',
    async (viewport) => {
      const { url } = await car()
      const page = await phone(viewport)
      const foreign = foreignRequests(page.context(), url, url.replace('http', 'ws'))
      await install(page, url)
      await page.goto('about:blank')
      await page.goto(carryAddress(url, orderFile(now())))
      const give = panel(page, 'Give an order to this car')
      await give.getByText('Due dates move by 10 days').waitFor()
      await expectSound(page)
      await press(page, 'Give it to the car')
      await give.getByText('The car has taken it.').waitFor()
      const held = panel(page, 'Orders in this car')
      await held.getByText(/^Next visit: \d+ \w+ \d{4} instead of \d+ \w+ \d{4}$/).waitFor()
      expect(await held.textContent()).toContain('under 540 CMR 25.06(3)')
      expect(new URL(page.url()).hash).toBe('')
      await expectSound(page)
      expect(foreign).toEqual([])
    },
  )

  test('a phone two years off carries an order all the same, and the page says whose clock counts', async () => {
    const { url } = await car()
    const page = await phone()
    await install(page, url)
    await page.clock.setFixedTime(Date.now() + 2 * YEAR_MS)
    await page.goto('about:blank')
    await page.goto(carryAddress(url, orderFile(now())))
    await page.getByText('The car decides by its own.', { exact: false }).waitFor()
    await press(page, 'Give it to the car')
    await page.getByText('The car has taken it.').waitFor()
  })

  test('an order of another state is refused in the car’s words, and nothing moves', async () => {
    const { url } = await car()
    const page = await phone()
    await install(page, url)
    await page.goto('about:blank')
    await page.goto(carryAddress(url, orderFile(now(), {}, 'US-ME')))
    await press(page, 'Give it to the car')
    await page.getByText('The car does not take it.').waitFor()
    expect(await panel(page, 'Orders in this car').getByText('Next visit').count()).toBe(0)
  })

  test('an order that was changed on the way is refused with its reason', async () => {
    const { url } = await car()
    const page = await phone()
    await install(page, url)
    const file = orderFile(now())
    const forged = `${file.slice(0, -20)}${file.at(-20) === 'A' ? 'B' : 'A'}${file.slice(-19)}`
    await panel(page, 'Give an order to this car').getByLabel('Or its text').fill(forged)
    await page.keyboard.press('Tab')
    await press(page, 'Give it to the car')
    await page.getByRole('alert').getByText('signature', { exact: false }).waitFor()
    await expectSound(page)
  })

  test('an address that was cut off says so instead of giving half an order', async () => {
    const { url } = await car()
    const page = await phone()
    await page.goto(`${carryAddress(url, orderFile(now()))}*`)
    await page.getByRole('alert').getByText('was cut off or changed on the way', { exact: false }).waitFor()
    expect(await page.getByRole('button', { name: 'Give it to the car' }).count()).toBe(0)
  })

  test('a code read over the telephone is typed on big keys and moves the date', async () => {
    const { url, code } = await car()
    const page = await phone()
    await install(page, url)
    const digits = code({ kind: 'extension', by: 'authority', counter: 1, days: 7 }, now())
    for (const digit of digits) await press(page, digit)
    expect(await page.getByLabel('The twelve digits').inputValue()).toBe(digits.replaceAll(/(\d{4})(?=\d)/g, '$1 '))
    await expectSound(page)
    await press(page, 'Give the code to the car')
    await page.getByText('The code holds.').waitFor()
    const held = panel(page, 'Orders in this car')
    await held.getByText('By telephone code 1 of the authority').waitFor()
    await expectSound(page)
  })

  test('five wrong codes hold the keypad, and the page says until when', async () => {
    const { url } = await car()
    const page = await phone()
    await install(page, url)
    const field = page.getByLabel('The twelve digits')
    for (let n = 0; n < 5; n++) {
      await field.fill(`00000000000${n}`)
      await press(page, 'Give the code to the car')
      await page.getByText('The code does not help.').waitFor()
    }
    await page.getByText(/the keypad takes none before .* E[SD]T/).waitFor()
    expect(await field.isDisabled()).toBe(true)
    await expectSound(page)
  })
})
