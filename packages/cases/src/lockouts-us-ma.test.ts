import { hours, instant } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder, told } from './case-under.ts'

const locked = (driver: ReturnType<typeof caseUnder>, moment: string) => {
  const { status } = driver.at(moment)
  return status.kind === 'locked-out' ? status.findings.map(({ rule }) => rule) : []
}
const begun = () => caseUnder(massachusetts).installed('2026-03-02T14:00Z')

describe('set point', () => {
  test.each([
    [20, []],
    [21, ['failed-retest']],
    [22, ['failed-retest']],
  ])('a retest of %i mg/210 L locks by %j [MA-LCK-2]', (mg, rules) => {
    expect(locked(begun().retest('2026-03-10T12:30Z', mg), '2026-03-10T12:30Z')).toEqual(rules)
  })

  test('the device’s word does not count against the measured value [MA-USE-2]', () => {
    const driver = begun().sample('2026-03-10T12:30Z', 'retest', 'fail', 20)
    const { status, findings, integrity } = driver.at('2026-03-10T12:30Z')
    expect(status.kind).toBe('in-good-standing')
    expect(findings.map(({ rule }) => rule)).toEqual(['result-differs'])
    expect(integrity.state).toBe('doubtful')
  })
})

describe('counts', () => {
  test.each([
    [1, []],
    [2, ['failed-starts']],
    [3, ['failed-starts']],
  ])('%i failed start tests lock by %j [MA-LCK-1]', (times, rules) => {
    const driver = begun()
    for (let n = 0; n < times; n++) driver.startTest(`2026-03-1${n}T12:30Z`, 40)
    expect(locked(driver, '2026-03-14T00:00Z')).toEqual(rules)
  })

  test.each([
    [1, []],
    [2, ['missed-retests']],
    [3, ['missed-retests']],
  ])('%i missed retests lock by %j [MA-LCK-4]', (times, rules) => {
    const driver = begun()
    for (let n = 0; n < times; n++) driver.retestMissed(`2026-03-1${n}T12:30Z`)
    expect(locked(driver, '2026-03-14T00:00Z')).toEqual(rules)
  })

  test('a retest dodged by switching off counts as missed [MA-USE-5]', () => {
    const driver = begun().retestMissed('2026-03-10T12:30Z').retestMissed('2026-03-11T12:30Z', 'ignition-off')
    expect(locked(driver, '2026-03-11T12:30Z')).toEqual(['missed-retests'])
  })

  test('a failed start and a failed retest do not add up [MA-LCK-1] [MA-LCK-2]', () => {
    const driver = begun().startTest('2026-03-10T12:30Z', 40).retest('2026-03-11T12:30Z', 40)
    expect(locked(driver, '2026-03-11T12:30Z')).toEqual(['failed-retest'])
  })

  test('confirmation, unprompted and reference breaths never count [MA-LCK-1]', () => {
    const driver = begun().startTest('2026-03-10T12:30Z', 40).confirmation('2026-03-10T12:35Z', 40)
    driver
      .sample('2026-03-10T13:00Z', 'unprompted', 'measured', 90)
      .sample('2026-03-10T13:01Z', 'reference', 'measured', 90)
    expect(driver.at('2026-03-11T00:00Z').counts[0]).toMatchObject({ rule: 'failed-starts', have: 1, times: 2 })
    expect(locked(driver, '2026-03-11T00:00Z')).toEqual([])
  })

  test.each(['device', 'power', 'provider', 'vehicle', 'unknown'] as const)(
    'a failed start and a missed retest caused by %s do not count [OUT-2]',
    (cause) => {
      const driver = begun()
        .startTest('2026-03-10T12:30Z', 40)
        .startTest('2026-03-11T12:30Z', 40, cause)
        .retestMissed('2026-03-12T12:30Z')
        .retestMissed('2026-03-13T12:30Z', 'not-taken', cause)
      expect(locked(driver, '2026-03-14T00:00Z')).toEqual([])
      const expected = cause === 'unknown' ? 'for-a-person' : 'not-held'
      expect(driver.at('2026-03-14T00:00Z').findings.map((one) => one.class)).toEqual([expected, expected])
    },
  )
})

describe('a missed visit', () => {
  test.each([
    ['2026-04-02T03:59:59.999Z', 'service-due-soon'],
    ['2026-04-02T04:00:00.000Z', 'locked-out'],
    ['2026-04-02T04:00:00.001Z', 'locked-out'],
  ] as const)('at %s, around the end of day 30 in Boston: %s [MA-LCK-3] [MA-OPR-2]', (moment, kind) => {
    expect(begun().at(moment).status.kind).toBe(kind)
  })

  test('a visit completed in the last instant of the last day is in time [MA-OPR-2]', () => {
    expect(begun().serviceVisit('2026-04-02T03:59:59.999Z').at('2026-04-03T00:00Z').status.kind).toBe(
      'in-good-standing',
    )
  })

  test('a visit one millisecond later ends a lockout that stays on record [MA-LCK-3]', () => {
    const { status, findings } = begun().serviceVisit('2026-04-02T04:00Z').at('2026-04-03T00:00Z')
    expect(status.kind).toBe('in-good-standing')
    expect(findings).toMatchObject([{ rule: 'missed-visit', endedAt: told('2026-04-02T04:00Z') }])
    expect(findings[0]?.consequences[0]?.law).toMatchObject({ clauses: ['MA-SVC-2'] })
  })

  test('a device that was off is told apart from one that spoke [MA-LCK-3]', () => {
    const silent = begun().at('2026-04-02T04:00Z').findings[0]
    expect(silent?.derived).toEqual({ notHeardSince: told('2026-03-02T14:00Z') })
    const heard = begun()
      .record('2026-04-02T04:00Z', { kind: 'service-missed', dueAt: told('2026-04-02T03:59:59.999Z') }, 'unknown')
      .at('2026-04-02T04:00Z').findings[0]
    expect(heard?.derived).toBeNull()
    expect(heard?.id).toBe(silent?.id)
    expect(heard?.because.map(({ kind }) => kind)).toEqual(['installed', 'service-missed'])
  })
})

describe('48 hours', () => {
  const driver = begun().retest('2026-03-10T12:30Z', 40)
  test.each([
    ['2026-03-12T12:29:59.999Z', 'starts-until-visit-by'],
    ['2026-03-12T12:30:00.000Z', 'starts-until-visit-by'],
    ['2026-03-12T12:30:00.001Z', 'stays-locked'],
  ])('at %s the car %s [MA-LCK-5]', (moment, car) => {
    expect(driver.at(moment).status).toMatchObject({ kind: 'locked-out', car, visitBy: told('2026-03-12T12:30Z') })
  })

  test('several lockouts stand together and the earliest limit counts [MA-LCK-5]', () => {
    const both = begun()
      .startTest('2026-03-10T10:00Z', 40)
      .startTest('2026-03-10T12:00Z', 40)
      .retest('2026-03-11T12:00Z', 40)
      .at('2026-03-11T12:00Z').status
    expect(both).toMatchObject({ since: told('2026-03-10T12:00Z'), visitBy: told('2026-03-12T12:00Z') })
    expect(both.kind === 'locked-out' && both.findings.length).toBe(2)
  })

  test('a device that was off when the date passed counts them from when it woke [MA-LCK-5]', () => {
    const wokeAt = told('2026-04-05T12:00Z')
    const visitBy = instant(wokeAt + hours(48))
    const woken = begun()
      .record('2026-04-05T12:00Z', { kind: 'power-restored', afterMs: 1 }, 'power')
      .record('2026-04-05T12:00Z', { kind: 'service-missed', dueAt: told('2026-04-02T03:59:59.999Z') }, 'unknown')
      .record('2026-04-05T12:00Z', { kind: 'lockout-began', rule: 'missed-visit', visitBy }, 'unknown')
      .record('2026-04-05T12:01Z', { kind: 'ignition-on' })
      .at('2026-04-05T13:00Z')
    expect(woken.status).toMatchObject({ kind: 'locked-out', car: 'starts-until-visit-by', visitBy })
    expect(woken.integrity.state).toBe('sound')
    // The time to request a hearing runs from then too.
    expect(woken.deadlines.find(({ what }) => what === 'hearing-request')?.closesAt).toBe(
      told('2026-05-06T03:59:59.999Z'),
    )
  })
})

describe('hearing', () => {
  const driver = begun().retest('2026-03-10T12:30Z', 40).serviceVisit('2026-03-11T12:30Z')
  const hearings = (moment: string) => driver.at(moment).deadlines.filter(({ what }) => what === 'hearing-request')
  test.each([
    ['2026-04-10T03:59:59.998Z', 1],
    ['2026-04-10T03:59:59.999Z', 1],
    ['2026-04-10T04:00:00.000Z', 0],
  ])('at %s, around the end of the 30th day, %i can be requested [MA-LCK-6]', (moment, open) => {
    expect(hearings(moment)).toHaveLength(open)
  })

  test('the deadline outlives the visit that ended the lockout [MA-LCK-6]', () => {
    expect(driver.at('2026-03-12T00:00Z').status.kind).toBe('in-good-standing')
    expect(hearings('2026-03-12T00:00Z')).toMatchObject([{ closesAt: told('2026-04-10T03:59:59.999Z'), state: 'open' }])
  })
})
