import { assert } from '@keyturn/domain/units.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder, told, toldDevice } from '../case-under.ts'
import { caseLawOf } from './case-law.ts'
import { programCaseUnder } from './program-case-under.ts'

const law = caseLawOf('US-MA')
assert(law !== undefined, 'Massachusetts has a program')

/** Under the restriction since 6 March 2024, with a device whose log `with` tells. */
const driving = (log?: ReturnType<typeof caseUnder>) => {
  const story = programCaseUnder(law)
    .opened('2022-01-03')
    .convicted('2012-04-01')
    .convicted('2022-01-10')
    .suspended('2022-01-10', '2024-01-09')
    .approved('2024-02-01')
    .vehicle('2024-02-01')
    .affidavit('2024-02-02')
    .vendor('2024-02-02', 'ACME')
    .installed('2024-02-06T15:00Z')
    .reinstated('2024-03-05')
    .restricted('2024-03-05', 'Z')
  return log === undefined ? story : story.log(log.records)
}
const logged = () => caseUnder(massachusetts).installed('2024-02-06T15:00Z')
const held = (findings: readonly { readonly class: string; readonly rule: string }[]) =>
  findings.filter((one) => one.class === 'violation' || one.class === 'lockout').map(({ rule }) => rule)

describe('Massachusetts: violations that somebody reports', () => {
  test.each([
    ['no-device', 'MA-VIO-1', 'license revocation'],
    ['other-person', 'MA-VIO-2', 'additional license suspension'],
    ['artificial-sample', 'MA-VIO-3', 'additional license suspension'],
    ['tampering', 'MA-VIO-4', 'additional license suspension'],
    ['unauthorized-removal', 'MA-VIO-5', 'license revocation'],
  ])(
    '%s is a violation with its law and a hearing [MA-VIO-1] [MA-VIO-2] [MA-VIO-3] [MA-VIO-4] [MA-VIO-5]',
    (violation, clause, follows) => {
      const { findings, next } = driving(logged()).reported('2024-02-20T15:00Z', violation).at('2024-02-20')
      const [finding] = findings
      expect(next.some(({ who, id }) => who === 'authority' && id.startsWith('set-hearing:'))).toBe(true)
      expect(finding).toMatchObject({ class: 'violation', rule: violation, cause: 'operator', signed: false })
      expect(finding?.law).toMatchObject({ kind: 'cited' })
      expect(JSON.stringify(finding?.law)).toContain(clause)
      expect(finding?.consequences.map(({ words }) => words).join(' ')).toContain(follows)
      expect(JSON.stringify(finding?.consequences)).toContain('MA-VIO-6')
      expect(finding?.rules).toBe('US-MA-program@2021-07-09')
      // The authority schedules the hearing itself; nobody has to ask within thirty days.
      expect(finding?.hearingBy).toBeNull()
    },
  )

  test('what the program does not know is for a person', () => {
    const [finding] = driving().reported('2024-02-20', 'looked-odd').at('2024-02-20').findings
    expect(finding).toMatchObject({ class: 'for-a-person', rule: 'looked-odd' })
  })

  test('a lockout of a device without a log is what its vendor reports, with thirty days for a hearing [MA-LCK-2]', () => {
    const [finding] = driving().reported('2024-02-20T15:00Z', 'failed-retest').at('2024-02-20').findings
    expect(finding).toMatchObject({ class: 'lockout', signed: false, hearingBy: told('2024-03-22T03:59:59.999Z') })
  })
})

describe('one act is one finding', () => {
  const report = '2024-02-20T15:00Z'

  test.each([
    ['2024-02-19T15:00Z', 1],
    ['2024-02-19T15:00Z-1', 2],
    ['2024-02-21T15:00Z', 1],
    ['2024-02-21T15:00Z+1', 2],
  ])('the log tells of tampering at %s, a provider too: %i', (moment, count) => {
    const log = logged()
    const tampered = log.tamper('2024-02-19T15:00Z', 'case-opened')
    // The told log keeps its order; the moment itself is what is moved.
    const records = tampered.records.map((one) => (one.kind === 'tamper' ? { ...one, at: told(moment) } : one))
    const { findings } = driving().log(records).reported(report, 'tampering').at('2024-03-01')
    expect(held(findings)).toEqual(Array.from({ length: count }, () => 'tampering'))
  })

  test('it goes by the name under which it was known first, and answers to the other', () => {
    const log = logged().tamper('2024-02-20T14:00Z', 'case-opened')
    const [finding] = driving(log).reported(report, 'tampering').at('2024-02-21').findings
    expect(finding).toMatchObject({
      id: `${toldDevice}:tampering@2`,
      aliases: ['tampering@12'],
      signed: true,
      because: [
        { of: 'device', seq: 2 },
        { of: 'case', seq: 12 },
      ],
    })
    const heard = driving(log).reported(report, 'tampering').heard('2024-03-01', 'tampering@12', 'not-responsible')
    expect(heard.at('2024-03-02').findings.map(({ standing }) => standing.kind)).toEqual(['not-responsible'])
  })

  test('two reports of one act are one violation, of another day two', () => {
    const twice = driving().reported(report, 'no-device').reported('2024-02-20T20:00Z', 'no-device')
    expect(held(twice.at('2024-03-01').findings)).toEqual(['no-device'])
    expect(twice.at('2024-03-01').findings[0]?.because).toHaveLength(2)
    expect(held(twice.reported('2024-02-25', 'no-device').at('2024-03-01').findings)).toEqual([
      'no-device',
      'no-device',
    ])
  })

  test('a report against a log that explains itself is for a person, and counts for nothing [OUT-2]', () => {
    const log = logged().tamper('2024-02-20T14:00Z', 'power-cut', 'power')
    const { findings } = driving(log).reported(report, 'tampering').at('2024-02-21')
    expect(findings).toMatchObject([{ class: 'for-a-person', cause: 'power' }])
  })

  test('a sign that the device could not tell is a violation once somebody reports it [MA-VIO-4]', () => {
    const log = logged().tamper('2024-02-20T14:00Z', 'power-cut', 'unknown')
    expect(driving(log).at('2024-02-21').findings).toMatchObject([{ class: 'for-a-person' }])
    expect(driving(log).reported(report, 'tampering').at('2024-02-21').findings).toMatchObject([{ class: 'violation' }])
  })

  test('a device torn out is one violation, its log’s signs included [MA-VIO-5]', () => {
    const log = logged().tamper('2024-02-20T14:00Z', 'case-opened').tamper('2024-02-20T14:01Z', 'harness-cut')
    const { findings } = driving(log)
      .removed('2024-02-20T14:02Z', 'car-1', { removedBy: 'participant' })
      .reported(report, 'unauthorized-removal')
      .at('2024-02-21')
    expect(held(findings)).toEqual(['unauthorized-removal'])
    expect(findings[0]?.because).toHaveLength(4)
  })
})

describe('Massachusetts: a device that came out', () => {
  const out = (removedBy: 'participant' | 'provider' | 'unknown', why: 'not-said' | 'device-replaced' = 'not-said') =>
    driving().visit('2024-03-06').removed('2024-04-01T15:00Z', 'car-1', { removedBy, why })

  test('by the participant: suspended at once, and no credit for the time before [MA-VIO-5]', () => {
    const { stage, findings, term } = out('participant').at('2024-04-02')
    expect(stage).toMatchObject({ kind: 'suspended', since: told('2024-04-01T15:00Z') })
    expect(findings).toMatchObject([
      { class: 'violation', rule: 'unauthorized-removal', law: { clauses: ['MA-VIO-5'] } },
    ])
    expect(findings[0]?.consequences.map(({ words }) => words).join(' ')).toContain('no credit')
    expect(term.requestFrom).toBeNull()
  })

  test('by nobody knows whom: a person finds out, nothing is counted', () => {
    expect(out('unknown').at('2024-04-02').findings).toMatchObject([{ class: 'for-a-person', cause: 'unknown' }])
    const told = out('unknown').reported('2024-04-01T18:00Z', 'unauthorized-removal').at('2024-04-02')
    expect(told.findings).toMatchObject([{ class: 'violation', cause: 'operator' }])
    expect(told.stage.kind).toBe('suspended')
  })

  test('by a provider without leave: the provider’s failure, not the participant’s violation [OUT-2]', () => {
    expect(out('provider').at('2024-04-02').findings).toMatchObject([{ class: 'for-a-person', cause: 'provider' }])
  })

  test('replaced by the provider, or after removal was granted: no finding at all', () => {
    expect(out('provider', 'device-replaced').at('2024-04-02').findings).toEqual([])
    const granted = driving().asksRemoval('2026-03-05').removalDecided('2026-03-06')
    expect(
      granted
        .removed('2026-03-07', 'car-1', { removedBy: 'participant' })
        .at('2026-03-08')
        .findings.filter(({ rule }) => rule === 'unauthorized-removal'),
    ).toEqual([])
  })
})

describe('Massachusetts: lockouts that repeat', () => {
  const twoLockouts = (year: number) => {
    const log = caseUnder(massachusetts).installed(`${year}-02-06T15:00Z`)
    for (const month of ['02', '03']) {
      log.startTest(`${year}-${month}-20T15:00Z`, 40).startTest(`${year}-${month}-20T16:00Z`, 40)
      log.serviceVisit(`${year}-${month}-21T15:00Z`)
    }
    return log
  }
  const under = (year: number) =>
    programCaseUnder(law)
      .opened(`${year - 1}-01-03`)
      .convicted('2001-04-01')
      .convicted('2002-01-10')
      .approved(`${year}-02-01`)
      .vehicle(`${year}-02-01`)
      .installed(`${year}-02-06T15:00Z`)
      .log(twoLockouts(year).records)

  test('the second for failed start-ups is a violation since July 2021, not before [MA-LCK-1]', () => {
    const repeated = (year: number) =>
      under(year)
        .at(`${year}-03-22`)
        .findings.filter(({ rule }) => rule === 'repeated-failed-starts')
    expect(repeated(2021)).toEqual([])
    expect(repeated(2022)).toMatchObject([
      { class: 'violation', law: { kind: 'researched', grade: 'A' }, since: told('2022-03-20T16:00Z') },
    ])
  })

  test('it falls with the lockout that a hearing sets aside, and stays on record [MA-VIO-6]', () => {
    const story = under(2022).heard('2022-04-05', `${toldDevice}:failed-starts@3`, 'not-responsible')
    const found = story.at('2022-04-06')
    expect(found.findings.map(({ rule, standing }) => [rule, standing.kind])).toEqual([
      ['failed-starts', 'not-responsible'],
      ['failed-starts', 'stands'],
      ['repeated-failed-starts', 'not-responsible'],
    ])
    expect(found.corrections.map(({ kind }) => kind)).toContain('set-aside')
  })

  test('two lockouts for missed retests are a violation by others’ account [MA-LCK-4]', () => {
    const log = logged()
    for (const day of ['07', '10', '20', '22']) {
      log.retestMissed(`2024-02-${day}T15:00Z`)
      if (day === '10') log.serviceVisit('2024-02-11T15:00Z')
    }
    const { findings } = driving(log).at('2024-02-23')
    expect(findings.at(-1)).toMatchObject({ rule: 'repeated-missed-retests', law: { grade: 'B' } })
  })
})
