import { assert } from '@keyturn/domain/units.ts'
import { effectiveFrom } from '@keyturn/rules/effective.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder, told, toldDevice } from '../case-under.ts'
import { caseLawOf } from './case-law.ts'
import type { FactBody, Sanction } from './fact.ts'
import { mayRecord } from './may-record.ts'
import { programCaseUnder, type ToldCase } from './program-case-under.ts'

const law = caseLawOf('US-MA')
assert(law !== undefined, 'Massachusetts has a program')

/** A failed retest on 20 February 2024 at noon; the lockout's last day for a request is 21 March. */
const lockedOut = () => {
  const log = caseUnder(massachusetts).installed('2024-02-06T15:00Z').retest('2024-02-20T17:00Z', 40)
  return programCaseUnder(law)
    .opened('2022-01-03')
    .convicted('2012-04-01')
    .convicted('2022-01-10')
    .approved('2024-02-01')
    .vehicle('2024-02-01')
    .affidavit('2024-02-02')
    .installed('2024-02-06T15:00Z')
    .reinstated('2024-02-10')
    .restricted('2024-02-10', 'Z')
    .log(log.serviceVisit('2024-02-21T15:00Z').serviceVisit('2024-03-20T15:00Z').records)
}
const lockout = `${toldDevice}:failed-retest@2`
const lastInstant = '2024-03-22T03:59:59.999Z'
const about = (story: ToldCase, moment: string) => story.at(moment).findings.find(({ id }) => id === lockout)

const may = (story: ToldCase, body: FactBody, moment: string) =>
  mayRecord(law, story.file, story.at(moment), body, told(moment))
const requested: FactBody = { kind: 'hearing-requested', about: lockout, statement: 'It was mouthwash.' }
const set = (hearing = 'hearing-1', when = '2024-04-02T14:00Z') =>
  ({
    kind: 'hearing-scheduled',
    hearing,
    about: [lockout],
    for: told(when),
    place: '136 Blackstone St, Boston',
    noticeOn: effectiveFrom('2024-03-10'),
  }) as const
const decided = (
  outcome: 'responsible' | 'not-responsible',
  sanction: Sanction = { kind: 'none' },
  hearing = 'hearing-1',
): FactBody => ({
  kind: 'hearing-decided',
  hearing,
  outcomes: [{ about: lockout, outcome }],
  sanction,
  participantPresent: true,
  reason: 'The evidence of the second breath.',
})
const suspension: Sanction = {
  kind: 'suspension',
  from: effectiveFrom('2024-04-03'),
  until: effectiveFrom('2024-10-02'),
}

describe('Massachusetts: a request for a hearing', () => {
  test.each([
    [lastInstant, true],
    [`${lastInstant}+1`, false],
  ])('at %s it is in time: %s [MA-LCK-6]', (moment, allowed) => {
    expect(may(lockedOut(), requested, moment).allowed).toBe(allowed)
  })

  test('a late one is told when the last moment was, and that an officer may hear it all the same [MA-LCK-6]', () => {
    expect(may(lockedOut(), requested, `${lastInstant}+1`)).toMatchObject({
      because:
        'The last moment for a request was Thu 21 Mar 2024, 23:59 EDT. An officer may still set a hearing about it.',
      law: { clauses: ['MA-LCK-6'] },
    })
    expect(may(lockedOut(), set(), '2024-03-25T15:00Z')).toEqual({ allowed: true })
  })

  test('the days run from when the lockout began on the device, not from when the calendar had it', () => {
    const log = caseUnder(massachusetts).installed('2024-02-06T15:00Z')
    const woke = log.record('2024-03-10T15:00Z', {
      kind: 'lockout-began',
      rule: 'missed-visit',
      visitBy: told('2024-03-12T15:00Z'),
    })
    const { findings } = programCaseUnder(law).opened('2022-01-03').log(woke.records).at('2024-03-11')
    expect(findings.find(({ rule }) => rule === 'missed-visit')?.hearingBy).toBe(told('2024-04-10T03:59:59.999Z'))
  })

  test('it changes nothing but what the officer does next [MA-LCK-6]', () => {
    const story = lockedOut().fact('2024-03-01T15:00Z', requested)
    expect(about(story, '2024-03-02')?.standing.kind).toBe('hearing-requested')
    expect(story.at('2024-03-02').term.cleanSince).toBe('2024-02-20')
    expect(story.at('2024-03-02').next.find(({ who }) => who === 'authority')?.words).toBe(
      'Set a hearing about: A failed rolling retest.',
    )
    expect(story.at('2024-03-02').deadlines.map(({ what }) => what)).not.toContain('hearing-request')
    expect(may(story, requested, '2024-03-03T15:00Z')).toMatchObject({ allowed: false })
  })

  test('a late one that got in anyway leaves the finding as it was, and a person looks', () => {
    const story = lockedOut().fact(`${lastInstant}+1`, requested)
    expect(about(story, '2024-03-25')?.standing.kind).toBe('stands')
    expect(story.at('2024-03-25').findings.map(({ rule }) => rule)).toContain('request-too-late')
  })
})

describe('Massachusetts: a hearing', () => {
  const heard = () => lockedOut().fact('2024-03-10T15:00Z', set())
  const responsible = () => heard().fact('2024-04-02T15:00Z', decided('responsible', suspension))
  const cleared = () => heard().fact('2024-04-02T15:00Z', decided('not-responsible'))

  test('set: notice, day and place are shown, and evidence is kept with it [MA-VIO-6]', () => {
    const story = heard().fact('2024-03-20T15:00Z', {
      kind: 'hearing-evidence',
      hearing: 'hearing-1',
      from: 'participant',
      what: 'A receipt for mouthwash.',
      document: null,
    })
    const found = story.at('2024-03-21')
    expect(found.hearings).toMatchObject([{ hearing: 'hearing-1', state: 'set', for: told('2024-04-02T14:00Z') }])
    expect(found.hearings[0]?.because[0].words).toContain('notice sent on 10 March 2024')
    expect(found.hearings[0]?.evidence[0]?.words).toContain('mouthwash')
    expect(found.deadlines.find(({ what }) => what === 'hearing')).toMatchObject({ state: 'open' })
    expect(found.next.find(({ id }) => id === 'attend:hearing-1')?.who).toBe('driver')
    expect(story.at('2024-04-03').next.find(({ id }) => id === 'decide:hearing-1')?.urgency).toBe('now')
  })

  test.each([
    ['2024-04-02T14:00Z-1', false],
    ['2024-04-02T14:00Z', true],
  ])('it is decided at %s: %s', (moment, allowed) => {
    expect(may(heard(), decided('responsible'), moment).allowed).toBe(allowed)
  })

  test('found not responsible: the record stays, nothing counts, the months are clean again [MA-VIO-6] [MA-REM-1]', () => {
    const found = cleared().at('2024-04-03')
    expect(about(cleared(), '2024-04-03')).toMatchObject({ standing: { kind: 'not-responsible' } })
    expect(found.term.cleanSince).toBeNull()
    expect(found.term.requestFrom).toBe('2026-02-10')
    expect(found.corrections).toMatchObject([
      {
        kind: 'set-aside',
        words:
          'A failed rolling retest of Tue 20 Feb 2024, 12:00 EST is set aside and stays on record. It no longer counts against the months without a lockout or violation.',
      },
    ])
  })

  test('found responsible: the sanction is what the officer decided, from the day decided [MA-VIO-6]', () => {
    const found = responsible().at('2024-04-05')
    expect(found.stage.kind).toBe('suspended')
    expect(found.hearings).toMatchObject([{ state: 'decided', sanction: suspension }])
    expect(found.deadlines.find(({ what }) => what === 'suspension-ends')?.closesAt).toBe(
      told('2024-10-03T03:59:59.999Z'),
    )
  })

  test('two officers deciding: the second is refused, and is told the first decision', () => {
    const answer = may(cleared(), decided('responsible'), '2024-04-02T15:01Z')
    expect(answer).toMatchObject({ allowed: false })
    expect(answer.allowed ? '' : answer.because).toContain('The hearing is decided already. H. Alves decided')
  })

  test('two decisions that got in anyway: the first holds, a person looks, in whatever order they are read', () => {
    const both = cleared().fact('2024-04-02T15:01Z', decided('responsible', suspension))
    const found = both.at('2024-04-05')
    expect(about(both, '2024-04-05')?.standing.kind).toBe('not-responsible')
    expect(found.findings.map(({ rule }) => rule)).toContain('decided-twice')
    expect(found.hearings[0]?.sanction).toEqual({ kind: 'none' })
    expect(found.stage.kind).toBe('restricted')
  })

  test.each([
    ['upheld', 'responsible', 'suspended'],
    ['reversed', 'not-responsible', 'restricted'],
  ] as const)('taken to the board and %s: %s [MA-VIO-6]', (outcome, standing, stage) => {
    const contested = responsible().fact('2024-04-10', {
      kind: 'decision-contested',
      hearing: 'hearing-1',
      statement: 'No.',
    })
    expect(contested.at('2024-04-11').hearings[0]?.state).toBe('contested')
    // Until the board has decided, the hearing's decision holds.
    expect(about(contested, '2024-04-11')?.standing.kind).toBe('responsible')
    const board = contested.fact('2024-05-01', {
      kind: 'contest-decided',
      hearing: 'hearing-1',
      outcome,
      sanction: { kind: 'none' },
      reason: 'The evidence.',
    })
    const found = board.at('2024-05-02')
    expect(found.hearings[0]?.state).toBe(outcome)
    expect(about(board, '2024-05-02')?.standing.kind).toBe(standing)
    if (outcome === 'upheld') expect(found.stage.kind).toBe(stage)
    else expect(found.findings.filter(({ standing: of }) => of.kind === 'responsible')).toEqual([])
  })

  test('modified by the board: responsible, with the board’s sanction [MA-VIO-6]', () => {
    const shorter: Sanction = {
      kind: 'suspension',
      from: effectiveFrom('2024-04-03'),
      until: effectiveFrom('2024-06-02'),
    }
    const story = responsible()
      .fact('2024-04-10', { kind: 'decision-contested', hearing: 'hearing-1', statement: 'Too long.' })
      .fact('2024-05-01', {
        kind: 'contest-decided',
        hearing: 'hearing-1',
        outcome: 'modified',
        sanction: shorter,
        reason: 'First time.',
      })
    expect(about(story, '2024-05-02')?.standing).toMatchObject({ kind: 'responsible', sanction: shorter })
  })
})

describe('Massachusetts: what the law prepares for the officer', () => {
  const proposed = (story: ToldCase, finding: string, moment: string) =>
    story
      .fact(moment, { ...set('hearing-9', moment), about: [finding] })
      .at(moment)
      .hearings.at(-1)
      ?.proposed.map(({ tier, length }) => [tier, length])

  test('for a violation ten years; it is prepared and never applied by itself [MA-VIO-6]', () => {
    const story = lockedOut().reported('2024-03-01T15:00Z', 'no-device')
    expect(proposed(story, 'no-device@10', '2024-03-05T15:00Z')).toEqual([['any-violation', '10 years']])
    expect(story.at('2024-03-06').stage.kind).toBe('restricted')
  })

  test('for a second failed retest life, for a first none of its own [MA-VIO-6]', () => {
    expect(proposed(lockedOut(), lockout, '2024-03-05T15:00Z')).toEqual([])
    const again = lockedOut()
      .heard('2024-03-05T15:00Z', lockout, 'responsible')
      .reported('2024-03-10T15:00Z', 'failed-retest')
    const second = again.at('2024-03-11').findings.at(-1)?.id ?? ''
    expect(proposed(again, second, '2024-03-12T15:00Z')).toEqual([['failed-retests-twice', 'life']])
  })

  test.each([
    [0, '6 months'],
    [1, '5 years'],
    [2, '10 years'],
    [3, '10 years'],
  ])('for lockouts for failed start-ups after %i times: %s [MA-VIO-6]', (before, length) => {
    const story = programCaseUnder(law).opened('2022-01-03').convicted('2012-04-01').convicted('2022-01-10')
    for (let n = 0; n <= before; n += 1) {
      const month = `0${n + 1}`
      story.reported(`2024-${month}-03T15:00Z`, 'failed-starts').reported(`2024-${month}-20T15:00Z`, 'failed-starts')
      const id = `repeated-failed-starts@failed-starts@${story.file.facts.length}`
      if (n < before) story.heard(`2024-${month}-25T15:00Z`, id, 'responsible')
      else expect(proposed(story, id, `2024-${month}-26T15:00Z`)).toEqual([[expect.any(String), length]])
    }
  })

  test('who is licensed elsewhere and drives without a device: ten years at least [MA-OOS-3]', () => {
    const story = programCaseUnder(law)
      .opened('2022-01-03', { license: { state: 'NH', number: 'N1' } })
      .convicted('2012-04-01')
      .convicted('2022-01-10')
      .reported('2024-03-01T15:00Z', 'no-device')
    expect(proposed(story, 'no-device@4', '2024-03-05T15:00Z')).toEqual([['no-device-licensed-elsewhere', '10 years']])
  })

  test('before July 2021 the officer decides how long', () => {
    const story = programCaseUnder(law).opened('2019-01-03').convicted('2012-04-01').convicted('2019-01-10')
    story.reported('2021-07-08T15:00Z', 'no-device')
    expect(proposed(story, 'no-device@4', '2021-08-05T15:00Z')).toEqual([['as-decided', 'as the officer decides']])
  })
})
