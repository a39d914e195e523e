import { assert, type DeviceId } from '@keyturn/domain/units.ts'
import { effectiveFrom } from '@keyturn/rules/effective.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder, told, toldDevice } from '../case-under.ts'
import { caseLawOf } from './case-law.ts'
import { mayRecord } from './may-record.ts'
import { programCaseUnder, type ToldCase } from './program-case-under.ts'
import { countsAgainst } from './standing.ts'

const law = caseLawOf('US-MA')
assert(law !== undefined, 'Massachusetts has a program')

/** A device that is known from its provider's reports alone, installed on 9 February: the visit is due by 10 March. */
const reportsOnly = () =>
  programCaseUnder(law)
    .opened('2022-01-03')
    .convicted('2012-04-01')
    .convicted('2022-01-10')
    .approved('2024-02-01')
    .vehicle('2024-02-01')
    .vendor('2024-02-02', 'ACME')
    .installed('2024-02-09T15:00Z')
const logOf = () => caseUnder(massachusetts).installed('2024-02-09T15:00Z')
const missed = (story: ToldCase, moment: string) =>
  story.at(moment).findings.filter(({ rule }) => rule === 'missed-visit')

/** The tenth of March 2024 has 23 hours in Massachusetts; its last instant is in summer time. */
const lastInstant = '2024-03-11T03:59:59.999Z'

describe('Massachusetts: visits that only a provider reports', () => {
  test.each([
    [lastInstant, 0],
    [`${lastInstant}+1`, 1],
  ])('day thirty ends across the clock change: at %s missed %i [MA-OPR-2] [MA-SVC-2]', (moment, count) => {
    expect(missed(reportsOnly(), moment)).toHaveLength(count)
  })

  test.each([
    [lastInstant, 0],
    [`${lastInstant}+1`, 1],
  ])('a visit at %s leaves %i missed [MA-OPR-2]', (moment, count) => {
    expect(missed(reportsOnly().visit(moment), '2024-03-20')).toHaveLength(count)
  })

  test('it is the lockout of the law, unsigned, with its hearing and what else hangs on it [MA-LCK-3] [MA-SVC-2]', () => {
    const [finding] = missed(reportsOnly(), '2024-03-12')
    expect(finding).toMatchObject({
      id: `${toldDevice}:missed-visit@fact-7`,
      class: 'lockout',
      signed: false,
      law: { clauses: ['MA-LCK-3'] },
      since: told(`${lastInstant}+1`),
      hearingBy: told('2024-04-11T03:59:59.999Z'),
    })
    expect(finding?.consequences[0]?.law).toMatchObject({ clauses: ['MA-SVC-2'] })
  })

  test('the dates it is told by are computed, with rule and facts [MA-OPR-2] [MA-LCK-5]', () => {
    const dates = (moment: string) =>
      reportsOnly()
        .at(moment)
        .deadlines.filter(({ what }) => what.endsWith('visit'))
    expect(dates('2024-02-20')).toMatchObject([
      {
        what: 'service-visit',
        opensAt: told('2024-03-05T05:00Z'),
        closesAt: told(lastInstant),
        state: 'not-yet-open',
        law: { clauses: ['MA-OPR-2'] },
        because: [{ of: 'case', seq: 7 }],
      },
    ])
    expect(dates('2024-03-12').map(({ what, state, closesAt }) => [what, state, closesAt])).toEqual([
      ['service-visit', 'passed', told(lastInstant)],
      ['lockout-visit', 'open', told('2024-03-13T04:00Z')],
    ])
  })

  test('a date that a provider gives earlier counts, one that is later than the law does not', () => {
    const early = reportsOnly().installed('2024-02-10T15:00Z', 'car-1', { dueOn: effectiveFrom('2024-03-01') })
    expect(missed(early, '2024-03-02')).toHaveLength(1)
    const late = (moment: string) =>
      programCaseUnder(law)
        .opened('2022-01-03')
        .vehicle('2024-02-01')
        .installed('2024-02-09T15:00Z', 'car-1', { dueOn: effectiveFrom('2024-03-20') })
        .at(moment)
        .findings.map((one) => [one.class, one.rule, one.cause])
    expect(late('2024-03-20')).toEqual([['not-held', 'visit-date-too-late', 'provider']])
    expect(late('2024-03-21')).toEqual([['lockout', 'missed-visit', 'unknown']])
  })

  test('an imported log that tells no visits is filled by the reports, and counted once', () => {
    const records = caseUnder(massachusetts)
      .installed('2024-02-09T15:00Z')
      .startTest('2024-02-15T15:00Z', 0)
      .records.slice(1)
      .map((one) => ({ ...one, seq: 1 }))
    const story = reportsOnly().log(records, toldDevice, 'import')
    expect(missed(story, '2024-03-12')).toHaveLength(1)
    expect(missed(story.visit('2024-03-08T15:00Z'), '2024-03-12')).toHaveLength(0)
  })

  test('a vendor’s report of the same missed visit is the same finding', () => {
    expect(missed(reportsOnly().reported('2024-03-14T15:00Z', 'missed-visit'), '2024-03-15')).toMatchObject([
      { id: `${toldDevice}:missed-visit@fact-7`, aliases: ['missed-visit@8'], class: 'lockout' },
    ])
  })
})

describe('Massachusetts: a visit that log and provider tell differently', () => {
  test('a device that was not heard since: the provider’s word counts until its log comes [OUT-1]', () => {
    const story = reportsOnly().log(logOf().records).visit('2024-03-08T15:00Z')
    const found = story.at('2024-03-20')
    expect(found.findings).toEqual([])
    expect(found.deadlines.filter(({ what }) => what === 'service-visit')).toMatchObject([
      { closesAt: told('2024-04-08T03:59:59.999Z') },
    ])
    expect(missed(story, '2024-04-09')).toMatchObject([{ since: told('2024-04-08T04:00Z') }])
  })

  test('a device that was heard and knows of no visit: a person compares both', () => {
    const log = logOf().startTest('2024-03-15T15:00Z', 0)
    const story = reportsOnly().log(log.records).visit('2024-03-08T15:00Z')
    expect(story.at('2024-03-20').findings.find(({ rule }) => rule === 'missed-visit')).toMatchObject({
      class: 'for-a-person',
      because: [{ of: 'device' }, { of: 'case', kind: 'visit-kept' }],
    })
  })
})

describe('Massachusetts: a visit announced as missed', () => {
  const announced = (moment: string) =>
    reportsOnly().fact(moment, {
      kind: 'visit-announced-missed',
      dueOn: effectiveFrom('2024-03-10'),
      why: 'In hospital.',
    })

  test('it is missed all the same, and the officer is shown that it was told beforehand [MA-SVC-2]', () => {
    const [finding] = missed(announced('2024-03-08T15:00Z'), '2024-03-12')
    assert(finding !== undefined, 'the visit is missed')
    expect(countsAgainst(finding)).toBe(true)
    expect(finding.consequences.at(-1)?.words).toBe(
      'The participant told beforehand, on Fri 8 Mar 2024, 10:00 EST, that it would be missed: "In hospital.". It is a missed visit all the same; the officer takes it into account.',
    )
  })

  test.each([
    ['2024-03-10', '2024-03-10T20:00Z', true],
    ['2024-03-10', '2024-03-11T15:00Z', false],
    ['2024-03-09', '2024-03-08T15:00Z', false],
  ])('for %s at %s it can be told: %s [MA-SVC-2]', (dueOn, moment, allowed) => {
    const body = { kind: 'visit-announced-missed', dueOn: effectiveFrom(dueOn), why: 'In hospital.' } as const
    const story = reportsOnly()
    expect(mayRecord(law, story.file, story.at(moment), body, told(moment)).allowed).toBe(allowed)
  })
})

describe('Massachusetts: somebody else’s failure', () => {
  const failed = (from: string, until: string, vendor = 'ACME') =>
    reportsOnly().fact(from, {
      kind: 'provider-failure',
      vendor,
      until: told(until),
      what: 'All centers closed.',
      documents: [],
    })
  const excused = (story: ToldCase, about: string, moment: string) =>
    mayRecord(
      law,
      story.file,
      story.at(moment),
      { kind: 'excusal-granted', about, cause: 'provider', reason: 'The centers were closed.', documents: [] },
      told(moment),
    )
  const id = `${toldDevice}:missed-visit@fact-7`

  test.each([
    ['2024-03-09T15:00Z', '2024-03-12T15:00Z', 'ACME', 'for-a-person'],
    ['2024-03-09T15:00Z', '2024-03-10T05:00Z', 'ACME', 'for-a-person'],
    ['2024-03-09T15:00Z', '2024-03-10T04:59:59.999Z', 'ACME', 'lockout'],
    ['2024-03-09T15:00Z', '2024-03-12T15:00Z', 'OTHER', 'lockout'],
  ])('a failure from %s to %s of %s makes a missed visit: %s [OUT-2]', (from, until, vendor, of) => {
    expect(missed(failed(from, until, vendor), '2024-03-20')).toMatchObject([
      { class: of, standing: { kind: 'stands' } },
    ])
  })

  test('a provider’s failure is never filed as a violation, and it never excuses by itself [OUT-2]', () => {
    const [finding] = missed(failed('2024-03-09T15:00Z', '2024-03-12T15:00Z'), '2024-03-20')
    expect(finding).toMatchObject({ cause: 'provider', standing: { kind: 'stands' } })
    expect(finding !== undefined && countsAgainst(finding)).toBe(false)
    expect(finding?.effect).toContain('an officer decides whether the failure was the cause')
  })

  test('an officer who finds it was the participant’s own doing reports it: one finding, and it counts [MA-SVC-2]', () => {
    const story = failed('2024-03-09T15:00Z', '2024-03-12T15:00Z').reported('2024-03-20T15:00Z', 'missed-visit')
    const found = missed(story, '2024-03-21')
    expect(found).toMatchObject([{ id, class: 'lockout' }])
    expect(found.filter(countsAgainst)).toHaveLength(1)
  })

  test('an officer excuses it with a reason; it stays on record and does not count [OUT-2]', () => {
    const story = failed('2024-03-09T15:00Z', '2024-03-12T15:00Z')
    expect(excused(story, id, '2024-03-20T15:00Z')).toEqual({ allowed: true })
    const found = story.excused('2024-03-20', id).at('2024-03-21')
    expect(found.findings).toMatchObject([{ rule: 'missed-visit', standing: { kind: 'excused', cause: 'provider' } }])
    expect(found.corrections.map(({ kind }) => kind)).toContain('excused')
    expect(found.findings[0]).toMatchObject({
      consequences: [],
      effect: 'It stays on record and does not count: an officer found that the cause was the provider.',
    })
    expect(excused(story, id, '2024-03-22T15:00Z')).toMatchObject({ allowed: false })
  })

  test('a failed breath is never excused by an outage, not even by a fact that got in [OUT-2]', () => {
    const log = logOf()
      .retest('2024-02-20T17:00Z', 40)
      .serviceVisit('2024-02-21T15:00Z')
      .serviceVisit('2024-03-12T15:00Z')
    const story = reportsOnly().log(log.records)
    const breath = `${toldDevice}:failed-retest@2`
    expect(excused(story, breath, '2024-03-13T15:00Z')).toMatchObject({
      allowed: false,
      because:
        'A failed rolling retest rests on a breath above the set point, and no failure of anybody else excuses that. What speaks against the device is heard at a hearing.',
    })
    const found = story.excused('2024-03-13', breath).at('2024-03-14').findings
    expect(found).toMatchObject([
      { standing: { kind: 'stands' } },
      { rule: 'excusal-without-effect', class: 'for-a-person' },
    ])
  })

  test.each([
    ['no-device', false],
    ['other-person', false],
    ['unauthorized-removal', false],
    ['tampering', true],
    ['missed-retests', true],
    ['failed-retest', false],
    ['failed-starts', false],
  ])('a violation is never hidden behind an outage: %s excusable %s [OUT-2]', (violation, allowed) => {
    const story = failed('2024-02-19T15:00Z', '2024-02-22T15:00Z').reported('2024-02-20T15:00Z', violation)
    const found = story.at('2024-02-21').findings.find(({ rule }) => rule === violation)
    // The failure alone changes nothing about it.
    expect(found !== undefined && countsAgainst(found)).toBe(true)
    expect(excused(story, found?.id ?? '', '2024-02-21T15:00Z').allowed).toBe(allowed)
  })
})

describe('a device that was taken out', () => {
  const out = (removedBy: 'provider' | 'participant' = 'provider') =>
    reportsOnly().removed('2024-02-20T15:00Z', 'car-1', { removedBy, why: 'device-replaced' })

  test('misses no visit afterwards, though its log never says that it was removed', () => {
    expect(missed(out().log(logOf().records), '2024-04-20')).toEqual([])
    expect(missed(out('participant').log(logOf().records), '2024-04-20')).toEqual([])
  })

  test('what it sees on the provider’s bench is not held against the participant [OUT-2]', () => {
    const log = logOf().tamper('2024-02-20T15:00Z+1', 'case-opened').retest('2024-02-20T16:00Z', 40)
    const { findings } = out().log(log.records).at('2024-02-21')
    expect(findings.map(({ class: of }) => of)).toEqual(['not-held', 'for-a-person'])
    const before = logOf().tamper('2024-02-20T15:00Z', 'case-opened')
    expect(
      out()
        .log(before.records)
        .at('2024-02-21')
        .findings.map(({ class: of }) => of),
    ).toEqual(['violation'])
  })

  test('installed again it is judged again', () => {
    const log = logOf().retest('2024-02-25T16:00Z', 40)
    const { findings } = out().installed('2024-02-21T15:00Z').log(log.records).at('2024-02-26')
    expect(findings.map(({ rule }) => rule)).toEqual(['failed-retest'])
  })
})

test('devices of a case do not lend each other their visits', () => {
  const other: DeviceId = toldDevice
  const story = reportsOnly()
    .vehicle('2024-02-12', 'car-2')
    .installed('2024-02-12T15:00Z', 'car-2')
    .visit('2024-03-08T15:00Z', 'car-2')
  expect(missed(story, '2024-03-20').map(({ device }) => device)).toEqual([other])
})
