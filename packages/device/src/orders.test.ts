import { addDays, inZone } from '@keyturn/domain/civil.ts'
import { SERVICE_FUNCTIONS } from '@keyturn/domain/relief.ts'
import { type Instant, instant } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { carUnder, day, orderFor, type ToldCar } from './told.ts'

const DAY = 86_400_000
/** Served on 14 February 2026, due by the end of 16 March, inside the outage of 14 to 22 March. */
const START = '2026-02-14T15:00Z'
const until = (car: ToldCar, moment: string) => car.wait(Date.parse(moment) - car.at)
const dueOn = (car: ToldCar) => inZone(car.state.ledger.dueAt, car.config.timeZone)
const last = (car: ToldCar) => car.log.at(-1)
const refusal = (car: ToldCar) => {
  const entry = last(car)
  return entry?.kind === 'statement-refused' ? entry.why : undefined
}

describe('an order moves the date of the scheduled visit', () => {
  test('by the days of the outage, counted from the date as it was set [OUT-1]', () => {
    const car = carUnder(massachusetts, START).installed()
    expect(dueOn(car)).toBe('Mon 16 Mar 2026, 23:59 EDT')
    car.order()
    expect(car.kinds().slice(-2)).toEqual(['order-accepted', 'due-date-moved'])
    expect(last(car)).toMatchObject({ of: 'service-visit', rule: '', order: 'order-1', days: 9 })
    expect(dueOn(car)).toBe('Wed 25 Mar 2026, 23:59 EDT')
  })

  test('and with it the reminder, which is given again', () => {
    const car = until(carUnder(massachusetts, START).installed(), '2026-03-12T12:00Z')
    expect(car.count('service-reminder')).toBe(1)
    car.order()
    expect(car.ignitionOn().out.display[1]).toBe('STEADY FOR 5 SECONDS')
    until(car, '2026-03-20T03:59:59.999Z')
    expect(car.count('service-reminder')).toBe(1)
    expect(car.wait(1).count('service-reminder')).toBe(2)
  })

  test('the same order again is nothing new', () => {
    const car = carUnder(massachusetts, START).installed().order()
    const { length } = car.log
    expect(car.order().order().log).toHaveLength(length)
  })

  test('of two orders the one that moves it further counts, in either sequence', () => {
    const short = { id: 'short', moves: { kind: 'days', days: 3 } } as const
    const long = { id: 'long', moves: { kind: 'days', days: 12 } } as const
    const one = carUnder(massachusetts, START).installed().order(short).order(long)
    const other = carUnder(massachusetts, START).installed().order(long).order(short)
    expect(dueOn(one)).toBe('Sat 28 Mar 2026, 23:59 EDT')
    expect(dueOn(other)).toBe(dueOn(one))
    expect(one.count('due-date-moved')).toBe(2)
    expect(other.count('due-date-moved')).toBe(1)
  })

  test('never beyond what the law allows', () => {
    const car = carUnder(massachusetts, START).installed()
    car.order({ moves: { kind: 'days', days: 90 }, capDays: 90 })
    expect(last(car)).toMatchObject({ kind: 'due-date-moved', days: 30 })
  })

  test('before it is due, whatever day it comes', () => {
    const car = carUnder(massachusetts, START).installed()
    car.order({ due: { from: day('2026-03-17'), until: day('2026-03-22') } })
    expect(last(car)).toMatchObject({ kind: 'order-accepted' })
    expect(dueOn(car)).toBe('Mon 16 Mar 2026, 23:59 EDT')
  })

  test('a date that is set later is moved too, without being told again', () => {
    const car = carUnder(massachusetts, START).installed()
    car.order({ due: { from: day('2026-03-14'), until: day('2026-04-20') } })
    until(car, '2026-03-20T15:00Z').serviced()
    // Served on the 20th: three days of the outage lie in the new period.
    expect(last(car)).toMatchObject({ kind: 'due-date-moved', of: 'service-visit', days: 3 })
    expect(dueOn(car)).toBe('Wed 22 Apr 2026, 23:59 EDT')
  })
})

describe('a date that is set under an order that is held', () => {
  const wide = { due: { from: day('2026-03-14'), until: day('2026-03-28') } }

  test('is moved when a lockout begins', () => {
    const car = until(carUnder(massachusetts, '2026-03-10T15:00Z').installed(), '2026-03-14T15:00Z').order(wide)
    car.start().untilRetest().blow(60)
    expect(car.log.slice(-3)).toMatchObject([
      { kind: 'lockout-began', rule: 'failed-retest' },
      { kind: 'service-required', why: 'lockout' },
      { kind: 'due-date-moved', of: 'lockout-visit', rule: 'failed-retest', days: 9 },
    ])
  })

  test('is moved when a violations reset begins, by the days of the outage that are left', () => {
    const car = until(carUnder(maine, '2026-03-10T15:00Z').installed(), '2026-03-20T15:00Z').order(wide)
    car.start().untilRetest().blow(40)
    // The reset began on the 20th: three days of the outage lie in its five.
    expect(last(car)).toMatchObject({ kind: 'due-date-moved', of: 'violations-service', days: 3 })
    expect(inZone(car.state.ledger.resetBy, 'America/New_York')).toBe('Sat 28 Mar 2026, 23:59 EDT')
  })

  test('has nothing to move where a lockout stops the car at once', () => {
    const car = until(carUnder(maine, '2026-03-10T15:00Z').installed(), '2026-03-14T15:00Z').order(wide)
    car.feed('tamper', 'case-opened')
    expect(car.count('due-date-moved')).toBe(0)
    expect(car.ignitionOn().out.mode).toBe('locked')
  })
})

describe('where the law lets vendors order too', () => {
  const toll = { ...massachusetts.relief.toll, value: { by: ['authority', 'vendor'] as const, daysMax: 30 } }
  const lenient: Profile = { ...massachusetts, relief: { ...massachusetts.relief, toll } }
  const car = () => carUnder(lenient, START).installed()

  test('a vendor may amend its own order and not the authority’s', () => {
    const own = car().order({ id: 'first' }, 'vendor').order({ id: 'second', supersedes: 'first' }, 'vendor')
    expect(own.state.ledger.orders.map(({ holds }) => holds)).toEqual([false, true])
    const others = car().order({ id: 'first' }).order({ id: 'second', supersedes: 'first' }, 'vendor')
    expect(refusal(others)).toBe('the vendor cannot amend an order given by the authority')
  })

  test('a vendor’s order that came first keeps no order of the authority out', () => {
    const late = car().order({ id: 'second', supersedes: 'order-1' }, 'vendor').order()
    expect(late.state.ledger.orders.map(({ holds }) => holds)).toEqual([true, true])
  })

  test('the authority may end a vendor’s', () => {
    const ended = car().order({ id: 'first' }, 'vendor')
    ended.order({ id: 'end', supersedes: 'first', moves: { kind: 'ended' } })
    expect(ended.state.ledger.orders.map(({ holds }) => holds)).toEqual([false, false])
  })
})

test.each([
  [0, []],
  [1, ['missed-visit']],
])('%i ms after the last instant of its moved date a missed visit is undone: lockouts left %j', (late, rules) => {
  const scope = { ...orderFor(carUnder(massachusetts).config).scope, functions: ['service-visit'] as const }
  const car = until(carUnder(massachusetts, START).installed(), '2026-03-26T03:59:59.999Z').wait(late)
  expect(car.lockouts()).toEqual(['missed-visit'])
  expect(car.order({ scope }).lockouts()).toEqual(rules)
})

test('an order of any shape throws nothing, moves no date back and none beyond the law', () => {
  const odd = fc.oneof(
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER, -1, 0, 0.5, 1e300),
    fc.integer({ min: -5, max: 400 }),
  )
  const date = fc.integer({ min: -400, max: 400 }).map((n) => addDays(day('2026-03-14'), n))
  const span = fc.record({ from: date, until: date })
  const names = fc.option(fc.array(fc.constantFrom('', 'northgate', 'x'.repeat(900)), { maxLength: 2 }))
  const scope = fc.record({
    jurisdiction: fc.constantFrom('US-MA', 'US-ME', 'y'.repeat(900)),
    vendors: names,
    models: names,
    firmwares: names,
    regions: names,
    functions: fc.array(fc.constantFrom(...SERVICE_FUNCTIONS), { maxLength: 4 }),
  })
  const moves = fc.oneof(
    fc.constantFrom({ kind: 'day-for-day' } as const, { kind: 'ended' } as const),
    odd.map((n) => ({ kind: 'days', days: n }) as const),
  )
  const terms = fc.record({ scope, interval: span, due: span, moves, capDays: odd, staggerDays: odd })
  fc.assert(
    fc.property(fc.array(terms, { maxLength: 4 }), fc.integer({ min: 0, max: 45 }), (all, days) => {
      const car = carUnder(massachusetts, START)
        .installed()
        .wait(days * DAY)
      const before = car.state.ledger.dueAt
      for (const [n, change] of all.entries()) {
        const known = car.log.length
        car.order({ ...change, id: `odd-${n}` })
        expect(car.log.length).toBeGreaterThan(known)
        for (const entry of car.log.slice(known))
          if (entry.kind === 'statement-refused') expect(entry.why.length).toBeLessThanOrEqual(500)
      }
      expect(car.state.ledger.dueAt).toBeGreaterThanOrEqual(before)
      expect(car.state.ledger.dueAt - before).toBeLessThanOrEqual(30 * DAY)
      for (const { lockouts } of [car.state.ledger])
        for (const { visitBy, visitAsSet } of lockouts)
          expect((visitBy ?? 0) - (visitAsSet ?? 0)).toBeLessThan(31 * DAY)
    }),
    { numRuns: 300, seed: 20_260_318 },
  )
})

describe('an order that comes late', () => {
  test('undoes the missed visit and its lockout, and nothing else', () => {
    const car = carUnder(massachusetts, START).installed().ignitionOn().blow(90).off()
    until(car, '2026-03-20T15:00Z')
    expect(car.lockouts()).toEqual(['missed-visit'])
    expect(car.ignitionOn().out.mode).toBe('locked')
    car.off().order({ scope: { ...orderFor(car.config).scope, functions: ['service-visit'] } })
    expect(car.kinds().slice(-3)).toEqual(['order-accepted', 'due-date-moved', 'lockout-ended'])
    expect(car.state.ledger).toMatchObject({ missed: false, lockouts: [] })
    expect(car.state.ledger.counts).toMatchObject({ 'service-missed': 0, 'start-test-failed': 1 })
    expect(car.ignitionOn().blow(0).out.starter).toBe('permitted')
  })

  test('leaves the visit missed when the moved date is behind too', () => {
    const car = until(carUnder(massachusetts, START).installed(), '2026-03-20T15:00Z')
    car.order({
      moves: { kind: 'days', days: 2 },
      scope: { ...orderFor(car.config).scope, functions: ['service-visit'] },
    })
    expect(last(car)).toMatchObject({ kind: 'due-date-moved', days: 2 })
    expect(car.lockouts()).toEqual(['missed-visit'])
    expect(car.state.ledger.missed).toBe(true)
  })

  test('a visit that is undone can be missed again, on its new date', () => {
    const car = until(carUnder(maine, '2026-01-20T15:00Z').installed(), '2026-03-23T15:00Z')
    expect(car.lockouts()).toEqual(['missed-visit'])
    expect(car.order().lockouts()).toEqual([])
    until(car, '2026-03-31T03:59:59.999Z')
    expect(car.lockouts()).toEqual([])
    expect(car.wait(1).lockouts()).toEqual(['missed-visit'])
    expect(car.count('service-missed')).toBe(2)
    expect(car.state.ledger.counts['service-missed']).toBe(1)
  })

  test('opens a lockout again whose time to drive to the visit was over', () => {
    const car = until(carUnder(massachusetts, '2026-03-10T15:00Z').installed(), '2026-03-14T15:00Z')
    car.start().untilRetest().blow(60).off()
    until(car, '2026-03-20T15:00Z')
    expect(car.ignitionOn().out.mode).toBe('locked')
    car.off().order()
    expect(last(car)).toMatchObject({ kind: 'due-date-moved', of: 'lockout-visit', rule: 'failed-retest', days: 9 })
    expect(inZone((car.state.ledger.lockouts[0]?.visitBy ?? 0) as Instant, 'America/New_York')).toBe(
      'Wed 25 Mar 2026, 23:59 EDT',
    )
    expect(car.lockouts()).toEqual(['failed-retest'])
    expect(car.ignitionOn().out.display[1]).toBe('SERVICE BY Wed 23:59')
    expect(car.blow(0).out.starter).toBe('permitted')
  })

  test('leaves a lockout closed whose moved time is behind too, without closing it twice', () => {
    const car = until(carUnder(massachusetts, '2026-03-10T15:00Z').installed(), '2026-03-14T15:00Z')
    car.start().untilRetest().blow(60).off()
    until(car, '2026-03-20T15:00Z').order({ moves: { kind: 'days', days: 2 } })
    expect(last(car)).toMatchObject({ kind: 'due-date-moved', of: 'lockout-visit', days: 2 })
    expect(car.count('lockout-closed')).toBe(1)
    expect(car.ignitionOn().out.mode).toBe('locked')
  })

  test('warns again only where the new warning lies ahead', () => {
    const late = (days: number) => {
      const car = until(carUnder(maine, '2026-01-16T15:00Z').installed(), '2026-03-16T15:00Z')
      expect([car.count('service-reminder'), car.count('service-warning')]).toEqual([1, 1])
      return until(car.order({ moves: { kind: 'days', days } }), '2026-03-18T03:00Z')
    }
    // Due on the 17th, warned from the 12th. Three days more: from the 15th, which is over.
    expect(late(3).count('service-warning')).toBe(1)
    expect(late(3).count('service-reminder')).toBe(1)
    expect(late(5).count('service-warning')).toBe(2)
    expect(late(5).count('service-reminder')).toBe(1)
  })

  test('gives the violations service its days back', () => {
    const car = until(carUnder(maine, '2026-03-10T15:00Z').installed(), '2026-03-13T15:00Z')
    car.start().untilRetest().blow(40).off()
    until(car, '2026-03-21T15:00Z')
    expect(car.lockouts()).toEqual(['unserviced-violations'])
    car.order()
    expect(car.lockouts()).toEqual([])
    expect(car.state.ledger).toMatchObject({ resetMissed: false })
    expect(car.state.ledger.counts).toMatchObject({ 'reset-unserviced': 0, 'retest-failed': 1, 'sample-failed': 1 })
  })
})

describe('an order is refused in one sentence, and moves nothing', () => {
  const scope = orderFor(carUnder(massachusetts).config).scope
  test.each([
    ['of another state', { scope: { ...scope, jurisdiction: 'US-ME' } }, 'the order is for US-ME'],
    ['for other models', { scope: { ...scope, models: ['K-9'] } }, 'it names other models'],
    ['for other vendors', { scope: { ...scope, vendors: ['kestrel'] } }, 'it names other vendors'],
    ['backwards', { interval: { from: day('2026-03-22'), until: day('2026-03-14') } }, 'ends before it begins'],
    [
      'with its due dates backwards',
      { due: { from: day('2026-03-22'), until: day('2026-03-14') } },
      'before its first',
    ],
    ['by no days', { moves: { kind: 'days', days: 0 } }, 'by no days'],
    ['by half a day', { moves: { kind: 'days', days: 0.5 } }, 'by no days'],
    ['capped below nothing', { capDays: -1 }, 'no whole numbers'],
  ] as const)('%s', (_name, change, why) => {
    const car = carUnder(massachusetts, START).installed().order(change)
    expect(refusal(car)).toContain(why)
    expect(dueOn(car)).toBe('Mon 16 Mar 2026, 23:59 EDT')
    expect(car.state.ledger.orders).toEqual([])
  })

  test('by a vendor where only the authority may', () => {
    for (const profile of [massachusetts, maine])
      for (const by of ['vendor', 'rescue'] as const)
        expect(refusal(carUnder(profile, START).installed().order({}, by))).toContain('here only the authority may')
  })

  test('before the installation', () => {
    expect(refusal(carUnder(massachusetts, START).order())).toContain('not installed')
  })

  test('when a later order stands in its place already', () => {
    const car = carUnder(massachusetts, START).installed()
    car.order({ id: 'second', supersedes: 'order-1' }).order()
    expect(refusal(car)).toBe('the later order second stands in its place')
  })

  test('when its id was another order’s', () => {
    const car = carUnder(massachusetts, START).installed().order().order({ capDays: 2 })
    expect(refusal(car)).toContain('another order with the same id')
    expect(dueOn(car)).toBe('Wed 25 Mar 2026, 23:59 EDT')
  })
})

describe('amended and ended', () => {
  test('what was given stays, and later dates move by the newer terms alone', () => {
    const wide = { due: { from: day('2026-03-14'), until: day('2026-05-01') } }
    const car = carUnder(massachusetts, START).installed().order(wide)
    car.order({ ...wide, id: 'end', supersedes: 'order-1', moves: { kind: 'ended' } })
    expect(last(car)).toMatchObject({ kind: 'order-accepted', moves: 'ended' })
    expect(dueOn(car)).toBe('Wed 25 Mar 2026, 23:59 EDT')
    until(car, '2026-03-20T15:00Z').serviced()
    expect(dueOn(car)).toBe('Sun 19 Apr 2026, 23:59 EDT')
  })

  test('an order that was amended since is nothing new either', () => {
    const car = carUnder(massachusetts, START).installed().order().order({ id: 'second', supersedes: 'order-1' })
    const { length } = car.log
    expect(car.order().log).toHaveLength(length)
  })

  test('an amendment that gives more moves the date on, one that gives less leaves it', () => {
    const less = { id: 'less', supersedes: 'order-1', interval: { from: day('2026-03-14'), until: day('2026-03-16') } }
    const more = { id: 'more', supersedes: 'less', interval: { from: day('2026-03-14'), until: day('2026-03-24') } }
    const car = carUnder(massachusetts, START).installed().order().order(less)
    expect(dueOn(car)).toBe('Wed 25 Mar 2026, 23:59 EDT')
    expect(dueOn(car.order(more))).toBe('Fri 27 Mar 2026, 23:59 EDT')
  })
})

test('the clock set back or ahead makes no order count twice', () => {
  const car = carUnder(massachusetts, START).installed().order()
  const { dueAt } = car.state.ledger
  for (const days of [-40, 90, -7]) {
    car.at = instant(car.at + days * DAY)
    car.wait(1_000).order().crashed(1_000).order()
  }
  expect(car.state.ledger.dueAt).toBe(dueAt)
  expect(car.count('order-accepted')).toBe(1)
  expect(car.count('due-date-moved')).toBe(1)
})
