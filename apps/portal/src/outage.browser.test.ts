import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { agreement } from '@keyturn/cli/drill/agreement.ts'
import type { BenchVisit } from '@keyturn/cli/drill/bench.ts'
import { AUTHORITY, type Role, VENDOR } from '@keyturn/cli/drill/cast.ts'
import { asked, list, text } from '@keyturn/cli/drill/json.ts'
import { BEGINS_AFTER_DAYS, install, morningOf, OUTAGE_DAYS } from '@keyturn/cli/drill/outage.ts'
import { signOrder, signOverride, signRescue } from '@keyturn/cli/drill/papers.ts'
import { Telling } from '@keyturn/cli/drill/telling.ts'
import { DrillWorld } from '@keyturn/cli/drill/world.ts'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { addDays, civilDateOf } from '@keyturn/domain/civil.ts'
import { type CivilDate, instant } from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { makeCode } from '@keyturn/evidence/statement/keypad-code.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../tools/browser/chromium.ts'
import { type Built, buildPortal } from '../tests/built-portal.ts'
import { DESK, expectSound, PHONE, visitor } from '../tests/pages.ts'
import { carryAddress } from './relief/carry.ts'

const ZONE = 'America/New_York'
const folder = mkdtempSync(path.join(os.tmpdir(), 'keyturn-outage-page-'))
const program = ['--import', 'tsx', fileURLToPath(import.meta.resolve('@keyturn/cli/main.ts'))]
const telling = new Telling(() => {})
const certificates = new Map<Role, BenchVisit>()
let browser: Browser
let built: Built
let world: DrillWorld
let firstDay: CivilDate
let order = ''

beforeAll(async () => {
  ;[browser, built] = await Promise.all([launchBrowser(), buildPortal()])
  process.env['KEYTURN_PORTAL'] = built.folder
  const now = () => instant(Date.now())
  world = new DrillWorld({ folder, now, say: () => {}, roles: ['bench', 'phone', 'code'], program })
  await world.begin()
  firstDay = addDays(await install(world, telling), BEGINS_AFTER_DAYS)
  await world.passTo(morningOf(firstDay))
}, 300_000)
afterAll(async () => {
  await Promise.all([browser.close(), world.end()])
  built.remove()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

async function pageAt(url: string, viewport = DESK): Promise<Page> {
  const page = await (await visitor(browser, viewport)).newPage()
  page.setDefaultTimeout(30_000)
  await page.goto(url)
  return page
}
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click()
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name }).first().waitFor()
const panel = (page: Page, name: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name, exact: true }) })

/** Gas is let in, and its result is awaited. */
async function letGasIn(page: Page, act: string): Promise<void> {
  await press(page, act)
  await press(page, 'Let gas of 0.040 g/210 L in')
  await page.getByText('The device waits for gas').waitFor({ state: 'detached' })
}

describe.sequential('eight days without anybody’s servers, on the pages of those who help', () => {
  test('vendor and authority are gone, and the page says so instead of pretending', async () => {
    const page = await pageAt(`${world.server('vendor').url}/orders`, PHONE)
    await heading(page, 'Orders and outages')
    await world.killEverybodysServers()
    for (const side of ['vendor', 'authority'] as const) {
      await expect(fetch(world.server(side).url)).rejects.toThrow()
    }
    await page.context().close()
  })

  test('a technician makes a whole visit at the bench’s page, and the certificate has its code [OUT-1]', async () => {
    await world.passTo(morningOf(addDays(firstDay, 2)))
    const bench = world.bench(VENDOR)
    const page = await pageAt(bench.url)
    await page.getByLabel('Address of the car', { exact: true }).fill(world.car('bench').url)
    await press(page, 'See who it is')
    await press(page, 'Begin the visit')
    await heading(page, 'Inspect')
    await page.getByRole('radio', { name: 'Sound', exact: true }).check()
    await press(page, 'Write it down')
    await page.getByLabel('Lot number on the bottle').fill('L-77')
    await page.getByLabel(/^Value on the bottle/).fill('40')
    await press(page, 'Use this bottle')
    for (const act of ['Check as found', 'Calibrate', 'Confirm 1 of 2', 'Confirm 2 of 2']) await letGasIn(page, act)
    await press(page, 'Sign the certificate')
    await heading(page, 'Certificate of service')
    await page.getByRole('img', { name: /^QR code of certificate certificate-/ }).waitFor()
    await expectSound(page)
    const [newest] = list(await asked(`${bench.url}/bench/state`), 'visits')
    const visit = `${bench.url}/bench/visits/${text(newest, 'id')}`
    const certificate = text(await asked(visit), 'end', 'certificate')
    certificates.set('bench', { certificate, file: await (await fetch(`${visit}/certificate.txt`)).text() })
    await page.context().close()
  })

  test('a driver’s phone carries the order into a locked car, which starts again [OUT-1]', async () => {
    await world.passTo(morningOf(addDays(firstDay, 6)))
    const car = world.car('phone')
    expect([await car.lockouts(), await car.tries(0)]).toEqual([['missed-visit'], false])
    order = signOrder('drill-eight-days', outage(), await world.together())
    const page = await pageAt(carryAddress(car.url, order), PHONE)
    await press(page, 'Give it to the car')
    await page.getByText('The car has taken it.').waitFor()
    await panel(page, 'Orders in this car')
      .getByText(/^Next visit: .* instead of /)
      .waitFor()
    expect(await panel(page, 'Orders in this car').textContent()).toContain('under 540 CMR 25.06(3)')
    await expectSound(page)
    await page.context().close()
    expect(await car.lockouts()).toEqual([])
    await car.drive()
  })

  test('another locked car is opened by twelve digits from the telephone, typed on its page [OUT-1]', async () => {
    const car = world.car('code')
    expect([await car.lockouts(), await car.tries(0)]).toEqual([['missed-visit'], false])
    const code = { kind: 'override', by: 'authority', counter: 1 } as const
    const secret = AUTHORITY.codeSecrets(car.device, VENDOR).authority
    const on = civilDateOf(await car.now(), 'UTC')
    const digits = runSync(makeCode({ secret, device: car.device, code, on }), nodeCrypto)
    const page = await pageAt(`${car.url}/car`, PHONE)
    for (const digit of digits) await press(page, digit)
    await press(page, 'Give the code to the car')
    await page.getByText('The code holds.').waitFor()
    await expectSound(page)
    await page.context().close()
    await car.drive()
  })

  test('everybody is back, and pages of car, vendor and authority tell one story with its law [OUT-1] [OUT-2]', async () => {
    await world.passTo(morningOf(addDays(outage().until, 1)))
    await world.reviveServers()
    const now = await world.together()
    const code = world.car('code')
    const dueOn = addDays(civilDateOf(now, ZONE), 30)
    const terms = { kind: 'lockout', dueOn, rescue: null } as const
    const pass = (ms: number) => code.pass(ms)
    certificates.set('code', await world.bench(VENDOR).visit({ url: code.url, pass }, terms))
    const at = await world.together()
    await agreement(world, telling, {
      outage: outage(),
      from: morningOf(firstDay),
      until: now,
      order,
      override: signOverride('drill-override', code.device, at),
      rescue: signRescue('drill-rescue', at),
      certificates,
    })
    expect(telling.agreed).toBeGreaterThan(50)
    const car = world.car('phone')
    const due = dayText(await car.dueOn())
    for (const side of ['vendor', 'authority'] as const) {
      const page = await pageAt(`${world.server(side).url}/driver/${car.device}`, PHONE)
      await page.getByText(due).first().waitFor()
      expect(await page.locator('main').textContent()).toContain('540 CMR 25.06(3)')
      await expectSound(page)
      await page.goto(`${world.server(side).url}/orders`)
      await page.getByText('540 CMR 25.06(3)').first().waitFor()
      await page.context().close()
    }
    const page = await pageAt(`${car.url}/car`, PHONE)
    await panel(page, 'Orders in this car').getByText(due).first().waitFor()
    await page.context().close()
  })
})

const outage = () => ({ from: firstDay, until: addDays(firstDay, OUTAGE_DAYS - 1) })

/** `30 December 2026`, as pages write a day. */
const dayText = (day: CivilDate): RegExp => {
  const on = new Date(`${day}T12:00Z`)
  const month = on.toLocaleDateString('en-US', { month: 'long', timeZone: 'UTC' })
  return new RegExp(`${on.getUTCDate()} (?:${month}|${month.slice(0, 3)}) ${on.getUTCFullYear()}`)
}
