import { assert } from '@keyturn/domain/units.ts'
import { describe, expect, test } from 'vitest'
import { caseLawOf } from './case-law.ts'
import { programCaseUnder } from './program-case-under.ts'
import type { ListedVendor } from './told.ts'

const vendors: readonly ListedVendor[] = [
  { vendor: 'ACME', name: 'Acme Interlock', approvedBy: ['US-MA'], states: ['MA', 'NH'] },
  { vendor: 'BAY', name: 'Bay Interlock', approvedBy: ['US-MA'], states: ['MA'] },
]
const law = caseLawOf('US-MA', vendors)
assert(law !== undefined, 'Massachusetts has a program')

const reinstated = () =>
  programCaseUnder(law)
    .opened('2022-01-03')
    .convicted('2012-04-01')
    .convicted('2022-01-10')
    .suspended('2022-01-10', '2024-01-09')
    .approved('2024-02-01')
    .vehicle('2024-02-01')
    .affidavit('2024-02-02')
    .installed('2024-02-06')
    .reinstated('2024-03-05')
    .restricted('2024-03-05', 'Z')

/** In New Hampshire from 1 June to 30 November 2024: 183 days. */
const away = () => reinstated().movedTo('2024-06-01', 'NH').movedTo('2024-12-01', 'MA')

describe('Massachusetts: in another state', () => {
  test('the duty goes on [MA-OOS-1]', () => {
    const there = reinstated().movedTo('2024-06-01', 'NH').at('2024-07-01')
    expect(there.term.required).toBe(true)
    expect(there.item('duty-elsewhere')).toMatchObject({ state: 'met', law: { clauses: ['MA-OOS-1'] } })
    expect(away().at('2024-12-02').item('duty-elsewhere')).toBeUndefined()
    const bare = reinstated().movedTo('2024-06-01', 'NH').vehicle('2024-06-02', 'car-2').at('2024-07-01')
    expect(bare.item('duty-elsewhere')).toMatchObject({ state: 'open', who: 'participant' })
  })

  test('days there count when credit is granted, and not before [MA-OOS-2]', () => {
    expect(reinstated().at('2024-12-02').term.endsOn).toBe('2026-03-04')
    const abroad = reinstated().movedTo('2024-06-01', 'NH').at('2024-07-01').term
    expect(abroad).toMatchObject({ endsOn: null, openBecause: expect.stringContaining('lives in another state') })
    const back = away()
    expect(back.at('2024-12-02').term.endsOn).toBe('2026-09-03')
    back.creditAsked('2024-12-03', '2024-06-01', '2024-11-30')
    expect(back.at('2024-12-03').term.endsOn).toBe('2026-09-03')
    expect(back.at('2024-12-03').item('credit@13')).toMatchObject({ state: 'open', who: 'authority' })
    back.creditDecided('2024-12-10')
    expect(back.at('2024-12-10').term.endsOn).toBe('2026-03-04')
    expect(back.at('2024-12-10').item('credit@13')?.state).toBe('met')
  })

  test.each(['maintained', 'serviced', 'freeOfViolations', 'sameSettings'] as const)(
    'without proof of "%s" granted credit does not count [MA-OOS-2]',
    (lacking) => {
      const proof = { maintained: true, serviced: true, freeOfViolations: true, sameSettings: true, [lacking]: false }
      const driver = away().creditAsked('2024-12-03', '2024-06-01', '2024-11-30', { proof })
      expect(driver.at('2024-12-03').item('credit@13')).toMatchObject({ state: 'open', who: 'participant' })
      const granted = driver.creditDecided('2024-12-10').at('2024-12-10')
      expect(granted.item('credit@13')).toMatchObject({ state: 'broken', law: { clauses: ['MA-OOS-2'] } })
      expect(granted.term.endsOn).toBe('2026-09-03')
    },
  )

  test('the vendor has to do business in both states [MA-OOS-2]', () => {
    const driver = away()
      .creditAsked('2024-12-03', '2024-06-01', '2024-11-30', { vendor: 'BAY' })
      .creditDecided('2024-12-10')
    expect(driver.at('2024-12-10').item('credit@13')?.words).toContain(
      'Bay Interlock is not known to do business both in MA and in NH',
    )
    expect(driver.at('2024-12-10').term.endsOn).toBe('2026-09-03')
  })

  test('time at home and time to come are no credit', () => {
    const home = away()
      .creditAsked('2024-12-03', '2024-06-01', '2024-11-30', { state: 'MA' })
      .creditDecided('2024-12-10')
    expect(home.at('2024-12-10').item('credit@13')?.state).toBe('broken')
    expect(home.at('2024-12-10').term.endsOn).toBe('2026-09-03')
    const gone = reinstated().movedTo('2024-06-01', 'NH').creditAsked('2024-12-03', '2024-06-01', '2030-01-01')
    expect(gone.creditDecided('2024-12-10').at('2024-12-11').term.endsOn).toBeNull()
  })

  test('refused, or granted for days that count already: nothing changes', () => {
    const refused = away().creditAsked('2024-12-03', '2024-06-01', '2024-11-30').creditDecided('2024-12-10', false)
    expect(refused.at('2024-12-10')).toMatchObject({ term: { endsOn: '2026-09-03' } })
    expect(refused.at('2024-12-10').item('credit@13')?.state).toBe('not-needed')
    const twice = reinstated().creditAsked('2024-12-03', '2024-06-01', '2024-11-30').creditDecided('2024-12-10')
    expect(twice.at('2024-12-10').term.endsOn).toBe('2026-03-04')
  })

  test('credit before the reinstatement brings the end on, not before that day', () => {
    const before = reinstated().creditAsked('2024-12-03', '2023-03-05', '2023-09-04').creditDecided('2024-12-10')
    expect(before.at('2024-12-10').term).toMatchObject({ endsOn: '2025-09-02' })
    const all = reinstated().creditAsked('2024-12-03', '2022-02-01', '2024-02-28').creditDecided('2024-12-10')
    expect(all.at('2024-12-10').term).toMatchObject({ endsOn: '2024-03-05' })
  })

  test('a span without an end that makes sense counts nothing and takes no time', () => {
    const odd = reinstated()
      .creditAsked('2024-12-03', '2024-11-30', '2024-06-01')
      .creditDecided('2024-12-04')
      .creditAsked('2024-12-05', '0001-01-01', '9999-12-31')
      .creditDecided('2024-12-06', false)
    expect(odd.at('2024-12-10').term.endsOn).toBe('2026-03-04')
  })

  test('a resident of another state with two convictions here is covered [MA-OOS-3]', () => {
    const license = { state: 'NH', number: 'N-1' }
    const address = { street: '2 Elm St', city: 'Nashua', state: 'NH', postalCode: '03060' }
    const resident = () => programCaseUnder(law).opened('2022-01-03', { license, address }).convicted('2012-04-01')
    expect(resident().at('2022-02-01').term.required).toBe(false)
    const two = resident().convicted('2022-01-10')
    expect(two.at('2022-02-01').stage).toMatchObject({ kind: 'awaiting-approval' })
    const driving = two.reported('2022-05-01', 'no-device').at('2022-05-02')
    expect(driving.findings.map(({ rule, class: of }) => [rule, of])).toEqual([['no-device', 'violation']])
  })
})
