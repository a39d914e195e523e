/** Two years of somebody's driving, recorded by the real controller: what the case benchmark judges. */

import { addDays, startOfDay } from '@keyturn/domain/civil.ts'
import type { Record } from '@keyturn/domain/record.ts'
import {
  type CivilDate,
  type DeviceId,
  duration,
  hours,
  type Instant,
  instant,
  mgPer210L,
  minutes,
} from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { perform } from '@keyturn/simulator/scenario/acts.ts'
import { nodeKit } from '@keyturn/simulator/scenario/kit.ts'
import type { Act, ServiceStep } from '@keyturn/simulator/scenario/scenario.ts'
import { World } from '@keyturn/simulator/scenario/world.ts'

export type Life = {
  readonly device: DeviceId
  readonly publicKey: Uint8Array
  readonly records: readonly Record[]
  /** Closed segments, oldest first. */
  readonly segments: readonly Uint8Array[]
  readonly end: Instant
}
export type Told = {
  readonly profile: Profile
  readonly seed: number
  readonly drivesPerDay: number
  /** The day of the installation. */
  readonly from: CivilDate
  readonly days: number
}

const VISIT_EVERY = 28
const SOBER = mgPer210L(0)

/** So many drives on every day; now and then a drink, a missed retest, a lockout and the visit after it. */
export function lifeOf({ profile, seed, drivesPerDay, from, days }: Told): Life {
  const begin = startOfDay(from, profile.timeZone)
  const world = new World(
    {
      profile,
      start: instant(begin + hours(9)),
      seed,
      chance: 'drawn',
      installed: { at: instant(begin + hours(8)), dueOn: addDays(from, profile.service.dueWithinDays.value) },
      vehicle: { millivolts: 12_600, deciCelsius: 150 },
    },
    nodeKit,
  )
  world.installed('R. Alden', 'Center 1')
  for (let day = 1; day <= days; day++) dayOf(world, addDays(from, day), { day, drivesPerDay })
  world.log.close()
  const { device, key, log, at } = world
  const segments = log.closed.map(({ bytes }) => bytes)
  return { device, publicKey: key.publicKey, records: log.records, segments, end: at }
}

type Day = { readonly day: number; readonly drivesPerDay: number }

function dayOf(world: World, date: CivilDate, { day, drivesPerDay }: Day): void {
  const at = (ms: number) => instant(startOfDay(date, world.profile.timeZone) + ms)
  const go = (moment: Instant) => {
    if (moment > world.at) world.pass(moment - world.at)
  }
  go(at(hours(6)))
  misfortune(world, day)
  for (let n = 0; n < drivesPerDay; n++) {
    go(at(hours(7) + n * hours(3)))
    drive(world, { brac: day % 183 === 41 && n === 0 ? 45 : 0, answers: day % 240 !== 117 })
  }
  // The provider sees the car regularly, and on the evening of a day on which it is locked out.
  if (day % VISIT_EVERY === 0 || world.state.ledger.lockouts.length > 0) {
    go(at(hours(20)))
    perform(world, { do: 'service', acts: wholeVisit(day) })
  }
}

/** A weak battery on cold mornings, and a sensor that fails for an hour. */
function misfortune(world: World, day: number): void {
  if (day % 181 === 45) {
    perform(world, { do: 'battery', millivolts: 10_600 })
    world.pass(minutes(10))
    perform(world, { do: 'battery', millivolts: 12_600 })
  }
  if (day % 365 === 200) {
    perform(world, { do: 'malfunction', code: 'sensor', present: true })
    world.pass(minutes(30))
    perform(world, { do: 'malfunction', code: 'sensor', present: false })
  }
}

function drive(world: World, { brac, answers }: { readonly brac: number; readonly answers: boolean }): void {
  const act = (one: Exclude<Act, { do: 'expect' }>) => perform(world, one)
  act({ do: 'ignition', to: 'on' })
  act({ do: 'blow', breath: { brac: mgPer210L(brac), how: 'good', atOnce: false } })
  if (brac > 0) {
    world.pass(minutes(31))
    act({ do: 'blow', breath: { brac: mgPer210L(Math.max(0, brac - 15)), how: 'good', atOnce: false } })
  }
  if (world.out.starter === 'permitted') {
    act({ do: 'crank' })
    if (answers) act({ do: 'drive', span: duration(minutes(25)), retests: SOBER })
    else world.pass(minutes(25))
  }
  act({ do: 'ignition', to: 'off' })
}

const wholeVisit = (day: number): readonly ServiceStep[] => {
  const reference = mgPer210L(38)
  return [
    { do: 'open', technician: 'R. Alden', center: 'Center 1' },
    { do: 'inspect', sound: true, notes: '' },
    { do: 'as-found', reference, gas: reference },
    { do: 'calibrate', reference, gas: reference, gasLot: 'LOT-1' },
    { do: 'confirm', reference, gas: reference },
    { do: 'confirm', reference, gas: reference },
    { do: 'reset' },
    { do: 'certify', certificate: `C-${day}`, visit: 'scheduled', dueOn: null },
  ]
}
