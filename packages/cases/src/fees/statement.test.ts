import { parseCivilDate } from '@keyturn/domain/civil.ts'
import { type CaseId, caseId, cents, deviceId, type Instant, instant, parseInstant } from '@keyturn/domain/units.ts'
import { feeLawsOf } from '@keyturn/rules/fees-for.ts'
import { describe, expect, test } from 'vitest'
import { postingsOf } from './ledger.ts'
import type { MoneyFact } from './money-fact.ts'
import { monthsLater } from './months.ts'
import { type CasePosting, monthOf, remittanceOf } from './remittance.ts'
import { driverStatement } from './statement.ts'

const at = (text: string): Instant => parseInstant(text) ?? instant(Number.NaN)
const end = at('2027-01-01T00:00Z')
const rules = { laws: feeLawsOf('US-MA'), prices: [] }
const device = deviceId('KT-MA-0001')
const visit = (id: string, when: string, learned = when): MoneyFact => ({
  id,
  at: at(when),
  recordedAt: at(learned),
  kind: 'visit-kept',
  device,
  vendor: 'north',
  purpose: 'scheduled',
})
const postings = (caseName: string, ...facts: readonly MoneyFact[]): readonly CasePosting[] => {
  const id: CaseId = caseId(caseName)
  return postingsOf(rules, facts, end).map((one) => ({ ...one, caseId: id }))
}
const about = (name: string) => ({
  vendor: 'north',
  jurisdiction: 'US-MA',
  authority: 'Registry of Motor Vehicles',
  month: monthOf(name, 'America/New_York') ?? expect.fail(`no month: ${name}`),
})

describe('a driver’s statement', () => {
  test('adds up line by line', () => {
    const paid: MoneyFact = {
      id: 'm1',
      at: at('2026-03-31T10:00Z'),
      recordedAt: at('2026-03-31T10:00Z'),
      kind: 'paid',
      vendor: 'north',
      amount: cents(2_000),
      reference: 'receipt 1',
    }
    const wrong: MoneyFact = {
      ...paid,
      id: 'f5',
      recordedAt: at('2026-04-20T00:00Z'),
      kind: 'withdrawn',
      of: 'f3',
      reason: 'x',
    }
    const story = [visit('f2', '2026-03-30T15:00Z'), paid, visit('f3', '2026-04-10T15:00Z'), wrong]
    const statement = driverStatement(postingsOf(rules, story, end), end)
    expect(statement.lines.map(({ amount, owed }) => [amount, owed])).toEqual([
      [3_000, 3_000],
      [-2_000, 1_000],
      [3_000, 4_000],
      [-3_000, 1_000],
    ])
    expect(statement).toMatchObject({ charged: 6_000, takenOff: -3_000, paid: 2_000, owed: 1_000 })
  })
})

describe('a vendor’s remittance', () => {
  test('lists each fee once and is in balance [MA-FEE-1]', () => {
    const all = [
      ...postings('MA-1001', visit('f2', '2026-03-30T15:00Z')),
      ...postings('MA-1002', visit('f2', '2026-03-03T15:00Z')),
    ]
    const march = remittanceOf(about('2026-03'), all, [{ at: at('2026-03-31T12:00Z'), amount: cents(1_000) }], end)
    expect(march.lines.map((line) => [line.caseId, line.on, line.amount])).toEqual([
      ['MA-1002', '2026-03-03', 3_000],
      ['MA-1001', '2026-03-30', 3_000],
    ])
    expect(march).toMatchObject({ opening: 0, fees: 6_000, takenBack: 0, remitted: 1_000, due: 5_000, final: true })
    expect(
      remittanceOf(about('2026-04'), all, [{ at: at('2026-03-31T12:00Z'), amount: cents(1_000) }], end),
    ).toMatchObject({
      opening: 5_000,
      lines: [],
      due: 5_000,
    })
  })

  test('of a month that is over never changes: a late visit stands in a later one', () => {
    const early = postings('MA-1001', visit('f2', '2026-03-30T15:00Z'))
    const late = postings(
      'MA-1001',
      visit('f2', '2026-03-30T15:00Z'),
      visit('f3', '2026-03-05T15:00Z', '2026-04-09T09:00Z'),
    )
    expect(remittanceOf(about('2026-03'), late, [], end)).toEqual(remittanceOf(about('2026-03'), early, [], end))
    expect(remittanceOf(about('2026-04'), late, [], end).lines).toMatchObject([
      { on: '2026-03-05', enteredOn: '2026-04-09' },
    ])
  })

  test('takes back what was corrected, below zero', () => {
    const wrong: MoneyFact = {
      id: 'f3',
      at: at('2026-04-02T00:00Z'),
      recordedAt: at('2026-04-02T00:00Z'),
      kind: 'withdrawn',
      of: 'f2',
      reason: 'x',
    }
    const all = postings('MA-1001', visit('f2', '2026-03-30T15:00Z'), wrong)
    expect(remittanceOf(about('2026-04'), all, [], end)).toMatchObject({
      opening: 3_000,
      fees: 0,
      takenBack: -3_000,
      due: 0,
    })
  })

  test('a month begins and ends at midnight in the jurisdiction, through a clock change', () => {
    const march = monthOf('2026-03', 'America/New_York')
    expect(march?.from).toBe(at('2026-03-01T05:00Z'))
    expect(march?.until).toBe(at('2026-04-01T04:00Z'))
    expect(monthOf('2026-13', 'America/New_York')).toBeUndefined()
  })
})

test.each([
  ['2026-01-31', 1, '2026-02-28'],
  ['2028-01-31', 1, '2028-02-29'],
  ['2026-01-31', 2, '2026-03-31'],
  ['2026-12-15', 1, '2027-01-15'],
  ['2026-11-30', 3, '2027-02-28'],
  ['2026-04-30', 1, '2026-05-30'],
])('%s and %i months is %s', (from, n, to) => {
  expect(monthsLater(parseCivilDate(from) ?? expect.fail(from), n)).toBe(to)
})
