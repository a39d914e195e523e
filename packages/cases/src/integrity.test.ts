import { deviceId, hours, instant, minutes } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import { describe, expect, test } from 'vitest'
import { assess } from './assess.ts'
import { caseUnder, told } from './case-under.ts'
import { recordFacts } from './fact.ts'

const begun = (profile = massachusetts) => caseUnder(profile).installed('2026-03-02T14:00Z')
const lockout = (at: string, rule: string) =>
  ({ kind: 'lockout-began', rule, visitBy: instant(told(at) + hours(48)) }) as const
const rulesAt = (driver: ReturnType<typeof begun>, moment: string) =>
  driver.at(moment).findings.flatMap((one) => (one.class === 'integrity' ? [one.rule] : []))

describe('device and law', () => {
  const at = '2026-03-10T12:30Z'

  test('a lockout that both find is sound, and carries the device’s record', () => {
    const driver = begun()
      .retest(at, 40)
      .record(at, lockout(at, 'failed-retest'))
      .record('2026-03-11T00:00Z', { kind: 'ignition-on' })
    const { integrity, findings } = driver.at('2026-03-12T00:00Z')
    expect(integrity.state).toBe('sound')
    expect(findings[0]).toMatchObject({ class: 'lockout', device: { seq: 3, kind: 'lockout-began' } })
  })

  test('a lockout of the device alone makes the status unknown and names the record', () => {
    const driver = begun().record(at, lockout(at, 'failed-retest'))
    const { status, findings, next } = driver.at(at)
    expect(status).toMatchObject({ kind: 'unknown', otherwise: { kind: 'in-good-standing' } })
    expect(findings).toMatchObject([{ rule: 'device-lockout-not-found', because: [{ seq: 2 }], cause: 'device' }])
    expect(next.map(({ id }) => id)).toEqual(expect.arrayContaining(['ask-for-reason', 'examine-device']))
  })

  test('a visit settles the doubt about the device’s lockout', () => {
    const { status, integrity } = begun()
      .record(at, lockout(at, 'failed-retest'))
      .serviceVisit('2026-03-11T12:30Z')
      .at('2026-03-12T00:00Z')
    expect([status.kind, integrity.state]).toEqual(['in-good-standing', 'sound'])
  })

  test('a lockout of the law alone keeps the status and names the facts', () => {
    const driver = begun()
      .retest(at, 40)
      .record('2026-03-10T12:31Z', { kind: 'ignition-off' })
      .record('2026-03-10T12:40Z', { kind: 'ignition-on' })
    const { status, findings, integrity } = driver.at('2026-03-10T12:40Z')
    expect([status.kind, integrity.state]).toEqual(['locked-out', 'doubtful'])
    expect(findings.at(-1)).toMatchObject({
      rule: 'lockout-not-taken-by-device',
      because: [{ seq: 2, kind: 'sample' }],
    })
  })

  test('a device that has only just woken is given its chance', () => {
    const driver = begun().record('2026-04-05T12:00Z', { kind: 'power-restored', afterMs: 1 }, 'power')
    expect(rulesAt(driver, '2026-04-05T12:00Z')).toEqual([])
    driver.record('2026-04-05T12:01Z', { kind: 'ignition-on' })
    expect(rulesAt(driver, '2026-04-05T12:01Z')).toEqual(['lockout-not-taken-by-device'])
  })

  test('a device without power is asked for nothing', () => {
    const driver = begun().powerLost('2026-03-20T12:30Z', 'power')
    for (const minute of [1, 2, 3]) {
      driver.record(`2026-04-05T12:0${minute}Z`, { kind: 'unexpected-input', input: 'ignition on' }, 'unknown')
    }
    expect(rulesAt(driver, '2026-04-05T13:00Z')).toEqual([])
    driver.record('2026-04-05T14:00Z', { kind: 'power-restored', afterMs: 1 }, 'power')
    expect(rulesAt(driver, '2026-04-05T14:00Z')).toEqual([])
  })

  test('another time for the visit than the law gives is found', () => {
    const wrong = { kind: 'lockout-began', rule: 'failed-retest', visitBy: null } as const
    expect(rulesAt(begun().retest(at, 40).record(at, wrong), at)).toEqual(['lockout-deadline-differs'])
  })

  test('a start permitted in a lockout is found', () => {
    const permitted = { kind: 'start-permitted', basis: 'passed-test', until: told('2026-03-13T00:00Z') } as const
    const driver = begun().retest(at, 40).record(at, lockout(at, 'failed-retest'))
    expect(rulesAt(driver.record('2026-03-12T12:30Z', permitted, 'device'), '2026-03-12T12:30Z')).toEqual([])
    expect(rulesAt(driver.record('2026-03-12T12:30:00.001Z', permitted, 'device'), '2026-03-12T13:00Z')).toEqual([
      'start-permitted-in-lockout',
    ])
  })

  test('a missed visit before its date is the device’s error', () => {
    const early = { kind: 'service-missed', dueAt: told(at) } as const
    expect(rulesAt(begun().record(at, early, 'unknown'), at)).toEqual(['device-missed-visit-not-found'])
    const unserviced = { kind: 'violations-service-missed', dueAt: told(at) } as const
    expect(rulesAt(begun(maine).record(at, unserviced, 'unknown'), at)).toEqual(['device-missed-visit-not-found'])
  })

  test('violations services of device and law are matched both ways [ME-4]', () => {
    const reset = { kind: 'violations-reset-began', why: 'retest-missed', visitBy: told('2026-03-15T12:30Z') } as const
    expect(rulesAt(begun(maine).retestMissed(at).record(at, reset), '2026-03-11T00:00Z')).toEqual([])
    expect(rulesAt(begun(maine).record(at, reset), at)).toEqual(['device-reset-not-found'])
    const silent = begun(maine).retestMissed(at).record('2026-03-10T13:00Z', { kind: 'ignition-off' })
    expect(rulesAt(silent.record('2026-03-10T14:00Z', { kind: 'ignition-on' }), '2026-03-11T00:00Z')).toEqual([
      'reset-not-taken-by-device',
    ])
  })

  test('a lockout before installation is shown and harms nobody', () => {
    const driver = begun().uninstalled('2026-03-09T00:00Z').record(at, lockout(at, 'failed-retest'))
    expect(driver.at(at)).toMatchObject({ status: { kind: 'not-installed' }, integrity: { state: 'sound' } })
  })
})

describe('what the device judged on the spot', () => {
  const asked = (windowMs: number) =>
    ({ kind: 'retest-requested', number: 1, answerBy: instant(told('2026-03-10T12:30Z') + windowMs) }) as const

  test.each([
    [-1, ['retest-window-differs']],
    [0, []],
    [1, ['retest-window-differs']],
  ])('a window %i ms off the five or ten minutes: %j [MA-USE-4] [ME-5b]', (off, rules) => {
    const moment = '2026-03-10T12:30Z'
    expect(rulesAt(begun().record(moment, asked(minutes(5) + off), 'device'), moment)).toEqual(rules)
    expect(rulesAt(begun(maine).record(moment, asked(minutes(10) + off), 'device'), moment)).toEqual(rules)
  })

  test('switching off before a retest, recorded as cut short, is found where the law counts it [MA-USE-5] [ME-5e]', () => {
    const cut = { kind: 'retest-cut-short', how: 'ignition-off' } as const
    expect(rulesAt(begun().record('2026-03-10T12:30Z', cut), '2026-03-11T00:00Z')).toEqual([
      'switching-off-not-counted',
    ])
    expect(rulesAt(begun(maine).record('2026-03-10T12:30Z', cut), '2026-03-11T00:00Z')).toEqual([])
  })

  test.each([
    ['2026-04-10T03:59:59.999Z', []],
    ['2026-04-10T04:00:00.000Z', ['due-date-beyond-limit']],
  ])('a next visit set for %s, at day 30: %j [MA-OPR-2]', (dueAt, rules) => {
    expect(rulesAt(begun().serviceVisit('2026-03-10T12:30Z', dueAt), '2026-03-11T00:00Z')).toEqual(rules)
  })

  test('an installation under another jurisdiction is found', () => {
    const record = {
      kind: 'installed',
      technician: 'T-1',
      profile: 'US-ME@2024-12-18',
      dueAt: told('2026-03-30T00:00Z'),
    } as const
    const driver = caseUnder(massachusetts).record('2026-03-02T14:00Z', record, 'provider')
    expect(rulesAt(driver, '2026-03-02T14:00Z')).toEqual(['installed-under-other-law'])
  })

  test('copies of the log that disagreed are shown', () => {
    const driver = begun().record('2026-03-10T12:30Z', { kind: 'log-conflict', detail: 'segment 4' }, 'device')
    expect(driver.at('2026-03-10T12:30Z').integrity.state).toBe('doubtful')
  })
})

describe('place in the log', () => {
  const whole = begun().startTest('2026-03-10T12:30Z', 40).startTest('2026-03-11T12:30Z', 40)
  const asOf = told('2026-03-12T00:00Z')
  const judged = (change: (records: typeof whole.records) => typeof whole.records) =>
    assess(massachusetts, recordFacts(deviceId('KT-MA-0001'), change(whole.records)), asOf)

  test('no facts are unknown', () => {
    expect(judged(() => [])).toMatchObject({ device: null, status: { kind: 'unknown', otherwise: null }, findings: [] })
  })

  test('a gap makes the status unknown and is named', () => {
    const { status, integrity, next } = judged((records) => records.filter(({ seq }) => seq !== 2))
    expect(status).toMatchObject({ kind: 'unknown', why: 'Record 2 is missing from the device’s log.' })
    expect(integrity).toMatchObject({ state: 'broken', gaps: [{ from: 2, to: 2 }] })
    expect(next[0]?.id).toBe('upload-log')
  })

  test('a log without its beginning says nothing, not even otherwise', () => {
    const { status } = judged((records) => records.slice(1))
    expect(status).toEqual({ kind: 'unknown', why: 'Record 1 is missing from the device’s log.', otherwise: null })
  })

  test('two histories are both named', () => {
    const { status, findings } = judged((records) => [
      ...records,
      { seq: 3, at: asOf, up: records[0]!.up, cause: 'operator', kind: 'ignition-on' },
    ])
    expect(status).toMatchObject({ kind: 'unknown', why: 'There are two different histories of the device.' })
    expect(findings.find(({ rule }) => rule === 'two-histories')?.because.map(({ seq }) => seq)).toEqual([3, 3])
  })

  test('records of another device are named and not judged', () => {
    const facts = [
      ...recordFacts(deviceId('KT-MA-0001'), whole.records),
      ...recordFacts(deviceId('KT-MA-0002'), whole.records),
    ]
    const { device, findings, status } = assess(massachusetts, facts, asOf)
    expect([device, status.kind]).toEqual(['KT-MA-0001', 'locked-out'])
    expect(findings.filter(({ rule }) => rule === 'other-device')).toHaveLength(1)
  })

  test('time that runs backwards is found', () => {
    const driver = begun().startTest('2026-03-10T12:30Z', 0).startTest('2026-03-09T12:30Z', 0)
    expect(rulesAt(driver, '2026-03-11T00:00Z')).toEqual(['time-went-back'])
  })
})
