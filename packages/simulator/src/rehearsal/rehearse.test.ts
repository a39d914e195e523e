import { configFor } from '@keyturn/device/config.ts'
import { carUnder } from '@keyturn/device/told.ts'
import { addDays } from '@keyturn/domain/civil.ts'
import type { Entry } from '@keyturn/domain/record.ts'
import { days, deviceId, hours, type Instant, instant } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { profiles } from '@keyturn/rules/profiles.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { describe, expect, test } from 'vitest'
import { OWNERS } from '../authority/authority.ts'
import { CENTERS, VENDORS } from '../case-scenario/vendors.ts'
import { nodeKit } from '../scenario/kit.ts'
import { doAct } from './do-act.ts'
import type { Provider } from './helps.ts'
import { allPaths } from './paths.ts'
import { HORIZON_DAYS, type RehearsedDevice, rehearse } from './rehearse.ts'
import { stopOf } from './stop.ts'

const START = '2026-11-02T14:00Z'
const at: Instant = instant(Date.parse(START) + days(10))
const installed = (
  profile: Profile,
  more: (car: ReturnType<typeof carUnder>) => unknown = () => {},
): readonly Entry[] => {
  const car = carUnder(profile, START).installed()
  more(car)
  return car.log
}
const providers: readonly Provider[] = VENDORS.map(({ vendor, name, approvedBy }) => ({
  vendor,
  name,
  group: OWNERS.get(vendor) ?? null,
  approvedBy,
  centers: CENTERS.filter((each) => each.vendor === vendor).map(({ center, name: called, state }) => ({
    center,
    name: called,
    jurisdiction: `US-${state}`,
  })),
}))
const device = (more: Partial<RehearsedDevice> = {}): RehearsedDevice => ({
  caseId: 'MA-2026-0117',
  device: deviceId('KT-MA-0001'),
  profile: massachusetts,
  vendor: 'northgate',
  model: 'KT-100',
  firmware: 'keyturn-unit 0.1.0',
  region: 'Worcester',
  center: 'northgate-worcester',
  entries: installed(massachusetts),
  hasSecrets: true,
  ...more,
})
const run = (...devices: readonly RehearsedDevice[]) => rehearse(devices, { at, providers, kit: nodeKit })
const first = <T>(list: readonly T[]): T => {
  const [one] = list
  if (one === undefined) throw new Error('there is none')
  return one
}

describe('the day a car stops', () => {
  const stop = (entries: readonly Entry[], profile: Profile = massachusetts, moment = at) =>
    stopOf(entries, { config: configFor(profile), at: moment, horizon: days(HORIZON_DAYS) })

  test.each(profiles.map((profile) => [profile.id, profile] as const))(
    'follows the missed visit in %s as its law has it, by the real controller',
    (_, profile) => {
      const found = stop(installed(profile), profile)
      const due = addDays('2026-11-02' as Parameters<typeof addDays>[0], profile.service.dueWithinDays.value)
      expect(found).toMatchObject({ kind: 'stops', rule: 'missed-visit' })
      // Where the law gives time for the visit after a lockout, that passes first.
      const [rule] = profile.lockouts.filter(({ id }) => id === 'missed-visit')
      const grace = rule?.effect.value.kind === 'visit-within' ? rule.effect.value.visitWithin : 0
      const began = found.kind === 'stops' ? found.at - grace : 0
      // The last instant of the due day, and of the time for the visit, still count.
      expect(new Date(began - 2).toLocaleDateString('en-CA', { timeZone: profile.timeZone })).toBe(due)
    },
  )

  test('comes earlier when a lockout counts down already', () => {
    const failing = installed(massachusetts, (car) => {
      car.wait(hours(1))
      for (let n = 0; n < 2; n += 1) car.ignitionOn().blow(40).off().wait(days(1))
    })
    const moment = instant(Date.parse(START) + days(1) + hours(2))
    const found = stop(failing, massachusetts, moment)
    expect(found).toMatchObject({ kind: 'stops', rule: 'failed-starts' })
    expect(found.kind === 'stops' && found.at).toBeLessThan(moment + days(3))
  })

  test('is past for a car that is locked, and never for one that is not installed', () => {
    expect(stop(installed(massachusetts), massachusetts, instant(Date.parse(START) + days(40)))).toMatchObject({
      kind: 'stopped',
      rule: 'missed-visit',
      why: 'locked-out',
    })
    expect(stop([])).toEqual({ kind: 'not-installed' })
  })

  test('does not come sooner because somebody looked', () => {
    const entries = installed(massachusetts)
    const early = stop(entries, massachusetts, instant(at - days(8)))
    expect(stop(entries)).toEqual(early)
    expect(stop(entries)).toEqual(early)
  })
})

describe('every act by every channel', () => {
  const cases = profiles.flatMap((profile) =>
    allPaths.map((path) => [profile.id, path.act, path.channel, profile, path] as const),
  )

  test.each(cases)('%s: %s by %s is really done with all servers down [OUT-1]', (_, __, ___, profile, path) => {
    expect(doAct(profile, path, nodeKit)).toMatchObject({ outcome: 'works' })
  })

  test('an act that does not come out as expected is told as failed', () => {
    const nobody: Profile = {
      ...massachusetts,
      relief: { ...massachusetts.relief, rescue: { ...massachusetts.relief.rescue, value: { allowed: false } } },
    }
    // A scenario takes its law from the jurisdiction's own, which allows a rescue: so this refusal does not come.
    expect(doAct(nobody, { act: 'rescue', channel: 'bench' }, nodeKit).outcome).toBe('failed')
  })
})

describe('the matrix', () => {
  const { matrix } = run(device(), device({ device: deviceId('OLD-1'), model: 'Other', firmware: 'other 9' }))
  const field = (firmware: string, act: string, channel: string) =>
    first(matrix.filter((each) => each.firmware === firmware && each.act === act && each.channel === channel))

  test('says may, can and rehearsed, each for itself', () => {
    expect(field('keyturn-unit 0.1.0', 'order', 'qr')).toMatchObject({
      profile: 'US-MA@2026-11-01',
      may: { by: ['authority'], basis: 'researched' },
      can: { answer: 'yes' },
      rehearsed: { at: new Date(at).toISOString(), outcome: 'works' },
      devices: 1,
    })
    expect(field('keyturn-unit 0.1.0', 'order', 'qr').may.law).toContain('540 CMR 25.06(3)')
  })

  test('never calls another maker’s device able or rehearsed', () => {
    expect(field('other 9', 'order', 'phone')).toMatchObject({ can: { answer: 'no' }, rehearsed: null, devices: 1 })
    expect(field('other 9', 'visit', 'bench').can.answer).toBe('yes')
  })
})

describe('who could help one driver', () => {
  test('with everything in order there are several ways without the vendor', () => {
    const { stops, gaps } = run(device())
    const { helps, stopsOn, why } = first(stops)
    // Due by the end of 2 December, and 48 hours more to a visit (MA-LCK-5).
    expect(stopsOn).toBe('2026-12-05')
    expect(why).toContain('does not start')
    expect(helps.filter(({ whenVendorGone }) => whenVendorGone).map(({ act, by }) => `${act} by ${by}`)).toEqual([
      'order by authority',
      'override by authority',
      'extension-code by authority',
      'override-code by authority',
    ])
    expect(helps.find(({ act }) => act === 'visit')).toMatchObject({
      whenVendorGone: false,
      who: ['Northgate Worcester, Shrewsbury Street', 'Northgate Lowell, Middlesex Street'],
    })
    // The only other vendor approved in Massachusetts has the same owner.
    expect(gaps.map(({ kind }) => kind)).toEqual(['same-owner'])
  })

  test('a vendor of another owner may come to the rescue', () => {
    const another = providers.map((each) => (each.vendor === 'harborlight' ? { ...each, group: 'others' } : each))
    const { stops, gaps } = rehearse([device()], { at, providers: another, kit: nodeKit })
    expect(first(stops).helps.find(({ act }) => act === 'rescue')).toMatchObject({
      who: ['Harborlight Devices'],
      whenVendorGone: true,
    })
    expect(gaps).toEqual([])
  })

  test('an owner that nobody knows is not taken for another', () => {
    const unknown = providers.map((each) => (each.vendor === 'harborlight' ? { ...each, group: null } : each))
    const { gaps } = rehearse([device()], { at, providers: unknown, kit: nodeKit })
    expect(gaps.map(({ kind }) => kind)).toEqual(['same-owner'])
  })

  test('a device that takes no statements leaves a driver without a path, and that is said first', () => {
    const { gaps, stops } = run(device({ firmware: 'other 9', hasSecrets: false }))
    expect(first(stops).helps.map(({ act }) => act)).toEqual(['visit'])
    expect(first(gaps)).toMatchObject({ kind: 'no-path', devices: ['KT-MA-0001'] })
  })

  test('no secrets in escrow, or none that anybody told of, is a gap', () => {
    for (const hasSecrets of [false, null])
      expect(run(device({ hasSecrets })).gaps.map(({ kind }) => kind)).toContain('no-code-secrets')
  })

  test('a device that nobody knows is a gap', () => {
    expect(run(device({ vendor: '', model: '' })).gaps.map(({ kind }) => kind)).toContain('identity-unknown')
  })

  test('whose car stops soonest comes first', () => {
    const late = device({
      device: deviceId('KT-MA-0002'),
      entries: installed(massachusetts, (car) => car.wait(days(9)).ignitionOn().serviced().off()),
    })
    const { stops } = run(late, device())
    expect(stops.map((stop) => stop.device)).toEqual(['KT-MA-0001', 'KT-MA-0002'])
    expect(stops.map(({ stopsOn }) => stopsOn)).toEqual(['2026-12-05', '2026-12-14'])
  })
})
