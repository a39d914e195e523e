import { assert } from '@keyturn/domain/units.ts'
import { describe, expect, test } from 'vitest'
import { caseLawOf } from './case-law.ts'
import { programCaseUnder } from './program-case-under.ts'

const law = caseLawOf('US-MA')
assert(law !== undefined, 'Massachusetts has a program')

const convictedTwice = () => programCaseUnder(law).opened('2021-02-01').convicted('2012-04-01').convicted('2021-03-01')
const suspendedThreeYears = () => convictedTwice().suspended('2021-03-01', '2024-02-29')

describe('Massachusetts: who needs a device', () => {
  test('one conviction requires none, two do [MA-REQ-1]', () => {
    const one = programCaseUnder(law).opened('2021-02-01').convicted('2012-04-01')
    expect(one.at('2021-03-02').term.required).toBe(false)
    expect(one.at('2021-03-02').stage.kind).toBe('not-required')
    expect(convictedTwice().at('2021-03-02').term.required).toBe(true)
    expect(convictedTwice().at('2021-02-28').term.required).toBe(false)
    expect(convictedTwice().at('2021-03-02').stage.kind).toBe('awaiting-approval')
  })

  test('a second conviction in another state counts for a holder of the state’s own license [MA-REQ-1]', () => {
    const here = programCaseUnder(law)
      .opened('2021-02-01')
      .convicted('2012-04-01', { state: 'RI' })
      .convicted('2021-03-01')
    expect(here.at('2021-04-01').term.required).toBe(true)
  })

  test('who is licensed elsewhere is covered from two convictions in Massachusetts [MA-OOS-3]', () => {
    const elsewhere = () =>
      programCaseUnder(law)
        .opened('2021-02-01', { license: { state: 'NH', number: 'N1' } })
        .convicted('2012-04-01')
    expect(elsewhere().convicted('2021-03-01', { state: 'NH' }).at('2021-04-01').term.required).toBe(false)
    expect(elsewhere().convicted('2021-03-01').at('2021-04-01').term.required).toBe(true)
  })

  test.each([
    [149, false],
    [150, true],
    [151, true],
  ])('a first conviction at %i mg/210 L and a hardship license require one: %s [MA-REQ-1]', (mg, required) => {
    const first = programCaseUnder(law)
      .opened('2022-01-03')
      .convicted('2022-01-10', { mg })
      .suspended('2022-01-10', '2023-01-09')
      .hardship('2022-04-12', '2023-01-09')
    expect(first.at('2022-05-01').term.required).toBe(required)
    expect(first.at('2022-05-01').term.endsOn).toBe(required ? '2023-01-09' : null)
  })

  test('a first conviction at .15 without a hardship license requires none', () => {
    const first = programCaseUnder(law)
      .opened('2022-01-03')
      .convicted('2022-01-10', { mg: 190 })
      .reinstated('2023-01-10')
    expect(first.at('2023-05-01').term.required).toBe(false)
  })

  test.each([
    ['2021-07-08', false],
    ['2021-07-09', true],
  ])('the hardship license of a first conviction issued on %s requires one: %s', (on, required) => {
    const first = programCaseUnder(law)
      .opened('2021-01-04')
      .convicted('2021-02-01', { mg: 200 })
      .hardship(on, '2022-01-31')
    expect(first.at('2021-08-01').term.required).toBe(required)
  })
})

describe('Massachusetts: how long', () => {
  test('two years from full reinstatement, whenever the device was installed [MA-REQ-2] [MA-REM-3]', () => {
    const driver = suspendedThreeYears()
      .approved('2024-03-04')
      .vehicle('2024-03-05')
      .installed('2024-03-06')
      .reinstated('2024-03-12')
      .restricted('2024-03-12', 'Z')
    expect(driver.at('2024-03-13').term).toMatchObject({ endsOn: '2026-03-11', requestFrom: '2026-03-12' })
    const long = suspendedThreeYears().approved('2021-04-01').vehicle('2021-04-01').installed('2021-04-02')
    expect(long.at('2024-03-11').term).toMatchObject({ endsOn: null, requestFrom: null })
    expect(long.at('2024-03-11').term.openBecause).toContain('full reinstatement')
  })

  test.each([
    ['2024-02-29', '2026-02-28'],
    ['2024-02-28', '2026-02-27'],
    ['2024-03-01', '2026-02-28'],
    ['2026-03-01', '2028-02-29'],
    ['2024-12-31', '2026-12-30'],
  ])('reinstated on %s, the two years end on %s', (on, endsOn) => {
    expect(convictedTwice().suspended('2021-03-01', '2023-02-28').reinstated(on).at('2026-03-02').term.endsOn).toBe(
      endsOn,
    )
  })

  test('a hardship license adds its whole suspension to two years after reinstatement [MA-REQ-2] [MA-REM-2]', () => {
    const driver = suspendedThreeYears()
      .approved('2022-03-07', 'hardship-license')
      .vehicle('2022-03-07')
      .installed('2022-03-10')
      .hardship('2022-03-14', '2024-02-29')
      .restricted('2022-03-14', 'HZ')
    const before = driver.at('2024-02-29').term
    expect(before.endsOn).toBeNull()
    expect(before.parts.map(({ id, from, until }) => [id, from, until])).toEqual([
      ['suspended@4', '2021-03-01', '2024-02-29'],
    ])
    const after = driver.reinstated('2024-03-05').at('2024-03-06').term
    expect(after.endsOn).toBe('2026-03-04')
    expect(after.parts.at(-1)).toMatchObject({ from: '2024-03-05', until: '2026-03-04' })
    expect(after.parts.at(-1)?.law).toMatchObject({ kind: 'cited', clauses: ['MA-REQ-2'] })
  })

  test('reinstated before the suspension was over, the later end counts [MA-REM-2]', () => {
    const driver = convictedTwice().suspended('2021-03-01', '2029-02-28').hardship('2022-03-14', '2029-02-28')
    expect(driver.reinstated('2024-03-05').at('2024-03-06').term.endsOn).toBe('2029-02-28')
  })

  test('a court order is honored to its last day, beside the two years [MA-REQ-1]', () => {
    const longer = suspendedThreeYears().courtOrder('2021-03-01', '2027-03-01').reinstated('2024-03-05')
    expect(longer.at('2024-03-06').term.endsOn).toBe('2027-03-01')
    const shorter = suspendedThreeYears().courtOrder('2021-03-01', '2025-03-01').reinstated('2024-03-05')
    expect(shorter.at('2024-03-06').term.endsOn).toBe('2026-03-04')
    const alone = programCaseUnder(law)
      .opened('2021-02-01')
      .convicted('2021-03-01')
      .courtOrder('2021-03-01', '2023-03-01')
    expect(alone.at('2021-03-02').term).toMatchObject({ required: true, endsOn: '2023-03-01' })
    const open = suspendedThreeYears().courtOrder('2021-03-01', null).reinstated('2024-03-05').at('2024-03-06').term
    expect(open).toMatchObject({ endsOn: null, openBecause: 'The court’s order has no end so far.' })
  })

  test('a suspension for life has no end, until full reinstatement', () => {
    const life = convictedTwice().suspended('2021-03-01', null)
    expect(life.at('2030-01-01').term).toMatchObject({ endsOn: 'life', requestFrom: null })
    expect(life.reinstated('2031-05-01').at('2031-05-02').term.endsOn).toBe('2033-04-30')
  })

  test('a later suspension puts the end off by its days', () => {
    const driver = suspendedThreeYears().reinstated('2024-03-05').suspended('2025-03-05', '2025-06-02')
    expect(driver.at('2025-03-04').term.endsOn).toBe('2026-03-04')
    expect(driver.at('2025-03-05').term).toMatchObject({ endsOn: null, requestFrom: null })
    expect(driver.at('2025-04-01').stage.kind).toBe('suspended')
    // 365 days had been counted; the rest begins again with the reinstatement, 90 days later.
    expect(driver.reinstated('2025-06-03').at('2025-06-03').term.endsOn).toBe('2026-06-02')
  })

  test('a new conviction begins the two years anew', () => {
    const driver = suspendedThreeYears()
      .reinstated('2024-03-05')
      .convicted('2025-01-10')
      .suspended('2025-01-10', '2026-01-09')
    expect(driver.reinstated('2026-01-10').at('2026-01-11').term.endsOn).toBe('2028-01-09')
  })

  test('a term that is over changes nothing but what may be requested [MA-REQ-3]', () => {
    const driver = suspendedThreeYears()
      .approved('2024-03-01')
      .vehicle('2024-03-01')
      .installed('2024-03-02')
      .reinstated('2024-03-05')
      .restricted('2024-03-05', 'Z')
      .visitsUntil('2036-03-04')
    const last = driver.at('2026-03-04')
    const next = driver.at('2026-03-05')
    const much = driver.at('2036-03-05')
    expect([last, next, much].map(({ stage }) => stage.kind)).toEqual(['restricted', 'restricted', 'restricted'])
    expect(last.headline).toContain('from 5 March 2026')
    expect(next.headline).toContain('it does not end by itself')
    expect(next.term).toEqual(last.term)
  })
})
