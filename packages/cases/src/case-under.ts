/** A case told in order, for tests and examples: one line per fact, `at` asks for the status at a moment. */

import { addDays, civilDateOf, endOfDay } from '@keyturn/domain/civil.ts'
import type { Cause, Event, Record, TestKind } from '@keyturn/domain/record.ts'
import type { DeviceIdentity } from '@keyturn/domain/relief.ts'
import {
  assert,
  before,
  deviceId,
  duration,
  hours,
  type Instant,
  instant,
  mgPer210L,
  parseInstant,
} from '@keyturn/domain/units.ts'
import { type Profile, profileName } from '@keyturn/rules/profile.ts'
import { assess } from './assess.ts'
import { explain } from './explain.ts'
import { type Fact, recordFacts } from './fact.ts'
import type { ListedOrder } from './relief.ts'

/** The device of every told case. */
export const toldDevice = deviceId('KT-TOLD-0001')

/**
 * Begins a case. The first line also installs the device one hour before it, unless it is itself `installed`; visits
 * set the latest due date that the profile allows. Give several versions of one profile to judge each fact by its own.
 */
export function caseUnder(profile: Profile, ...later: readonly Profile[]) {
  const log: Record[] = []
  const known: ListedOrder[] = []
  const due = (at: Instant) =>
    endOfDay(addDays(civilDateOf(at, profile.timeZone), profile.service.dueWithinDays.value), profile.timeZone)
  const append = (at: Instant, event: Event, cause: Cause = 'operator') => {
    // An event with a place, a moment and a cause is a record of its kind; spreading a union hides that from the
    // compiler.
    log.push({ ...event, seq: log.length + 1, at, up: duration(0), cause } as Record)
  }
  const install = (at: Instant, dueAt: Instant) =>
    append(at, { kind: 'installed', technician: 'T-1', profile: profileName(profile), dueAt }, 'provider')
  const add = (moment: string, event: Event, cause?: Cause) => {
    const at = told(moment)
    if (log.length === 0 && event.kind !== 'installed') {
      const installedAt = before(at, hours(1))
      install(installedAt, due(installedAt))
    }
    append(at, event, cause)
    return story
  }
  const facts = (): readonly Fact[] => recordFacts(toldDevice, log)
  const story = {
    installed: (moment: string) => {
      install(told(moment), due(told(moment)))
      return story
    },
    uninstalled: (moment: string) => add(moment, { kind: 'uninstalled', technician: 'T-1' }, 'provider'),
    serviceVisit: (moment: string, dueAt?: string) =>
      add(
        moment,
        {
          kind: 'service-completed',
          technician: 'T-1',
          certificate: 'C-1',
          visit: 'scheduled',
          dueAt: dueAt === undefined ? due(told(moment)) : told(dueAt),
        },
        'provider',
      ),
    startTest: (moment: string, mg: number, cause?: Cause) => add(moment, breath(profile, 'start', mg), cause),
    retest: (moment: string, mg: number, cause?: Cause) => add(moment, breath(profile, 'retest', mg), cause),
    /** A breath with the result that the device claims, whatever the law says of it. */
    sample: (moment: string, test: TestKind, result: 'pass' | 'fail' | 'measured', mg: number) =>
      add(moment, { kind: 'sample', test, result, brac: mgPer210L(mg), volumeMl: 1_800 }),
    confirmation: (moment: string, mg: number) => add(moment, breath(profile, 'confirmation', mg)),
    retestMissed: (
      moment: string,
      how: 'not-taken' | 'attempts-used' | 'ignition-off' | 'power-lost' = 'not-taken',
      cause?: Cause,
    ) => add(moment, { kind: 'retest-missed', how }, cause),
    tamper: (moment: string, sign: 'power-cut' | 'head-removed' | 'case-opened' | 'harness-cut', cause?: Cause) =>
      add(moment, { kind: 'tamper', sign }, cause),
    circumvention: (moment: string, sign: 'bag' | 'filter' | 'cold-air' | 'start-without-test', cause?: Cause) =>
      add(moment, { kind: 'circumvention', sign }, cause),
    powerLost: (moment: string, cause: Cause, deciCelsius = -150) =>
      add(moment, { kind: 'power-lost', lastMillivolts: 8_900, lowestMillivolts: 7_400, deciCelsius }, cause),
    record: (moment: string, event: Event, cause?: Cause) => add(moment, event, cause),
    /** What a list of the authority says, from here on. */
    listed: (...orders: readonly ListedOrder[]) => {
      known.push(...orders)
      return story
    },
    get records(): readonly Record[] {
      return log
    },
    get facts(): readonly Fact[] {
      return facts()
    },
    at: (moment: string) => {
      const relief =
        known.length === 0 ? null : { known: { orders: known, outages: [] }, identity: toldIdentity(profile) }
      const assessment = assess([profile, ...later], facts(), told(moment), relief)
      return { ...assessment, explained: explain(assessment) }
    },
  }
  return story
}

/** The device of a told case: a Northgate N-7 in Worcester County. */
export const toldIdentity = ({ id }: Profile): DeviceIdentity => ({
  device: toldDevice,
  jurisdiction: id,
  vendor: 'northgate',
  model: 'N-7',
  firmware: '4.2',
  region: 'worcester',
})

const breath = (profile: Profile, test: 'start' | 'retest' | 'confirmation', mg: number): Event => {
  const { failsWhen, brac: limit } = profile.setPoint.value
  const fail = failsWhen === 'above' ? mg > limit : mg >= limit
  return { kind: 'sample', test, result: fail ? 'fail' : 'pass', brac: mgPer210L(mg), volumeMl: 1_800 }
}

/** `2026-03-02T14:00Z`, and `+1` or `-1` behind it for one millisecond later or earlier. */
export const told = (moment: string): Instant => {
  const [, text = '', shift = '0'] = /^(.*?Z)([+-]\d+)?$/.exec(moment) ?? []
  const at = parseInstant(text)
  assert(at !== undefined, `a told moment looks like 2026-03-02T14:00Z, got ${moment}`)
  return instant(at + Number(shift))
}
