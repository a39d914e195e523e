import { caseId, cents, type Instant } from '@keyturn/domain/units.ts'
import { feeLawsOf } from '@keyturn/rules/fees-for.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder, told, toldDevice } from '../case-under.ts'
import type { CaseFact, FactBody } from '../program/fact.ts'
import { ledgerOf } from './of-case.ts'
import { balanceOf, driverOwes } from './posting.ts'

const rules = { laws: feeLawsOf('US-MA'), prices: [] }
const by = { user: 'u-1', name: 'An officer', role: 'authority-officer' } as const
const fact = (seq: number, moment: string, body: FactBody): CaseFact =>
  // A body with the head that every fact has is a fact; spreading a union hides that from the compiler.
  ({ seq, at: told(moment), recordedAt: told(moment), by, basis: null, ...body }) as CaseFact
const end = told('2026-12-31T00:00Z')

const fitted = (seq: number, moment: string, vendor: string): CaseFact =>
  fact(seq, moment, {
    kind: 'device-installed',
    device: toldDevice,
    vehicle: 'car-1',
    vendor,
    center: 'c-1',
    technician: 'T-1',
    identity: 'passport',
    instructed: true,
    dueOn: '2026-04-01' as never,
    certificate: null,
  })
const file = (facts: readonly CaseFact[], receivedAt?: string) => {
  const { records } = caseUnder(massachusetts)
    .installed('2026-03-02T14:00Z')
    .serviceVisit('2026-03-30T15:40Z')
    .serviceVisit('2026-04-27T15:40Z')
  const at: Instant = told(receivedAt ?? '2026-04-27T16:00Z')
  const received = [{ seq: records.length, at }]
  return {
    caseId: caseId('MA-0001'),
    facts,
    devices: [{ device: toldDevice, source: 'signed-log' as const, records, received }],
  }
}

describe('the ledger of a case', () => {
  test('charges the visits of the signed log, once the vendor is known', () => {
    const postings = ledgerOf({ rules, settled: [], file: file([fitted(1, '2026-03-02T14:30Z', 'north')]) }, end)
    expect(postings.map(({ kind, vendor, at }) => [kind, vendor, new Date(at).toISOString().slice(0, 10)])).toEqual([
      ['administration-fee', 'north', '2026-03-30'],
      ['administration-fee', 'north', '2026-04-27'],
    ])
    expect(postings.every(({ enteredAt }) => enteredAt === told('2026-04-27T16:00Z'))).toBe(true)
    expect(ledgerOf({ rules, settled: [], file: file([]) }, end)).toEqual([])
  })

  test('charges nothing twice when an officer records the visit too', () => {
    const kept = fact(2, '2026-03-30T16:00Z', {
      kind: 'visit-kept',
      device: toldDevice,
      center: 'c-1',
      technician: 'T-1',
      purpose: 'scheduled',
      dueOn: null,
      sound: true,
      uploaded: true,
    })
    const postings = ledgerOf({ rules, settled: [], file: file([fitted(1, '2026-03-02T14:30Z', 'north'), kept]) }, end)
    expect(postings).toHaveLength(2)
    expect(driverOwes(postings)).toBe(6_000)
  })

  test('moves a fee to the vendor who turns out to have served, and shows both', () => {
    const facts = [
      fact(1, '2026-03-01T10:00Z', { kind: 'vendor-chosen', vendor: 'north', center: 'c-1' }),
      fitted(2, '2026-05-02T14:30Z', 'south'),
    ]
    const moved = { ...facts[1], at: told('2026-03-02T14:30Z') } as CaseFact
    const postings = ledgerOf({ rules, settled: [], file: file([facts[0] ?? moved, moved]) }, end)
    expect(balanceOf(postings, 'authority-payable', 'north')).toBe(0)
    expect(balanceOf(postings, 'authority-payable', 'south')).toBe(-6_000)
    expect(postings.filter(({ reverses }) => reverses !== null)).toHaveLength(2)
  })

  test('takes a towing bill back when its finding is excused as the provider’s', () => {
    const excused = fact(2, '2026-05-01T10:00Z', {
      kind: 'excusal-granted',
      about: 'KT-1/missed-visit@4',
      cause: 'provider',
      reason: 'the center was closed',
      documents: [],
    })
    const tow = {
      id: 'money:1',
      at: told('2026-04-02T10:00Z'),
      recordedAt: told('2026-04-02T10:00Z'),
      kind: 'charged',
      vendor: 'north',
      charge: 'tow',
      amount: cents(14_000),
      about: 'KT-1/missed-visit@4',
    } as const
    const postings = ledgerOf(
      { rules, settled: [tow], file: file([fitted(1, '2026-03-02T14:30Z', 'north'), excused]) },
      end,
    )
    expect(balanceOf(postings, 'vendor-bears')).toBe(14_000)
    expect(driverOwes(postings)).toBe(6_000)
  })
})
