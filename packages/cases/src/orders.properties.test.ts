/** What holds whatever was ordered, heard and missed: of a list of orders nobody is ever worse off. */
import { addDays, civilDateOf } from '@keyturn/domain/civil.ts'
import type { Event, Record } from '@keyturn/domain/record.ts'
import type { TollingOrder } from '@keyturn/domain/relief.ts'
import { type DeviceId, deviceId, duration, instant, mgPer210L, minutes } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assess } from './assess.ts'
import { condense } from './condense.ts'
import { eventExamples } from './event-examples.ts'
import { recordFacts } from './fact.ts'
import type { ListedOrder, ReliefView } from './relief.ts'
import { accepted, listed, moved, order, override } from './testing/listed-order.ts'

const device: DeviceId = deviceId('KT-ANY-0001')
const begin = Date.UTC(2026, 1, 16, 15)
const DAY = 86_400_000
const dayAt = (offset: number) => addDays(civilDateOf(instant(begin), 'America/New_York'), offset)

type Happening = { readonly what: string; readonly n: number; readonly wait: number }
const life = fc.array(
  fc.record<Happening>({
    what: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('pass', 'permit', 'tick') },
      { weight: 2, arbitrary: fc.constantFrom('fail', 'miss', 'hears', 'moved', 'override', 'visit', 'ends', 'locks') },
    ),
    n: fc.integer({ min: 0, max: 20 }),
    wait: fc.oneof(fc.integer({ min: 0, max: DAY }), fc.integer({ min: DAY, max: 20 * DAY })),
  }),
  { minLength: 3, maxLength: 40 },
)

function logOf(happenings: readonly Happening[]): readonly Record[] {
  const log: Record[] = []
  let at = begin
  const add = (event: Event, cause: Record['cause']) => {
    // An event with a place, a moment and a cause is a record of its kind; spreading a union hides that.
    log.push({ ...event, seq: log.length + 1, at: instant(at), up: duration(0), cause } as Record)
  }
  const dueAt = () => instant(at + 30 * DAY)
  const until = (ms: number) => new Date(at + ms).toISOString()
  const sample = (result: 'pass' | 'fail', mg: number): Event => ({
    kind: 'sample',
    test: 'retest',
    result,
    brac: mgPer210L(mg),
    volumeMl: 1_800,
  })
  const acts: { readonly [what: string]: (n: number) => void } = {
    pass: () => add(sample('pass', 0), 'operator'),
    fail: () => add(sample('fail', 90), 'operator'),
    permit: () => add({ kind: 'start-permitted', basis: 'passed-test', until: instant(at + minutes(3)) }, 'operator'),
    tick: () => add(eventExamples['ignition-on'], 'operator'),
    miss: () => add(eventExamples['retest-missed'], 'operator'),
    hears: (n) =>
      add(accepted(order({ id: `order-${n % 4}`, due: { from: dayAt(20), until: dayAt(40 + n) } })), 'provider'),
    moved: (n) => add(moved(`order-${n % 4}`, n + 1, until(n * DAY)), 'provider'),
    override: (n) => add(override(`override-${n % 3}`, until(4 * 3_600_000)), 'provider'),
    visit: () => add({ ...eventExamples['service-completed'], dueAt: dueAt() }, 'provider'),
    locks: () => add({ kind: 'lockout-began', rule: 'missed-visit', visitBy: null }, 'unknown'),
    ends: () => add({ kind: 'lockout-ended', rule: 'missed-visit' }, 'provider'),
  }
  add({ ...eventExamples.installed, dueAt: dueAt() }, 'provider')
  for (const { what, n, wait } of happenings) {
    at += wait
    acts[what]?.(n)
  }
  return log
}

/** Orders about some days, known at some moment, some of them about one another. */
const orders = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: 0, max: 9 }),
    from: fc.integer({ min: 0, max: 120 }),
    length: fc.integer({ min: 0, max: 30 }),
    days: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 })),
    known: fc.integer({ min: 0, max: 150 }),
    cap: fc.integer({ min: 0, max: 40 }),
    stagger: fc.integer({ min: 0, max: 5 }),
    by: fc.constantFrom('authority', 'authority', 'vendor'),
    over: fc.option(fc.integer({ min: 0, max: 9 })),
  }),
  { selector: ({ id }) => id, maxLength: 5 },
)
type Drawn = typeof orders extends fc.Arbitrary<infer A extends readonly unknown[]> ? A[number] : never

const listOf = (drawn: readonly Drawn[], { id: jurisdiction }: Profile): readonly ListedOrder[] =>
  drawn.map(({ id, from, length, days, known, cap, stagger, by, over }) => {
    const span = { from: dayAt(from), until: dayAt(from + length) }
    const terms: Partial<TollingOrder> = {
      id: `order-${id}`,
      supersedes: over === null ? null : `order-${over}`,
      scope: { ...order().scope, jurisdiction, functions: ['service-visit', 'violations-service', 'lockout-visit'] },
      interval: span,
      due: span,
      moves: days === 0 ? { kind: 'day-for-day' } : { kind: 'days', days },
      capDays: cap,
      staggerDays: stagger,
    }
    return listed(new Date(begin + known * DAY).toISOString(), order(terms), { by })
  })

const view = (known: readonly ListedOrder[], { id: jurisdiction }: Profile): ReliefView => ({
  known: { orders: known, outages: [] },
  identity: { device, jurisdiction, vendor: 'northgate', model: '', firmware: '', region: '' },
})
const asOf = fc.integer({ min: 0, max: 160 * DAY }).map((ms) => instant(begin + ms))

describe.each([massachusetts, maine])('$id: whatever was ordered', (profile) => {
  test('one more order never makes a lockout count that did not [OUT-2]', () => {
    fc.assert(
      fc.property(life, orders, asOf, (happenings, drawn, at) => {
        const facts = recordFacts(device, logOf(happenings))
        const [, ...fewer] = drawn
        const counted = (known: readonly Drawn[]) =>
          assess(profile, facts, at, view(listOf(known, profile), profile)).counts.map(({ have }) => have)
        // One that ends or amends another one takes nothing back from a period that had begun, and adds to none.
        const plain = (known: readonly Drawn[]) => known.map((one) => ({ ...one, over: null }))
        const [more, less] = [counted(plain(drawn)), counted(plain(fewer))]
        for (const [n, have] of more.entries()) expect(have).toBeLessThanOrEqual(less[n] ?? 0)
      }),
      { numRuns: 300, seed: 20_260_322 },
    )
  })

  test('the order of arrival does not matter, and the future changes nothing', () => {
    fc.assert(
      fc.property(life, orders, asOf, (happenings, drawn, at) => {
        const records = logOf(happenings)
        const all = listOf(drawn, profile)
        const answer = assess(profile, recordFacts(device, records), at, view(all, profile))
        const turned = assess(profile, recordFacts(device, records), at, view(all.toReversed(), profile))
        expect(JSON.stringify(turned)).toBe(JSON.stringify(answer))
        const known = all.filter(({ knownAt }) => knownAt <= at)
        const told = recordFacts(
          device,
          records.filter((one) => one.at <= at),
        )
        if (told.length > 0) {
          expect(JSON.stringify(assess(profile, told, at, view(known, profile)))).toBe(JSON.stringify(answer))
        }
      }),
      { numRuns: 300, seed: 20_260_323 },
    )
  })

  test('records in runs are judged as one by one', () => {
    fc.assert(
      fc.property(life, orders, asOf, (happenings, drawn, at) => {
        const records = logOf(happenings)
        const relief = view(listOf(drawn, profile), profile)
        const single = assess(profile, recordFacts(device, records), at, relief)
        expect(assess(profile, condense(profile, device, records), at, relief)).toEqual(single)
      }),
      { numRuns: 300, seed: 20_260_324 },
    )
  })
})
