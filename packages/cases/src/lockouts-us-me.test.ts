import { maine } from '@keyturn/rules/us-me.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder, told } from './case-under.ts'

const begun = () => caseUnder(maine).installed('2026-03-02T14:00Z')
const lockedBy = (driver: ReturnType<typeof begun>, moment: string) =>
  driver
    .at(moment)
    .findings.filter((one) => one.class === 'lockout')
    .map(({ rule }) => rule)

describe('samples at or above the set point', () => {
  test.each([
    [24, []],
    [25, ['failed-samples']],
    [26, ['failed-samples']],
  ])('three samples of %i mg/210 L lock by %j [ME-3a] [ME-9A]', (mg, rules) => {
    const driver = begun()
    for (let n = 0; n < 3; n++) driver.startTest(`2026-03-1${n}T12:30Z`, mg)
    expect(lockedBy(driver, '2026-03-13T00:00Z')).toEqual(rules)
  })

  test.each([
    [2, []],
    [3, ['failed-samples']],
    [4, ['failed-samples']],
  ])('%i failed samples, start tests and retests together, lock by %j [ME-9A]', (times, rules) => {
    const driver = begun()
    for (let n = 0; n < times; n++) {
      const moment = `2026-03-1${n}T12:30Z`
      if (n % 2 === 0) driver.startTest(moment, 40)
      else driver.retest(moment, 40)
    }
    expect(lockedBy(driver, '2026-03-14T00:00Z')).toEqual(rules)
  })

  test('the lockout is permanent: no hours to drive, only a visit ends it [ME-9A]', () => {
    const driver = begun()
    for (let n = 0; n < 3; n++) driver.startTest(`2026-03-1${n}T12:30Z`, 40)
    expect(driver.at('2026-03-12T12:30Z').status).toMatchObject({
      kind: 'locked-out',
      since: told('2026-03-12T12:30Z'),
      visitBy: null,
      car: 'stays-locked',
    })
    expect(driver.serviceVisit('2026-03-20T12:30Z').at('2026-03-20T12:30Z').status.kind).toBe('in-good-standing')
  })

  test('a visit starts the count again [ME-9A]', () => {
    const driver = begun().startTest('2026-03-10T12:30Z', 40).startTest('2026-03-11T12:30Z', 40)
    driver.serviceVisit('2026-03-12T12:30Z').startTest('2026-03-13T12:30Z', 40)
    expect(lockedBy(driver, '2026-03-14T00:00Z')).toEqual([])
  })
})

describe('tampering', () => {
  test.each(['power-cut', 'head-removed', 'case-opened', 'harness-cut'] as const)(
    '%s by the driver locks at once [ME-9B]',
    (sign) => {
      expect(lockedBy(begun().tamper('2026-03-10T12:30Z', sign), '2026-03-10T12:30Z')).toEqual(['tampering'])
    },
  )

  test.each(['bag', 'filter', 'cold-air', 'start-without-test'] as const)('%s locks at once [ME-9B]', (sign) => {
    expect(lockedBy(begun().circumvention('2026-03-10T12:30Z', sign), '2026-03-10T12:30Z')).toEqual(['tampering'])
  })

  test('a sign whose cause is unknown is for a person and locks nothing [ME-9B] [OUT-4]', () => {
    const { status, findings } = begun().tamper('2026-03-10T12:30Z', 'head-removed', 'unknown').at('2026-03-10T12:30Z')
    expect(status.kind).toBe('in-good-standing')
    expect(findings).toMatchObject([{ class: 'for-a-person', law: { section: '§4(9)(B)' } }])
  })

  test.each(['power', 'provider', 'device', 'vehicle'] as const)('a sign caused by %s is not held [OUT-2]', (cause) => {
    const { status, findings } = begun().tamper('2026-03-10T12:30Z', 'case-opened', cause).at('2026-03-10T12:30Z')
    expect(status.kind).toBe('in-good-standing')
    expect(findings).toMatchObject([{ class: 'not-held', cause }])
  })
})

describe('refusals', () => {
  test.each([
    [2, []],
    [3, ['refused-retests']],
    [4, ['refused-retests']],
  ])('%i missed retests lock by %j [ME-9C]', (times, rules) => {
    const driver = begun()
    for (let n = 0; n < times; n++) driver.retestMissed(`2026-03-1${n}T12:30Z`, n === 0 ? 'attempts-used' : 'not-taken')
    expect(lockedBy(driver, '2026-03-13T12:30Z')).toEqual(rules)
  })

  test('an engine switched off before the retest is no refusal [ME-5e] [ME-9C]', () => {
    const driver = begun()
    for (let n = 0; n < 3; n++) driver.record(`2026-03-1${n}T12:30Z`, { kind: 'retest-cut-short', how: 'ignition-off' })
    expect(driver.at('2026-03-14T00:00Z')).toMatchObject({ status: { kind: 'in-good-standing' }, findings: [] })
  })
})

describe('the violations service', () => {
  const dueAt = '2026-03-15T12:30:00.000Z'
  test.each([
    ['a missed retest', () => begun().retestMissed('2026-03-10T12:30Z')],
    ['a failed retest', () => begun().retest('2026-03-10T12:30Z', 25)],
  ])('%s makes it due within five days [ME-4]', (_what, driver) => {
    expect(driver().at('2026-03-10T12:30Z').status).toMatchObject({
      kind: 'violations-service-due',
      since: told('2026-03-10T12:30Z'),
      visitBy: told(dueAt),
    })
  })

  test('a failed start test does not [ME-4]', () => {
    expect(begun().startTest('2026-03-10T12:30Z', 25).at('2026-03-10T12:30Z').status.kind).toBe('in-good-standing')
  })

  test.each([
    ['2026-03-15T12:29:59.999Z', 'violations-service-due'],
    [dueAt, 'violations-service-due'],
    ['2026-03-15T12:30:00.001Z', 'locked-out'],
  ])('at %s, around five days after: %s [ME-9E] [ME-4] [ME-3b]', (moment, kind) => {
    expect(begun().retestMissed('2026-03-10T12:30Z').at(moment).status.kind).toBe(kind)
  })

  test('a second bad retest does not move the five days [ME-4]', () => {
    const driver = begun().retestMissed('2026-03-10T12:30Z').retestMissed('2026-03-12T12:30Z')
    const { status, findings } = driver.at('2026-03-12T12:30Z')
    expect(status).toMatchObject({ visitBy: told(dueAt) })
    expect(findings).toHaveLength(1)
    expect(driver.at('2026-03-15T12:30:00.001Z').status.kind).toBe('locked-out')
  })

  test('a visit in the last instant settles it [ME-9E]', () => {
    const driver = begun().retestMissed('2026-03-10T12:30Z').serviceVisit(dueAt)
    expect(driver.at('2026-03-16T00:00Z').status.kind).toBe('in-good-standing')
  })
})

describe('the scheduled date', () => {
  test.each([
    ['2026-04-24T03:59:59.999Z', 'in-good-standing', null],
    ['2026-04-24T04:00:00.000Z', 'service-due-soon', 'reminder'],
    ['2026-04-26T03:59:59.999Z', 'service-due-soon', 'reminder'],
    ['2026-04-26T04:00:00.000Z', 'service-due-soon', 'warning'],
    ['2026-05-02T03:59:59.999Z', 'service-due-soon', 'warning'],
    ['2026-05-02T04:00:00.000Z', 'locked-out', null],
  ])('at %s: %s %s [ME-8B] [ME-9D] [ME-3b]', (moment, kind, stage) => {
    const { status } = begun().at(moment)
    expect([status.kind, status.kind === 'service-due-soon' ? status.stage : null]).toEqual([kind, stage])
  })

  test('there is no hearing deadline where the kept text has none [ME-9D]', () => {
    expect(
      begun()
        .at('2026-05-03T00:00Z')
        .deadlines.map(({ what }) => what),
    ).toEqual(['service-visit'])
  })
})
