import { assert, cents } from '@keyturn/domain/units.ts'
import { effectiveFrom as day } from '@keyturn/rules/effective.ts'
import { feeLawsOf } from '@keyturn/rules/fees-for.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder, told, toldDevice } from '../case-under.ts'
import { caseLawOf } from '../program/case-law.ts'
import { programCaseUnder } from '../program/program-case-under.ts'
import { listed } from '../testing/listed-order.ts'
import type { MoneyFact } from './money-fact.ts'
import { ledgerOf } from './of-case.ts'
import { balanceOf } from './posting.ts'

const law = caseLawOf('US-MA')
assert(law !== undefined, 'Massachusetts has a program')
const priced = { 'service-visit': cents(4_500), 'lockout-reset': cents(9_000) }
const prices = [
  { vendor: 'ACME', effectiveOn: day('2026-01-01'), recordedAt: told('2026-01-01T00:00Z'), prices: priced },
]
const rules = { laws: feeLawsOf('US-MA'), prices }
const tow: MoneyFact = {
  id: 'money:1',
  at: told('2026-03-22T10:00Z'),
  recordedAt: told('2026-03-22T10:00Z'),
  kind: 'charged',
  vendor: 'ACME',
  charge: 'tow',
  amount: cents(14_000),
  about: `${toldDevice}:missed-visit@1`,
}

/** A car that locks on 19 March, is towed, and is reset at a visit on 23 March. */
const postings = (known: string | null, asOf: string) => {
  const { records } = caseUnder(massachusetts)
    .installed('2026-02-16T15:00Z')
    .record(
      '2026-03-23T15:00Z',
      {
        kind: 'service-completed',
        technician: 'T-1',
        certificate: 'C-1',
        visit: 'lockout',
        dueAt: told('2026-04-20T15:00Z'),
      },
      'provider',
    )
  const under = known === null ? law : { ...law, relief: { orders: [listed(known)], outages: [] } }
  const story = programCaseUnder(under)
    .opened('2022-01-03')
    .approved('2026-02-01')
    .vehicle('2026-02-01')
    .installed('2026-02-16T15:00Z')
    .log(records)
  const { findings } = story.at(asOf)
  return ledgerOf({ rules, settled: [tow], file: story.file, findings }, told(asOf))
}

describe('what a lockout cost that only an unheard order explains', () => {
  test('reset and tow are borne by the vendor, the visit is paid [OUT-9]', () => {
    const all = postings('2026-03-15T12:00Z', '2026-03-31T12:00Z')
    expect(balanceOf(all, 'vendor-bears')).toBe(14_000 + 9_000)
    const borne = all.filter(({ kind }) => kind === 'provider-caused')
    expect(borne.every(({ words }) => words.includes('order order-1 of Registry of Motor Vehicles'))).toBe(true)
    expect(all.some(({ kind, amount }) => kind === 'service-visit' && amount === 4_500)).toBe(true)
  })

  test('nothing is taken back while the lockout lasts, or without an order', () => {
    expect(balanceOf(postings('2026-03-15T12:00Z', '2026-03-22T12:00Z'), 'vendor-bears')).toBe(0)
    expect(balanceOf(postings(null, '2026-03-31T12:00Z'), 'vendor-bears')).toBe(0)
  })

  test('an order that comes after the bill takes it back by postings of its own', () => {
    const all = postings('2026-03-28T12:00Z', '2026-03-31T12:00Z')
    expect(balanceOf(all, 'vendor-bears')).toBe(23_000)
    expect(all.find(({ kind }) => kind === 'provider-caused')?.enteredAt).toBe(told('2026-03-28T12:00Z'))
  })
})
