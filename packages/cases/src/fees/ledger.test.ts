import { parseCivilDate } from '@keyturn/domain/civil.ts'
import { cents, deviceId, type Instant, instant, parseInstant } from '@keyturn/domain/units.ts'
import { feeLawsOf } from '@keyturn/rules/fees-for.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { continueLedger, postingsOf } from './ledger.ts'
import type { MoneyFact, PriceList } from './money-fact.ts'
import { ACCOUNTS, balanceOf, driverOwes, type Posting } from './posting.ts'

const at = (text: string): Instant => parseInstant(text) ?? instant(Number.NaN)
const day = (text: string) => parseCivilDate(text) ?? expect.fail(`no day: ${text}`)
const device = deviceId('KT-MA-0001')
const vendor = 'north'
const prices: PriceList = {
  vendor,
  effectiveOn: day('2026-01-01'),
  recordedAt: at('2026-01-01T00:00Z'),
  prices: {
    'service-visit': cents(1_500),
    'lockout-reset': cents(5_000),
    'lease-month': cents(7_500),
    removal: cents(6_000),
  },
}
const rules = { laws: feeLawsOf('US-MA'), prices: [prices] }
const maine = { laws: feeLawsOf('US-ME'), prices: [prices] }
const free = { laws: feeLawsOf('US-MA'), prices: [] }

type Told<K extends MoneyFact['kind']> = Omit<
  Extract<MoneyFact, { readonly kind: K }>,
  'id' | 'at' | 'recordedAt' | 'kind'
>
const fact = <K extends MoneyFact['kind']>(
  kind: K,
  [id, when, learned]: readonly [id: string, when: string, learned?: string | undefined],
  // The body of the kind, with the head that every fact has, is a fact.
  body: Told<K>,
): MoneyFact => ({ id, at: at(when), recordedAt: at(learned ?? when), kind, ...body }) as unknown as MoneyFact

const installed = (id: string, when: string, learned?: string) =>
  fact('installed', [id, when, learned], { device, vendor })
const visit = (
  id: string,
  when: string,
  purpose: 'scheduled' | 'lockout' | 'removal' = 'scheduled',
  learned?: string,
) => fact('visit-kept', [id, when, learned], { device, vendor, purpose })
const end = at('2027-01-01T00:00Z')
const lines = (postings: readonly Posting[]) =>
  postings.map(({ kind, amount, debit, credit }) => `${kind} ${amount} ${debit} < ${credit}`)

describe('Massachusetts fees', () => {
  test('the fee is due at the first service visit and each later one, not at installation [MA-FEE-1]', () => {
    const story = [installed('f1', '2026-03-02T15:00Z')]
    expect(driverOwes(postingsOf(free, story, end))).toBe(0)
    const visits = [visit('f2', '2026-03-30T15:00Z'), visit('f3', '2026-04-28T15:00Z')]
    expect(lines(postingsOf(free, [...story, ...visits], end))).toEqual([
      'administration-fee 3000 driver-owes < authority-payable',
      'administration-fee 3000 driver-owes < authority-payable',
    ])
  })

  test('the driver owes the provider lease and service fees [MA-OPR-4]', () => {
    const postings = postingsOf(
      rules,
      [installed('f1', '2026-03-02T15:00Z'), visit('f2', '2026-03-30T15:00Z')],
      at('2026-03-31T00:00Z'),
    )
    expect(lines(postings)).toEqual([
      'lease-month 7500 driver-owes < vendor-revenue',
      'administration-fee 3000 driver-owes < authority-payable',
      'service-visit 1500 driver-owes < vendor-revenue',
    ])
    expect(postings.map(({ law }) => law.kind)).toEqual(['cited', 'cited', 'cited'])
  })

  test('a visit recorded by the bench, the log and an officer is charged once', () => {
    const story = [
      visit('f2', '2026-03-30T15:00Z'),
      visit('log:480', '2026-03-30T15:42Z'),
      visit('f9', '2026-03-30T20:00Z'),
    ]
    expect(driverOwes(postingsOf(free, story, end))).toBe(3_000)
  })

  test('a visit just after midnight in Massachusetts is another day', () => {
    const story = [visit('f2', '2026-03-31T03:59Z'), visit('f3', '2026-03-31T04:00Z')]
    expect(driverOwes(postingsOf(free, story, end))).toBe(6_000)
  })

  test('neither installation nor removal costs the fee', () => {
    const story = [installed('f1', '2026-03-02T15:00Z'), visit('f2', '2026-05-02T15:00Z', 'removal')]
    expect(driverOwes(postingsOf(free, story, end))).toBe(0)
  })

  test('a correction takes back by a posting of its own and edits nothing', () => {
    const story = [visit('f2', '2026-03-30T15:00Z')]
    const wrong = fact('withdrawn', ['f3', '2026-04-02T09:00Z'], { of: 'f2', reason: 'another car' })
    const before = postingsOf(rules, story, end)
    const after = postingsOf(rules, [...story, wrong], end)
    expect(after.slice(0, before.length)).toEqual(before)
    expect(lines(after.slice(before.length))).toEqual([
      'administration-fee 3000 authority-payable < driver-owes',
      'service-visit 1500 vendor-revenue < driver-owes',
    ])
    expect(after.at(-1)).toMatchObject({ reverses: before.at(-1)?.id, enteredAt: wrong.recordedAt })
    expect(driverOwes(after)).toBe(0)
  })

  test('a withdrawn record of a visit that another fact also tells stays charged', () => {
    const wrong = fact('withdrawn', ['f4', '2026-04-02T09:00Z'], { of: 'f2', reason: 'typed twice' })
    const story = [visit('f2', '2026-03-30T15:00Z'), visit('log:480', '2026-03-30T15:42Z'), wrong]
    expect(postingsOf(rules, story, end)).toHaveLength(2)
  })

  test('a hardship finding lifts the costs of the device, not the fee and not towing', () => {
    const story = [
      fact('hardship-found', ['f0', '2026-03-01T12:00Z'], { from: day('2026-03-01'), until: day('2026-03-30') }),
      visit('f2', '2026-03-30T15:00Z'),
      fact('charged', ['m1', '2026-03-30T16:00Z'], { vendor, charge: 'tow', amount: cents(12_000), about: null }),
      visit('f3', '2026-03-31T15:00Z'),
    ]
    const postings = postingsOf(rules, story, end)
    expect(balanceOf(postings, 'relief')).toBe(1_500)
    expect(driverOwes(postings)).toBe(3_000 + 12_000 + 3_000 + 1_500)
    expect(balanceOf(postings, 'vendor-revenue')).toBe(-(1_500 + 12_000 + 1_500))
  })

  test('a hardship finding that comes late reaches back by postings of its own', () => {
    const story = [
      visit('f2', '2026-03-30T15:00Z'),
      fact('hardship-found', ['f3', '2026-05-01T12:00Z'], { from: day('2026-03-01'), until: null }),
    ]
    const postings = postingsOf(rules, story, end)
    expect(lines(postings).at(-1)).toBe('relief-granted 1500 relief < driver-owes')
    expect(postings.at(-1)?.enteredAt).toBe(at('2026-05-01T12:00Z'))
  })

  test('fees of a visit that a provider’s failure caused are borne by the vendor', () => {
    const story = [
      visit('f2', '2026-03-30T15:00Z', 'lockout'),
      fact('paid', ['m1', '2026-03-30T15:30Z'], { vendor, amount: cents(9_500), reference: 'receipt 17' }),
      fact('provider-caused', ['m2', '2026-04-02T09:00Z'], { of: ['f2'], reason: 'outage of 28 March' }),
      fact('paid-back', ['m3', '2026-04-05T09:00Z'], { vendor, amount: cents(9_500), reference: 'check 4' }),
    ]
    const before = postingsOf(rules, story.slice(0, 3), end)
    expect(driverOwes(before)).toBe(-9_500)
    expect(balanceOf(before, 'vendor-bears')).toBe(9_500)
    // The state gets its fee all the same, from the vendor.
    expect(balanceOf(before, 'authority-payable')).toBe(-3_000)
    expect(driverOwes(postingsOf(rules, story, end))).toBe(0)
  })

  test('what was charged about an excused finding is borne by the vendor', () => {
    const story = [
      fact('charged', ['m1', '2026-03-30T16:00Z'], {
        vendor,
        charge: 'tow',
        amount: cents(12_000),
        about: 'missed-visit@9',
      }),
      fact('provider-caused', ['f7', '2026-04-02T09:00Z'], { of: ['missed-visit@9'], reason: 'the center was closed' }),
    ]
    expect(driverOwes(postingsOf(rules, story, end))).toBe(0)
  })
})

describe('a lease', () => {
  const months = (from: string, until: string) =>
    postingsOf(rules, [installed('f1', from)], at(until)).filter(({ kind }) => kind === 'lease-month')

  test.each([
    ['2026-03-02T15:00Z', '2026-04-02T03:59Z', 1],
    ['2026-03-02T15:00Z', '2026-04-02T04:00Z', 2],
    // The month after the 31st of January begins on the last day of February, midnight in Massachusetts.
    ['2026-01-31T15:00Z', '2026-02-28T04:59Z', 1],
    ['2026-01-31T15:00Z', '2026-02-28T05:00Z', 2],
    ['2026-01-31T15:00Z', '2026-03-31T04:00Z', 3],
    ['2028-01-31T15:00Z', '2028-02-29T05:00Z', 2],
  ])('from %s until %s is %i months', (from, until, n) => {
    expect(months(from, until)).toHaveLength(n)
  })

  test('each month is entered at its own moment, when nothing else happens', () => {
    const entered = months('2026-03-02T15:00Z', '2026-05-10T00:00Z').map(({ enteredAt }) =>
      new Date(enteredAt).toISOString(),
    )
    expect(entered).toEqual(['2026-03-02T15:00:00.000Z', '2026-04-02T04:00:00.000Z', '2026-05-02T04:00:00.000Z'])
  })

  test('months after a removal that is told late are taken back', () => {
    const removed = fact('removed', ['f2', '2026-04-10T15:00Z', '2026-06-20T15:00Z'], { device })
    const postings = postingsOf(rules, [installed('f1', '2026-03-02T15:00Z'), removed], end)
    expect(postings.filter(({ reverses }) => reverses !== null)).toHaveLength(2)
    expect(driverOwes(postings)).toBe(2 * 7_500)
  })

  test('an installation told twice is leased once; one after a removal is another', () => {
    const twice = [installed('f1', '2026-03-02T15:00Z'), installed('log:1', '2026-03-02T15:01Z', '2026-03-04T00:00Z')]
    expect(driverOwes(postingsOf(rules, twice, at('2026-03-10T00:00Z')))).toBe(7_500)
    const again = [
      ...twice,
      fact('removed', ['f2', '2026-03-10T15:00Z'], { device }),
      installed('f3', '2026-03-12T15:00Z'),
    ]
    expect(driverOwes(postingsOf(rules, again, at('2026-03-20T00:00Z')))).toBe(2 * 7_500)
  })

  test('a price list filed later changes nothing that was charged', () => {
    const dearer: PriceList = {
      ...prices,
      recordedAt: at('2026-03-31T00:00Z'),
      prices: { 'service-visit': cents(9_900) },
    }
    const story = [visit('f2', '2026-03-30T15:00Z')]
    expect(postingsOf({ ...rules, prices: [prices, dearer] }, story, end)).toEqual(postingsOf(rules, story, end))
  })
})

describe('Maine', () => {
  test('has no fee of the state’s', () => {
    expect(balanceOf(postingsOf(maine, [visit('f2', '2026-03-30T15:00Z')], end), 'authority-payable')).toBe(0)
  })
})

const moments = fc.integer({ min: 0, max: 400 }).map((n) => instant(Date.parse('2026-01-01T00:00Z') + n * 43_200_000))
const bodies = fc.oneof(
  fc.constant({ kind: 'installed', device, vendor }),
  fc.constant({ kind: 'removed', device }),
  fc.record({
    kind: fc.constant('visit-kept'),
    device: fc.constant(device),
    vendor: fc.constantFrom('north', 'south'),
    purpose: fc.constantFrom('scheduled', 'lockout', 'removal'),
  }),
  fc.record({
    kind: fc.constantFrom('paid', 'paid-back'),
    vendor: fc.constant(vendor),
    amount: fc.integer({ min: 1, max: 99_999 }),
    reference: fc.constant('r'),
  }),
  fc.record({
    kind: fc.constant('hardship-found'),
    from: fc.constantFrom('2026-01-01', '2026-04-01'),
    until: fc.constantFrom(null, '2026-06-30'),
  }),
  fc.record({
    kind: fc.constant('withdrawn'),
    of: fc.integer({ min: 1, max: 12 }).map((n) => `f${n}`),
    reason: fc.constant('x'),
  }),
  fc.record({
    kind: fc.constant('provider-caused'),
    of: fc.integer({ min: 1, max: 12 }).map((n) => [`f${n}`]),
    reason: fc.constant('x'),
  }),
)
const histories = fc.array(fc.tuple(moments, moments, bodies), { maxLength: 12 }).map((told) => {
  const learned = told.map(([, one]) => one).toSorted((a, b) => a - b)
  // Bodies of the union with the head that every fact has.
  return told.map(([when, , body], n) => ({
    id: `f${n + 1}`,
    at: when,
    recordedAt: learned[n],
    ...body,
  })) as unknown as MoneyFact[]
})

describe('any history', () => {
  test('is in balance, whole cents, entered in order, each posting once', () => {
    fc.assert(
      fc.property(histories, (facts) => {
        const postings = postingsOf(rules, facts, end)
        const total = ACCOUNTS.reduce((all, account) => all + balanceOf(postings, account), 0)
        expect(total).toBe(0)
        expect(
          postings.every(({ amount, debit, credit }) => Number.isSafeInteger(amount) && amount > 0 && debit !== credit),
        ).toBe(true)
        expect(new Set(postings.map(({ id }) => id)).size).toBe(postings.length)
        const entered = postings.map(({ enteredAt }) => enteredAt)
        expect(entered).toEqual(entered.toSorted((a, b) => a - b))
      }),
    )
  })

  test('only ever grows: by more facts, and by time', () => {
    fc.assert(
      fc.property(histories, fc.nat(), moments, (facts, cut, asOf) => {
        const all = postingsOf(rules, facts, end)
        const fewer = facts.slice(0, facts.length === 0 ? 0 : cut % facts.length)
        const next = facts[fewer.length]?.recordedAt ?? end
        const before = postingsOf(rules, fewer, next)
        expect(all.slice(0, before.length)).toEqual(before)
        const earlier = postingsOf(rules, facts, asOf)
        expect(all.slice(0, earlier.length)).toEqual(earlier)
      }),
    )
  })

  test('goes on from what is entered as if it were made anew', () => {
    fc.assert(
      fc.property(histories, moments, (facts, asOf) => {
        const held = postingsOf(
          rules,
          facts.filter(({ recordedAt }) => recordedAt <= asOf),
          asOf,
        )
        expect(continueLedger(rules, facts, { held, asOf: end })).toEqual(postingsOf(rules, facts, end))
      }),
    )
  })

  test('ends right though a fact comes in after later ones were entered', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (facts, which) => {
        const late = which % Math.max(1, facts.length)
        const held = postingsOf(
          rules,
          facts.filter((_, n) => n !== late),
          end,
        )
        for (const account of ACCOUNTS) {
          expect(balanceOf(continueLedger(rules, facts, { held, asOf: end }), account)).toBe(
            balanceOf(postingsOf(rules, facts, end), account),
          )
        }
      }),
    )
  })

  test('ends where its standing facts alone would end', () => {
    fc.assert(
      fc.property(histories, (facts) => {
        const gone = new Set(facts.flatMap((one) => (one.kind === 'withdrawn' ? [one.of] : [])))
        const standing = facts.filter(({ id }) => !gone.has(id))
        for (const account of ACCOUNTS) {
          expect(balanceOf(postingsOf(rules, facts, end), account)).toBe(
            balanceOf(postingsOf(rules, standing, end), account),
          )
        }
      }),
    )
  })
})
