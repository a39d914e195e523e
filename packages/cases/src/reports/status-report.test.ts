import { parseCivilDate } from '@keyturn/domain/civil.ts'
import { cents } from '@keyturn/domain/units.ts'
import { reportLawsOf } from '@keyturn/rules/reports-for.ts'
import { describe, expect, test } from 'vitest'
import { told } from '../case-under.ts'
import type { PriceList } from '../fees/money-fact.ts'
import type { Posting } from '../fees/posting.ts'
import { halfOf, statusReport, statusRule } from './status-report.ts'

const [law] = reportLawsOf('US-ME')
const zone = 'America/New_York'
const day = (text: string) => parseCivilDate(text) ?? expect.fail(text)
const list = (effectiveOn: string, recordedAt: string, amount: number, vendor = 'north'): PriceList => ({
  vendor,
  effectiveOn: day(effectiveOn),
  recordedAt: told(recordedAt),
  prices: { 'service-visit': cents(amount) },
})
const posting = (id: string, at: string, amount: number, more: Partial<Posting> = {}): Posting => ({
  id,
  kind: 'tow',
  vendor: 'north',
  at: told(at),
  enteredAt: told(at),
  debit: 'driver-owes',
  credit: 'vendor-revenue',
  amount: cents(amount),
  source: 'money:1',
  reverses: null,
  words: 'Towing',
  law: { kind: 'assumed', from: 'a test', why: 'A test.' },
  ...more,
})

describe('the half-yearly report of a vendor', () => {
  const rule = law === undefined ? undefined : statusRule(law)
  const make = (name: string, lists: readonly PriceList[], charged: readonly Posting[]) => {
    const half = halfOf(name, zone)
    if (law === undefined || rule === undefined || half === undefined) return expect.fail('no law')
    return statusReport({ vendor: 'north', law, rule, half }, lists, charged, told('2026-07-02T00:00Z'))
  }

  test('tells the prices of the half and what was charged outside them', () => {
    const lists = [
      list('2025-03-01', '2025-02-01T00:00Z', 1_000),
      list('2026-01-01', '2025-12-01T00:00Z', 1_500),
      list('2026-05-01', '2026-04-01T00:00Z', 1_600),
      list('2026-05-01', '2026-04-02T00:00Z', 1_700),
      list('2026-07-01', '2026-04-01T00:00Z', 1_800),
      list('2026-02-01', '2026-01-01T00:00Z', 9_000, 'south'),
    ]
    const charged = [
      posting('a', '2026-01-01T05:00Z', 12_000),
      posting('b', '2026-07-01T03:59Z', 13_000),
      posting('c', '2026-07-01T04:00Z', 14_000),
      posting('d', '2026-02-01T00:00Z', 5_000, { kind: 'damage' }),
      posting('d:taken-back', '2026-02-01T00:00Z', 5_000, { kind: 'damage', reverses: 'd' }),
      posting('e', '2026-02-01T00:00Z', 5_000, { vendor: 'south' }),
    ]
    expect(make('2026-1', lists, charged)).toMatchObject({
      final: true,
      dueAt: told('2026-08-01T03:59:59.999Z'),
      prices: [
        { effectiveOn: '2026-01-01', prices: { 'service-visit': 1_500 } },
        { effectiveOn: '2026-05-01', prices: { 'service-visit': 1_700 } },
      ],
      outside: [{ charge: 'tow', times: 2, total: 25_000 }],
    })
    expect(make('2026-2', lists, charged)).toMatchObject({ final: false, outside: [{ total: 14_000 }] })
  })

  test.each(['2026', '2026-3', '2026-0', 'x-1', ''])('%j is no half of a year', (name) => {
    expect(halfOf(name, zone)).toBeUndefined()
  })

  test('is asked for in Maine alone', () => {
    const [massachusetts] = reportLawsOf('US-MA')
    expect(massachusetts && statusRule(massachusetts)).toBeUndefined()
    expect(rule?.id).toBe('me-status')
  })
})
