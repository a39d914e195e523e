import { mgPer210L } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder } from './case-under.ts'

const begun = (profile = massachusetts) => caseUnder(profile).installed('2026-03-02T14:00Z')
const classes = (driver: ReturnType<typeof begun>, moment = '2026-03-12T00:00Z') =>
  driver.at(moment).findings.map((one) => [one.class, one.rule, one.cause])

describe('what is not held against the driver', () => {
  test('a flat battery in the cold is power, shown and not held [OUT-2] [OUT-4]', () => {
    const driver = begun()
      .record('2026-03-10T11:00Z', { kind: 'low-voltage', millivolts: 10_800 }, 'power')
      .powerLost('2026-03-10T12:30Z', 'power', -185)
    const { status, findings, next } = driver.at('2026-03-10T13:00Z')
    expect(status.kind).toBe('in-good-standing')
    expect(findings.map((one) => [one.class, one.rule])).toEqual([
      ['not-held', 'battery-low'],
      ['not-held', 'power-lost'],
    ])
    expect(findings[1]?.because[0].words).toBe('Power lost: last 8.9 V, lowest 7.4 V, at -18.5 °C.')
    expect(findings[1]?.law).toMatchObject({ quote: expect.stringContaining('resulting from operator action') })
    expect(next.find(({ id }) => id === 'battery')?.words).toContain('keep the receipt')
  })

  test('a power loss that nobody can explain is for a person [OUT-4]', () => {
    expect(classes(begun().powerLost('2026-03-10T12:30Z', 'unknown'))).toEqual([
      ['for-a-person', 'power-lost', 'unknown'],
    ])
  })

  test.each([
    ['device-restart', 'device'],
    ['malfunction', 'device'],
    ['power-lost', 'power'],
    ['stalled', 'vehicle'],
  ] as const)('a retest cut short by %s is not missed [OUT-2] [OUT-3]', (how, cause) => {
    const driver = begun(maine)
    for (let n = 0; n < 3; n++) driver.record(`2026-03-1${n}T12:30Z`, { kind: 'retest-cut-short', how }, cause)
    expect(driver.at('2026-03-13T00:00Z').status.kind).toBe('in-good-standing')
    expect(classes(driver, '2026-03-13T00:00Z')).toEqual(Array(3).fill(['not-held', 'retest-cut-short', cause]))
  })

  test('a malfunction is shown, advised upon, and counted nowhere [OUT-3]', () => {
    const driver = begun().record('2026-03-10T12:30Z', { kind: 'malfunction', code: 'E-12' }, 'device')
    expect(classes(driver)).toEqual([['not-held', 'malfunction', 'device']])
    const { counts, next } = driver.at('2026-03-12T00:00Z')
    expect(counts.every(({ have }) => have === 0)).toBe(true)
    expect(next.find(({ id }) => id === 'document')?.words).toContain('confirm in writing')
  })

  test('a device that restarts by itself is shown each time [OUT-3]', () => {
    const driver = begun().record('2026-03-10T12:30Z', { kind: 'device-restarted', afterMs: 900 }, 'device')
    driver.record('2026-03-10T12:31Z', { kind: 'device-restarted', afterMs: 900 }, 'device')
    expect(classes(driver)).toEqual(Array(2).fill(['not-held', 'device-restarted', 'device']))
  })

  test('a breath the device could not take is not the driver’s [OUT-3]', () => {
    const rejected = { kind: 'sample-rejected', test: 'start', reason: 'device-not-ready', volumeMl: 0 } as const
    expect(classes(begun().record('2026-03-10T12:30Z', rejected, 'device'))).toEqual([
      ['not-held', 'breath-not-registered', 'device'],
    ])
    expect(classes(begun().record('2026-03-10T12:30Z', rejected, 'operator'))).toEqual([])
  })

  test('a visit that was begun and not completed is the provider’s, and moves no date', () => {
    const driver = begun()
      .record('2026-03-10T12:30Z', { kind: 'service-opened', technician: 'T-1', center: 'Worcester' }, 'provider')
      .record('2026-03-10T13:30Z', { kind: 'service-refused', why: 'not-confirmed' }, 'provider')
      .record('2026-03-10T13:31Z', { kind: 'service-abandoned' }, 'provider')
    expect(classes(driver)).toEqual([
      ['not-held', 'service-refused', 'provider'],
      ['not-held', 'visit-not-completed', 'provider'],
    ])
    expect(driver.at('2026-04-03T00:00Z').status.kind).toBe('locked-out')
  })
})

describe('a fall faster than a body explains', () => {
  // 60 to 0 leaves 50 after the tolerance of both readings; at 25 an hour that takes two hours.
  test.each([
    ['2026-03-10T14:29:59.999Z', 0, ['fast-fall']],
    ['2026-03-10T14:30:00.000Z', 0, []],
    ['2026-03-10T14:30:00.001Z', 0, []],
    ['2026-03-10T12:31:00.000Z', 51, []],
    ['2026-03-10T12:31:00.000Z', 49, ['fast-fall']],
  ])('0.060 at half past twelve, at %s then %i mg: %j', (moment, mg, rules) => {
    const driver = begun().startTest('2026-03-10T12:30Z', 60).startTest(moment, mg)
    const { findings } = driver.at('2026-03-10T14:31Z')
    expect(findings.filter((one) => one.class === 'for-a-person').map(({ rule }) => rule)).toEqual(rules)
  })

  test('a fall from a passed test is no question', () => {
    const driver = begun().startTest('2026-03-10T12:30Z', 20).startTest('2026-03-10T12:31Z', 0)
    expect(driver.at('2026-03-10T12:31Z').findings).toEqual([])
  })

  test('it is a question for a hearing and acquits nobody', () => {
    const driver = begun()
      .startTest('2026-03-09T12:30Z', 40)
      .startTest('2026-03-10T12:30Z', 60)
      .startTest('2026-03-10T12:40Z', 0)
    const { status, findings } = driver.at('2026-03-10T12:40Z')
    expect(status.kind).toBe('locked-out')
    expect(findings.find(({ rule }) => rule === 'fast-fall')).toMatchObject({
      law: { kind: 'assumed' },
      because: [{ words: expect.stringContaining('0.060') }, { words: expect.stringContaining('0.000') }],
    })
  })
})

test('a sensor found reading high puts the failed tests since calibration before a person', () => {
  const asFound = {
    kind: 'service-as-found',
    reference: mgPer210L(40),
    measured: mgPer210L(47),
    within: false,
  } as const
  const driver = begun().startTest('2026-03-10T12:30Z', 22)
  driver.record('2026-03-12T12:30Z', asFound, 'provider')
  const { findings } = driver.at('2026-03-12T12:30Z')
  expect(findings).toMatchObject([
    {
      class: 'for-a-person',
      rule: 'sensor-out-of-tolerance',
      because: [{ kind: 'sample' }, { kind: 'service-as-found' }],
    },
  ])
})

test('failed tests before the last calibration are not in doubt', () => {
  const reference = mgPer210L(40)
  const driver = begun()
    .startTest('2026-03-10T12:30Z', 22)
    .record(
      '2026-03-11T12:30Z',
      { kind: 'service-calibrated', gasLot: 'L-1', reference, picoampsPerMg: 40_000 },
      'provider',
    )
    .record(
      '2026-03-12T12:30Z',
      { kind: 'service-as-found', reference, measured: mgPer210L(47), within: false },
      'provider',
    )
  expect(driver.at('2026-03-12T12:30Z').findings[0]?.because.map(({ kind }) => kind)).toEqual(['service-as-found'])
})

test('a sensor found reading low puts passed tests in doubt and holds nothing', () => {
  const asFound = {
    kind: 'service-as-found',
    reference: mgPer210L(40),
    measured: mgPer210L(33),
    within: false,
  } as const
  const driver = begun().startTest('2026-03-10T12:30Z', 22).record('2026-03-12T12:30Z', asFound, 'provider')
  expect(driver.at('2026-03-12T12:30Z').findings).toMatchObject([
    {
      class: 'not-held',
      rule: 'sensor-out-of-tolerance',
      because: [{ kind: 'service-as-found' }],
      effect: expect.stringContaining('Passed tests'),
    },
  ])
})

test.each(['operator', 'unknown'] as const)('a sign before installation or after removal is not held (%s)', (cause) => {
  const sign = { kind: 'tamper', sign: 'head-removed' } as const
  const bag = { kind: 'circumvention', sign: 'bag' } as const
  const driver = caseUnder(maine)
    .installed('2026-03-02T14:00Z')
    .uninstalled('2026-03-10T12:30Z')
    .record('2026-03-11T12:30Z', sign, cause)
    .record('2026-03-11T12:31Z', bag, cause)
  const none = ['not-held', 'sign-while-not-installed', cause]
  expect(classes(driver)).toEqual([none, none])
  const { counts, status } = driver.at('2026-03-12T00:00Z')
  expect([counts, status.kind]).toEqual([[], 'not-installed'])
})
