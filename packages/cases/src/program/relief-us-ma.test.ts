/** Orders and outages over a whole case: what is held, what is shown, and what only a person decides. */
import type { EntryOf } from '@keyturn/domain/record.ts'
import { assert } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder, told, toldDevice } from '../case-under.ts'
import type { ListedOrder, ListedOutage } from '../relief.ts'
import { accepted, listed, moved, order } from '../testing/listed-order.ts'
import { basisOf, knownAs, lawKnownAs } from './basis.ts'
import { caseLawOf } from './case-law.ts'
import { explainCase } from './explain-case.ts'
import { programCaseUnder, type ToldCase } from './program-case-under.ts'
import { countsAgainst } from './standing.ts'
import type { CaseLaw } from './told.ts'

const law = caseLawOf('US-MA')
assert(law !== undefined, 'Massachusetts has a program')

// Installed on 16 February, so due on 18 March; eight days of outage make it 26 March.
const KNOWN = '2026-03-15T12:00Z'
const MISSED = '2026-03-19T04:00:00Z'
const MOVED = '2026-03-27T03:59:59.999Z'

const under = (orders: readonly ListedOrder[], outages: readonly ListedOutage[] = []): CaseLaw => ({
  ...law,
  relief: { orders, outages },
})
const driving = (by: CaseLaw): ToldCase =>
  programCaseUnder(by)
    .opened('2022-01-03')
    .convicted('2012-04-01')
    .convicted('2022-01-10')
    .approved('2026-02-01')
    .vehicle('2026-02-01')
    .vendor('2026-02-02', 'ACME')
    .installed('2026-02-16T15:00Z')
    .affidavit('2026-02-17')
    .reinstated('2026-02-18')
    .restricted('2026-02-18', 'Z')
const missedVisit: EntryOf<'service-missed'>['dueAt'] = told('2026-03-19T03:59:59.999Z')
/** The log of a car that misses its own date. */
const missing = () =>
  caseUnder(massachusetts)
    .installed('2026-02-16T15:00Z')
    .record(MISSED, { kind: 'service-missed', dueAt: missedVisit }, 'unknown')
    .record(MISSED, { kind: 'lockout-began', rule: 'missed-visit', visitBy: told('2026-03-21T04:00Z') }, 'unknown')
const found = (story: ToldCase, moment: string) =>
  story.at(moment).findings.filter(({ rule }) => rule === 'missed-visit')
const dueOn = (story: ToldCase, moment: string) =>
  story.at(moment).deadlines.find(({ what }) => what === 'service-visit')?.closesAt

const outage = (more: Partial<ListedOutage> = {}): ListedOutage => ({
  id: 'outage-1',
  supersedes: null,
  scope: { ...order().scope, vendors: ['ACME'] },
  from: told('2026-03-14T05:00Z'),
  until: told('2026-03-22T03:59:59.999Z'),
  cause: 'server',
  account: 'Our servers do not answer',
  by: 'vendor',
  issuer: 'Acme Interlock',
  cites: [],
  issuedAt: told('2026-03-14T12:00Z'),
  knownAt: told('2026-03-14T12:00Z'),
  withdrawnAt: null,
  ...more,
})

describe('Massachusetts: an order that the car never got', () => {
  const story = () => driving(under([listed(KNOWN)])).log(missing().records)

  test('is held in the case: not counted, no hearing, no consequence [OUT-2] [OUT-9]', () => {
    const [finding] = found(story(), '2026-03-20')
    expect(finding).toMatchObject({
      class: 'not-held',
      cause: 'provider',
      law: { kind: 'ordered', order: 'order-1', cites: ['540 CMR 25.06(3)'] },
      consequences: [],
      hearingBy: null,
      learnedAt: told(MISSED),
    })
    expect(story().at('2026-03-20').findings.filter(countsAgainst)).toEqual([])
  })

  test('is told to the driver in plain words, with the way out [OUT-9]', () => {
    const answer = story().at('2026-03-20')
    expect(answer.headline).toMatchInlineSnapshot(
      `"Your car has locked because it has not heard of order order-1. By that order your visit is due by Thu 26 Mar 2026, 23:59 EDT, and nothing is held against you. Carry the order to your car with your phone."`,
    )
    expect(
      answer.next.filter(({ who }) => who === 'driver').map(({ urgency, words }) => `${urgency}: ${words}`),
    ).toMatchInlineSnapshot(`
      [
        "now: Your date for the service visit is Thu 26 Mar 2026, 23:59 EDT by order order-1 of Registry of Motor Vehicles under 540 CMR 25.06(3). Your car has not heard of it and has locked. Carry the order to the car: open the page of public orders on your phone beside the car, or have the code of the order read. The car then takes the date over by itself, and ends a lockout that rests on the old one. Where that is not possible, ask your provider or the authority for a telephone code, or which other center may serve you.",
        "now: Drive to your service provider by Sat 21 Mar 2026, 00:00 EDT. Until then the car starts on a passed test; after that it has to be towed.",
      ]
    `)
    expect(explainCase(answer)).toContain('order order-1 of Registry of Motor Vehicles under 540 CMR 25.06(3)')
  })

  test('gives the date in the case before the car hears of it', () => {
    expect(dueOn(driving(under([listed(KNOWN)])).log(missing().records.slice(0, 1)), '2026-03-16')).toBe(told(MOVED))
  })

  test('holds no longer than its own date', () => {
    expect(found(story(), MOVED).map((one) => one.class)).toEqual(['not-held'])
    expect(found(story(), `${MOVED}+1`)).toMatchObject([{ class: 'lockout', since: told(`${MOVED}+1`) }])
  })

  test('stays held when a visit ends the lockout instead', () => {
    const log = missing().serviceVisit('2026-03-20T15:00Z')
    expect(found(driving(under([listed(KNOWN)])).log(log.records), '2026-05-01')[0]).toMatchObject({
      class: 'not-held',
      endedAt: told('2026-03-20T15:00Z'),
    })
  })

  test('stays held when the vendor reports the lockout as well', () => {
    const reported = story().fact('2026-03-20', {
      kind: 'violation-reported',
      violation: 'missed-visit',
      account: 'It locked.',
      device: toldDevice,
      documents: [],
    })
    expect(found(reported, '2026-03-21').map((one) => one.class)).toEqual(['not-held'])
  })

  test('holds nothing of a failed retest in those days [OUT-2]', () => {
    const log = missing().retest('2026-03-20T12:00Z', 60)
    const answer = driving(under([listed(KNOWN)]))
      .log(log.records)
      .at('2026-03-21')
    expect(answer.findings.filter(countsAgainst).map(({ rule }) => rule)).toEqual(['failed-retest'])
  })
})

describe('Massachusetts: an order over a device that is known from reports alone', () => {
  const story = (...orders: readonly ListedOrder[]) => driving(under(orders))

  test('moves the date, and says by whose order', () => {
    expect(dueOn(story(listed(KNOWN)), '2026-03-16')).toBe(told(MOVED))
    expect(
      story(listed(KNOWN))
        .at('2026-03-16')
        .deadlines.find(({ what }) => what === 'service-visit')?.law,
    ).toMatchObject({
      kind: 'ordered',
      order: 'order-1',
    })
  })

  test.each([
    [MOVED, 0],
    [`${MOVED}+1`, 1],
  ])('is missed after the moved day alone: at %s %i', (moment, count) => {
    expect(found(story(listed(KNOWN)), moment)).toHaveLength(count)
  })

  test('a vendor’s report of a missed visit in those days is not counted [OUT-2]', () => {
    const reported = story(listed(KNOWN)).fact('2026-03-20', {
      kind: 'violation-reported',
      violation: 'missed-visit',
      account: 'It locked.',
      device: toldDevice,
      documents: [],
    })
    expect(found(reported, '2026-03-21').map(({ class: of, cause }) => [of, cause])).toEqual([['not-held', 'provider']])
  })

  test.each([
    ['of another vendor', listed(KNOWN, order({ scope: { ...order().scope, vendors: ['kestrel'] } }))],
    ['of another state', listed(KNOWN, order({ scope: { ...order().scope, jurisdiction: 'US-ME' } }))],
    ['of a vendor, where only the authority may', listed(KNOWN, order(), { by: 'vendor' })],
  ])('one %s moves nothing', (_what, other) => {
    expect(found(story(other), '2026-03-20').map((one) => one.class)).toEqual(['lockout'])
  })
})

describe('Massachusetts: a declared outage', () => {
  const story = (more: Partial<ListedOutage> = {}) => driving(under([], [outage(more)])).log(missing().records)

  test('moves no date: it is a ground, and an officer decides [OUT-2]', () => {
    const [finding] = found(story(), '2026-03-20')
    expect(finding).toMatchObject({ class: 'for-a-person', cause: 'provider' })
    expect([finding?.effect, finding?.consequences[0]?.words]).toMatchInlineSnapshot(`
      [
        "The last day, 18 March 2026, fell into an outage that Acme Interlock has declared (outage-1). Nothing is counted; an officer decides whether it was the cause, and may excuse the visit. The declaration alone moves no date.",
        "Ground for an excusal: outage outage-1 declared by Acme Interlock, from Sat 14 Mar 2026, 01:00 EDT until Sat 21 Mar 2026, 23:59 EDT (server): Our servers do not answer.",
      ]
    `)
    expect(dueOn(story(), '2026-03-16')).toBe(missedVisit)
    const officer = story()
      .at('2026-03-20')
      .next.filter(({ who }) => who === 'authority')
    expect(officer.map(({ words }) => words)).toContain(
      'Look at what the machine does not decide: A missed service visit.',
    )
  })

  test('is excused by an officer alone, on that ground', () => {
    const excused = story().excused('2026-03-22', `${toldDevice}:missed-visit@1`)
    expect(found(excused, '2026-03-23').map(({ standing }) => standing.kind)).toEqual(['excused'])
  })

  test('that was declared after the day is said to have been', () => {
    const late = story({ knownAt: told('2026-03-24T12:00Z') })
    expect(found(late, '2026-03-24T11:59Z').map((one) => one.class)).toEqual(['lockout'])
    expect(found(late, '2026-03-24T12:00Z')[0]?.consequences[0]?.words).toContain(
      'It was declared after that day, on Tue 24 Mar 2026, 08:00 EDT.',
    )
  })

  test.each([
    ['over before the day', { until: told('2026-03-18T03:59:59.999Z') }, 'lockout'],
    ['until its first instant', { until: told('2026-03-18T04:00Z') }, 'for-a-person'],
    ['from its last instant', { from: told('2026-03-19T03:59:59.999Z') }, 'for-a-person'],
    ['from the day after', { from: told('2026-03-19T04:00Z') }, 'lockout'],
    ['without an end', { until: null }, 'for-a-person'],
    ['of another vendor', { scope: { ...order().scope, vendors: ['kestrel'] } }, 'lockout'],
    ['that was withdrawn', { withdrawnAt: told('2026-03-19T12:00Z') }, 'lockout'],
  ])('%s: %s', (_what, more, of) => {
    expect(found(story(more), '2026-03-20').map((one) => one.class)).toEqual([of])
  })

  test('as amended by its own vendor is the one that counts', () => {
    const shorter = outage({ id: 'outage-2', supersedes: 'outage-1', until: told('2026-03-17T12:00Z') })
    const both = driving(under([], [outage(), shorter])).log(missing().records)
    expect(found(both, '2026-03-20').map((one) => one.class)).toEqual(['lockout'])
  })

  test('never excuses a failed breath [OUT-2]', () => {
    const failed = driving(under([], [outage()])).log(
      caseUnder(massachusetts).installed('2026-02-16T15:00Z').retest('2026-03-16T12:00Z', 60).records,
    )
    expect(
      failed
        .at('2026-03-17')
        .findings.filter(countsAgainst)
        .map(({ rule }) => rule),
    ).toEqual(['failed-retest'])
  })
})

describe('Massachusetts: what was decided earlier', () => {
  test('replays to the byte when orders came later', () => {
    const story = driving(under([])).log(missing().records)
    const before = story.at('2026-03-20')
    const basis = basisOf(law, story.file, before.asOf, '0'.repeat(64))
    const later = under([listed('2026-03-20T18:00Z')], [outage({ knownAt: told('2026-03-21T12:00Z') })])
    const again = driving(lawKnownAs(later, basis)).log(knownAs(story.file, basis).devices[0]?.records ?? [])
    expect(JSON.stringify(again.at('2026-03-20').findings)).toBe(JSON.stringify(before.findings))
  })

  test('an order that the car took in ends the lockout in the case too', () => {
    const late = '2026-03-20T12:00Z'
    const log = missing()
      .record(late, accepted(), 'provider')
      .record(late, moved('order-1', 8, MOVED), 'provider')
      .record(late, { kind: 'lockout-ended', rule: 'missed-visit' }, 'provider')
    const answer = driving(under([listed(KNOWN)]))
      .log(log.records)
      .at('2026-03-21')
    expect(answer.findings.map(({ class: of, rule }) => `${of} ${rule}`)).toEqual(['not-held missed-visit'])
    expect(answer.headline).toContain('You may drive only vehicles with your ignition interlock.')
  })
})
