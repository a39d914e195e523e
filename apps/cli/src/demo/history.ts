/**
 * The cars' past, made once, at the first start: installed by a signed technician session and driven for a while. The
 * real controller records it and the real recorder writes it; only time passes faster.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { addDays, civilDateOf, startOfDay } from '@keyturn/domain/civil.ts'
import { after, type Duration, hours, type Instant, instant, minutes } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { findProfile } from '@keyturn/rules/profiles.ts'
import { chanceFrom } from '@keyturn/simulator/chance.ts'
import { startUnit } from '@keyturn/unit/unit.ts'
import { type Driver, drive, driverOf, flatBattery, visit, waitUntil } from './drives.ts'
import { type DemoCar, FLEET, PAST_DAYS } from './fleet.ts'

/** Retests come at the same moments in every demo. */
const SEED = 1

export type Past = {
  readonly unitFolder: (device: string) => string
  /** The machine's time. */
  readonly now: () => Instant
  /** Of the made-up authority whose technician installs. */
  readonly seed: string
  /** The world's clock, ahead of the machine's. */
  readonly offsetMs: number
  readonly say: (line: string) => void
}

/** Gives every car that has none its past. A start that was interrupted leaves nothing behind and begins anew. */
export async function ensureHistory(past: Past): Promise<void> {
  const { unitFolder, say } = past
  const missing = FLEET.filter(({ device }) => !existsSync(unitFolder(device)))
  if (missing.length === 0) return
  say(`First start: ${missing.length} cars are installed and driven for ${PAST_DAYS} days …`)
  await Promise.all(missing.map((car) => makeHistory(car, past)))
}

async function makeHistory(car: DemoCar, { unitFolder, now, offsetMs, say, seed }: Past): Promise<void> {
  const folder = unitFolder(car.device)
  const draft = `${folder}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(dirname(folder), { recursive: true })
  const profile = findProfile(car.jurisdiction)
  if (profile === undefined) throw new Error(`there is no profile ${car.jurisdiction}`)
  const present = instant(now() + offsetMs)
  const from = startOfDay(addDays(civilDateOf(present, profile.timeZone), -PAST_DAYS), profile.timeZone)
  const unit = await startUnit(
    {
      device: car.device,
      profile,
      dataFolder: draft,
      copyFolder: join(draft, 'copy'),
      port: 0,
      endpoints: [],
      receiptKeys: [],
      rootKey: null,
      vendor: car.vendor,
      model: car.model,
      region: car.region,
      mirrors: [],
      mirrorsEveryMs: 900_000,
      codeSecretsFile: null,
      demoAuthority: seed,
      clockOffsetMs: after(from, hours(10)) - now(),
      portalFolder: null,
      demo: true,
      pace: 'instant',
      uploadEveryMs: 60_000,
      retryMaxMs: 60_000,
    },
    {
      log: { info: () => {}, error: (what, message) => say(`${car.device}: ${message} ${JSON.stringify(what)}`) },
      chance: chanceFrom(SEED).next,
    },
  )
  try {
    await live(driverOf(unit.url), from, profile)
    unit.setClockOffset(offsetMs)
  } finally {
    await unit.close()
  }
  renameSync(draft, folder)
}

/** Twelve ordinary days: to work and back, a shopping trip, and one night too cold for the battery. */
async function live(driver: Driver, from: Instant, { timeZone }: Profile): Promise<void> {
  const on = (day: number, clock: Duration): Instant =>
    after(startOfDay(addDays(civilDateOf(after(from, hours(12)), timeZone), day), timeZone), clock)
  const morning = minutes(7 * 60 + 40)
  await visit(driver)
  await drive(driver, on(0, hours(11)), minutes(25))
  for (const day of [1, 2, 3, 4]) {
    await drive(driver, on(day, morning), minutes(22))
    await drive(driver, on(day, hours(17)), minutes(28))
  }
  await flatBattery(driver, on(6, hours(3)), on(6, hours(9)))
  await drive(driver, on(6, hours(10)), minutes(40))
  for (const day of [7, 9, 10]) {
    await drive(driver, on(day, morning), minutes(22))
    await drive(driver, on(day, hours(18)), minutes(35))
  }
  await waitUntil(driver, on(11, hours(6)))
}
