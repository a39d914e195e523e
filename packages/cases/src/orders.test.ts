/** Orders that reach the car, orders that do not, and what neither law nor order gives. */
import { effectiveFrom as day } from '@keyturn/rules/effective.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder, told } from './case-under.ts'
import { accepted, listed, moved, order, override, permit } from './testing/listed-order.ts'

// Installed on 16 February, so due on 18 March; eight days of outage make it 26 March.
const DUE = '2026-03-19T03:59:59.999Z'
const MISSED = '2026-03-19T04:00:00Z'
const MOVED = '2026-03-27T03:59:59.999Z'
const KNOWN = '2026-03-15T12:00Z'

type Story = ReturnType<typeof caseUnder>
const driver = () => caseUnder(massachusetts).installed('2026-02-16T15:00Z')
/** The car hears of the order, moves its date and, when it had locked for it, ends the lockout. */
const hears = (story: Story, moment: string, terms = order()) =>
  story.record(moment, accepted(terms), 'provider').record(moment, moved(terms.id, 8, MOVED), 'provider')
/** The car misses its own date and locks. */
const misses = (story: Story) =>
  story
    .record(MISSED, { kind: 'service-missed', dueAt: told(DUE) }, 'unknown')
    .record(MISSED, { kind: 'lockout-began', rule: 'missed-visit', visitBy: told('2026-03-21T04:00Z') }, 'unknown')
const ends = (story: Story, moment: string) =>
  story.record(moment, { kind: 'lockout-ended', rule: 'missed-visit' }, 'provider')
const rulesOf = (story: Story, moment: string) =>
  story.at(moment).findings.map(({ class: of, rule }) => `${of} ${rule}`)

describe('an order that reaches the car', () => {
  test('moves the date, and the driver is told by whose order [OUT-9]', () => {
    const story = hears(driver().listed(listed(KNOWN)), '2026-03-16T12:00Z')
    expect(story.at('2026-03-20T12:00Z').explained).toMatchInlineSnapshot(`
      "IN GOOD STANDING
        because  2026-02-16 15:00Z #1 Device installed by T-1 under US-MA@2026-11-01; next visit due by Wed 18 Mar 2026, 23:59 EDT.
        because  2026-03-16 12:00Z #3 Date of the service visit moved by 8 days to Thu 26 Mar 2026, 23:59 EDT under order-1.
        do       Have the device serviced by Thu 26 Mar 2026, 23:59 EDT. The date was moved by 8 days by order order-1 of Registry of Motor Vehicles under 540 CMR 25.06(3). Book early: the last day may be full. [2026-03-27 03:59:59.999Z]"
    `)
  })

  test('after the date undoes the missed visit and its lockout [OUT-2]', () => {
    const late = '2026-03-20T12:00Z'
    const story = ends(hears(misses(driver().listed(listed(KNOWN))), late), late)
    const { status, findings, counts, integrity } = story.at('2026-03-21T12:00Z')
    expect(status.kind).toBe('service-due-soon')
    expect(integrity.state).toBe('sound')
    expect(findings.map(({ class: of, rule, cause }) => [of, rule, cause])).toEqual([
      ['not-held', 'missed-visit', 'provider'],
    ])
    expect(counts.find(({ rule }) => rule === 'missed-visit')?.have).toBe(0)
  })

  test('undoes the same when no list is at hand, by the log alone', () => {
    const late = '2026-03-20T12:00Z'
    expect(rulesOf(ends(hears(misses(driver()), late), late), '2026-03-21T12:00Z')).toEqual(['not-held missed-visit'])
  })

  test('does not undo a failed retest of the same days [OUT-2]', () => {
    const story = hears(driver().listed(listed(KNOWN)), '2026-03-16T12:00Z').retest('2026-03-17T12:00Z', 60)
    expect(rulesOf(story, '2026-03-18T00:00Z')).toEqual(['lockout failed-retest'])
  })

  test.each([
    ['2026-03-27T03:59:59.999Z', 'service-due-soon'],
    ['2026-03-27T04:00:00Z', 'locked-out'],
  ])('leaves the moved day to its last instant: at %s %s', (moment, kind) => {
    const story = hears(driver().listed(listed(KNOWN)), '2026-03-16T12:00Z')
    expect(story.at(moment).status.kind).toBe(kind)
  })

  test('is missed like any other date once the moved day is over', () => {
    const story = hears(driver().listed(listed(KNOWN)), '2026-03-16T12:00Z')
    expect(story.at('2026-03-28T12:00Z').findings[0]?.because.map(({ words }) => words)).toEqual([
      'Date of the service visit moved by 8 days to Thu 26 Mar 2026, 23:59 EDT under order-1.',
    ])
  })

  test('and comes too late for its own moved date undoes nothing', () => {
    const late = '2026-03-28T12:00Z'
    const story = hears(misses(driver().listed(listed(KNOWN))), late)
    expect(story.at('2026-03-29T12:00Z').status.kind).toBe('locked-out')
    expect(rulesOf(story, '2026-03-29T12:00Z')).toEqual(['lockout missed-visit'])
  })
})

describe('an order that the car has not heard of', () => {
  const story = () => misses(driver().listed(listed(KNOWN)))

  test('moves the date in the case, and the driver is told to carry it [OUT-9]', () => {
    expect(driver().listed(listed(KNOWN)).at('2026-03-16T12:00Z').explained).toMatchInlineSnapshot(`
      "IN GOOD STANDING
        because  2026-02-16 15:00Z #1 Device installed by T-1 under US-MA@2026-11-01; next visit due by Wed 18 Mar 2026, 23:59 EDT.
        do       Your date for the service visit is Thu 26 Mar 2026, 23:59 EDT by order order-1 of Registry of Motor Vehicles under 540 CMR 25.06(3). Your car has not heard of it and still counts to Wed 18 Mar 2026, 23:59 EDT. Carry the order to the car: open the page of public orders on your phone beside the car, or have the code of the order read. The car then takes the date over by itself, and ends a lockout that rests on the old one. Where that is not possible, ask your provider or the authority for a telephone code, or which other center may serve you. [2026-03-19 03:59:59.999Z]
        do       Have the device serviced by Thu 26 Mar 2026, 23:59 EDT. The date was moved by 8 days by order order-1 of Registry of Motor Vehicles under 540 CMR 25.06(3). Book early: the last day may be full. [2026-03-27 03:59:59.999Z]"
    `)
  })

  test('holds the missed visit: shown, not counted, with what to do [OUT-2]', () => {
    const held = story().at('2026-03-20T12:00Z')
    expect(held.counts.find(({ rule }) => rule === 'missed-visit')?.have).toBe(0)
    expect(held.explained).toMatchInlineSnapshot(`
      "LOCKED OUT since 2026-03-19 04:00Z
        rule     missed-visit: A missed service visit
        law      order order-1 of Registry of Motor Vehicles under 540 CMR 25.06(3): the servers of two vendors were down
        under    US-MA@2026-11-01
        because  2026-02-16 15:00Z #1 Device installed by T-1 under US-MA@2026-11-01; next visit due by Wed 18 Mar 2026, 23:59 EDT.
        because  2026-03-19 04:00Z #2 Service visit missed: it was due by Wed 18 Mar 2026, 23:59 EDT.
        cause    provider
        means    The car locks only because it has not heard of order order-1, by which the date is Thu 26 Mar 2026, 23:59 EDT. It is not counted and not reported. Carry the order to the car.
        do       Your date for the service visit is Thu 26 Mar 2026, 23:59 EDT by order order-1 of Registry of Motor Vehicles under 540 CMR 25.06(3). Your car has not heard of it and has locked. Carry the order to the car: open the page of public orders on your phone beside the car, or have the code of the order read. The car then takes the date over by itself, and ends a lockout that rests on the old one. Where that is not possible, ask your provider or the authority for a telephone code, or which other center may serve you.
        do       Drive to your service provider by Sat 21 Mar 2026, 00:00 EDT. Until then the car starts on a passed test; after that it has to be towed. [2026-03-21 04:00Z]"
    `)
  })

  test.each([
    ['2026-03-27T03:59:59.999Z', 'provider', 0],
    ['2026-03-27T04:00:00Z', 'unknown', 1],
  ])('holds until its own date is over: at %s the cause is %s', (moment, cause, have) => {
    const { findings, counts } = story().at(moment)
    expect(findings.map((one) => one.cause)).toEqual([cause])
    expect(counts.find(({ rule }) => rule === 'missed-visit')?.have).toBe(have)
  })

  test.each([
    ['2026-03-15T11:59:59.999Z', 0],
    ['2026-03-15T12:00Z', 1],
  ])('changes nothing before it is known: at %s', (moment, dates) => {
    expect(driver().listed(listed(KNOWN)).at(moment).moved).toHaveLength(dates)
  })

  test('that is declared after the fact holds the miss from then on', () => {
    const backwards = misses(driver().listed(listed('2026-03-20T12:00Z')))
    expect(backwards.at('2026-03-20T11:59Z').findings.map(({ cause }) => cause)).toEqual(['unknown'])
    expect(backwards.at('2026-03-20T12:00Z').findings.map(({ cause }) => cause)).toEqual(['provider'])
  })

  test.each([
    ['2026-03-13', 'the day before', 0],
    ['2026-03-14', 'its first day', 1],
    ['2026-03-21', 'its last day', 1],
    ['2026-03-22', 'the day after', 0],
  ])('means dates inside its days alone: due on %s, %s', (dueOn, _what, dates) => {
    const due = `${dueOn}T23:00Z`
    const one = driver().serviceVisit('2026-03-01T15:00Z', due).listed(listed('2026-03-02T12:00Z'))
    expect(one.at('2026-03-10T12:00Z').moved).toHaveLength(dates)
  })

  test.each([
    ['of another state', { jurisdiction: 'US-ME' }],
    ['of another vendor', { vendors: ['kestrel'] }],
    ['of another model', { models: ['K-2'] }],
    ['of another firmware', { firmwares: ['4.1'] }],
    ['of another region', { regions: ['suffolk'] }],
    ['of another function', { functions: ['lockout-visit'] as const }],
  ])('%s moves nothing', (_what, scope) => {
    const other = order({ scope: { ...order().scope, ...scope } })
    expect(driver().listed(listed(KNOWN, other)).at('2026-03-16T12:00Z').moved).toEqual([])
  })

  test('of a vendor moves nothing where only the authority may [MA-LCK-3]', () => {
    const one = driver().listed(listed(KNOWN, order(), { by: 'vendor' }))
    expect(one.at('2026-03-16T12:00Z').moved).toEqual([])
  })

  test('never moves a date further than the law and its own cap', () => {
    const far = order({ moves: { kind: 'days', days: 90 }, capDays: 60 })
    expect(driver().listed(listed(KNOWN, far)).at('2026-03-16T12:00Z').moved[0]?.days).toBe(30)
    const capped = order({ moves: { kind: 'days', days: 90 }, capDays: 5 })
    expect(driver().listed(listed(KNOWN, capped)).at('2026-03-16T12:00Z').moved[0]?.days).toBe(5)
  })
})

test('an order about the time after a lockout is to be carried before that time is over', () => {
  const longer = order({
    scope: { ...order().scope, functions: ['lockout-visit'] },
    moves: { kind: 'days', days: 5 },
  })
  const story = driver().retest('2026-03-16T12:00Z', 60).listed(listed(KNOWN, longer))
  const { moved: dates, next, status } = story.at('2026-03-17T12:00Z')
  // The lockout leaves 48 hours, to 18 March; a moved time ends with its day.
  expect(dates.map(({ of, inCar, to }) => [of, inCar, to])).toEqual([
    ['lockout-visit', told('2026-03-18T12:00Z'), told('2026-03-24T03:59:59.999Z')],
  ])
  expect(next[0]?.words).toContain(
    'Your time to visit after the lockout is Mon 23 Mar 2026, 23:59 EDT by order order-1',
  )
  // What the car does until it hears of the order is its own.
  expect(status).toMatchObject({ kind: 'locked-out', visitBy: told('2026-03-18T12:00Z') })
})

describe('orders about orders', () => {
  const amended = order({ id: 'order-2', supersedes: 'order-1', moves: { kind: 'days', days: 12 } })
  const over = order({ id: 'order-3', supersedes: 'order-1', moves: { kind: 'ended' } })

  test('two that contradict each other give the later date, in either sequence', () => {
    const short = order({ id: 'order-9', moves: { kind: 'days', days: 3 } })
    const days = (...both: readonly ReturnType<typeof listed>[]) =>
      driver()
        .listed(...both)
        .at('2026-03-17T12:00Z')
        .moved.map((one) => [one.order, one.days])
    expect(days(listed(KNOWN, short), listed(KNOWN))).toEqual([['order-1', 8]])
    expect(days(listed(KNOWN), listed(KNOWN, short))).toEqual([['order-1', 8]])
  })

  test('an amendment gives what it gives; what was given stays', () => {
    const both = driver().listed(listed(KNOWN), listed('2026-03-16T12:00Z', amended))
    expect(both.at('2026-03-16T11:59Z').moved[0]?.days).toBe(8)
    expect(both.at('2026-03-16T12:00Z').moved[0]?.days).toBe(12)
    const ended = driver().listed(listed(KNOWN), listed('2026-03-16T12:00Z', over))
    expect(ended.at('2026-03-20T12:00Z').moved[0]?.days).toBe(8)
  })

  test('a period that begins after the end of an order gets nothing of it', () => {
    const ended = driver()
      .serviceVisit('2026-03-17T12:00Z', '2026-03-20T12:00Z')
      .listed(listed(KNOWN), listed('2026-03-16T12:00Z', over))
    expect(ended.at('2026-03-18T12:00Z').moved).toEqual([])
  })

  test('one that is withdrawn gives nothing any more; what the car took stays', () => {
    const withdrawn = listed(KNOWN, order(), { withdrawnAt: told('2026-03-17T12:00Z') })
    expect(driver().listed(withdrawn).at('2026-03-17T11:59Z').moved).toHaveLength(1)
    expect(driver().listed(withdrawn).at('2026-03-17T12:00Z').moved).toEqual([])
    const taken = hears(driver().listed(withdrawn), '2026-03-16T12:00Z')
    expect(taken.at('2026-03-20T12:00Z').moved.map(({ to }) => to)).toEqual([told(MOVED)])
    expect(rulesOf(taken, '2026-03-20T12:00Z')).toEqual([])
    const after = hears(driver().listed(withdrawn), '2026-03-17T12:00Z')
    expect(rulesOf(after, '2026-03-20T12:00Z')).toEqual(['integrity order-withdrawn'])
  })

  test('a violations service of Maine moves like a visit, and its lockout is undone', () => {
    const terms = order({
      scope: { ...order().scope, jurisdiction: 'US-ME', functions: ['violations-service'] },
    })
    const story = caseUnder(maine).installed('2026-03-10T15:00Z').retest('2026-03-12T12:00Z', 60)
    const by = story.at('2026-03-12T13:00Z').deadlines.find(({ what }) => what === 'violations-service')?.closesAt
    expect(by).toBe(told('2026-03-17T12:00Z'))
    const held = story.listed(listed(KNOWN, terms)).at('2026-03-18T12:00Z')
    expect(held.findings.map(({ class: of, rule, cause }) => [of, rule, cause])).toContainEqual([
      'lockout',
      'unserviced-violations',
      'provider',
    ])
  })
})

describe('what neither law nor order gives is an integrity finding', () => {
  const at = '2026-03-16T12:00Z'
  const later = '2026-03-17T12:00Z'

  test.each([
    ['an order that the case does not know', accepted(order({ id: 'order-7' })), 'order-not-known'],
    ['an order of a vendor', accepted(order(), 'vendor'), 'order-not-lawful'],
    ['an order with other terms', accepted(order({ capDays: 90 })), 'order-differs'],
    ['a date without an order', moved('order-8', 8, MOVED), 'date-moved-without-order'],
    [
      'a code of a vendor',
      { kind: 'keypad-accepted', code: 'extension', by: 'vendor', counter: 1, days: 7 } as const,
      'code-not-lawful',
    ],
    [
      'a code for too many days',
      { kind: 'keypad-accepted', code: 'extension', by: 'authority', counter: 1, days: 11 } as const,
      'code-not-lawful',
    ],
    ['an override of a vendor', override('override-1', later, 'vendor'), 'override-not-lawful'],
    ['an override without a lockout', override('override-1', '2026-03-16T16:00Z'), 'override-without-lockout'],
  ])('%s', (_what, event, rule) => {
    expect(rulesOf(driver().listed(listed(KNOWN)).record(at, event, 'provider'), later)).toContain(`integrity ${rule}`)
  })

  test('a date that the order does not give', () => {
    const story = driver()
      .listed(listed(KNOWN))
      .record(at, accepted(), 'provider')
      .record(at, moved('order-1', 9, '2026-03-28T03:59:59.999Z'), 'provider')
    expect(rulesOf(story, later)).toEqual(['integrity moved-date-differs'])
  })

  test('an order whose scope leaves the device out', () => {
    const other = order({ scope: { ...order().scope, vendors: ['kestrel'] } })
    const story = driver().listed(listed(KNOWN, other)).record(at, accepted(), 'provider')
    expect(rulesOf(story, later)).toEqual(['integrity order-not-for-device'])
  })

  test('a lockout that the device ended by itself', () => {
    const story = ends(misses(driver()), '2026-03-20T12:00Z')
    expect(rulesOf(story, '2026-03-21T12:00Z')).toContain('integrity lockout-ended-without-ground')
  })

  test('a telephone code that the law gives moves the date like an order', () => {
    const story = driver()
      .record(at, { kind: 'keypad-accepted', code: 'extension', by: 'authority', counter: 3, days: 7 }, 'provider')
      .record(at, moved('code-authority-3', 7, '2026-03-26T03:59:59.999Z'), 'provider')
    expect(rulesOf(story, later)).toEqual([])
    expect(story.at(later).moved.map(({ days, to }) => [days, to])).toEqual([[7, told('2026-03-26T03:59:59.999Z')]])
  })
})

describe('an override of a closed lockout', () => {
  // The time to visit is over on 21 March; the override lasts four hours.
  const from = '2026-03-22T12:00Z'
  const until = '2026-03-22T16:00Z'
  const lifted = () => misses(driver()).record(from, override('override-1', until), 'provider')

  test.each([
    ['before it', '2026-03-22T11:59:00Z', 1],
    ['in its last instant', until, 0],
    ['after its end', '2026-03-22T16:00:00Z+1', 1],
  ])('a start %s: %s', (_what, moment, found) => {
    const story =
      moment < from
        ? misses(driver()).record(moment, permit(until)).record(from, override('override-1', until), 'provider')
        : lifted().record(moment, permit('2026-03-22T18:00Z'))
    const starts = story.at('2026-03-23T12:00Z').findings.filter(({ rule }) => rule === 'start-permitted-in-lockout')
    expect(starts).toHaveLength(found)
  })

  test('a second one before a visit is a finding; after a visit it is not', () => {
    const twice = lifted().record('2026-03-23T12:00Z', override('override-2', '2026-03-23T16:00Z'), 'provider')
    expect(rulesOf(twice, '2026-03-24T12:00Z')).toContain('integrity override-twice')
    const between = lifted()
      .serviceVisit('2026-03-22T15:00Z', '2026-03-24T12:00Z')
      .record('2026-03-27T12:00Z', override('override-2', '2026-03-27T16:00Z'), 'provider')
    expect(rulesOf(between, '2026-03-27T13:00Z').filter((one) => one.includes('override'))).toEqual([])
  })

  test('by telephone needs its code, and is not counted twice', () => {
    const code = { kind: 'keypad-accepted', code: 'override', by: 'authority', counter: 2, days: 0 } as const
    const both = misses(driver()).record(from, code, 'provider').record(from, override('code-authority-2', until))
    expect(rulesOf(both, '2026-03-23T12:00Z').filter((one) => one.startsWith('integrity'))).toEqual([])
  })
})

test('an order that names its days moves them from the first date, not from one another', () => {
  const one = order({ moves: { kind: 'days', days: 4 } })
  const two = order({
    id: 'order-2',
    moves: { kind: 'days', days: 6 },
    interval: { from: day('2026-03-14'), until: day('2026-03-14') },
  })
  expect(driver().listed(listed(KNOWN, one), listed(KNOWN, two)).at('2026-03-16T12:00Z').moved[0]?.days).toBe(6)
})
