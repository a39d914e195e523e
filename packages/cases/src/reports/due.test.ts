import { parseCivilDate } from '@keyturn/domain/civil.ts'
import { caseId, hours, type Instant, instant } from '@keyturn/domain/units.ts'
import { findReportRule, reportLawsOf } from '@keyturn/rules/reports-for.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import { describe, expect, test } from 'vitest'
import { caseUnder, told, toldDevice } from '../case-under.ts'
import type { CaseAssessment, CaseFinding, Standing } from '../program/assessment.ts'
import type { CaseFact, FactBody } from '../program/fact.ts'
import { type MadeReport, reportsDue } from './due.ts'
import { makeReport } from './make.ts'
import type { ReportView } from './occurrence.ts'

const by = { user: 'u-1', name: 'An officer', role: 'authority-officer' } as const
const fact = (seq: number, moment: string, body: FactBody, learned = moment): CaseFact =>
  // A body with the head that every fact has is a fact; spreading a union hides that from the compiler.
  ({ seq, at: told(moment), recordedAt: told(learned), by, basis: null, ...body }) as CaseFact
const day = (text: string) => parseCivilDate(text) ?? expect.fail(text)

const participant = {
  name: 'Ana Souza',
  bornOn: day('1981-05-04'),
  license: { state: 'ME', number: '1234567' },
  address: { street: '1 Main St', city: 'Bangor', state: 'ME', postalCode: '04401' },
  email: null,
  telephone: null,
}
const fitted = fact(1, '2026-03-02T14:00Z', {
  kind: 'device-installed',
  device: toldDevice,
  vehicle: 'car-1',
  vendor: 'north',
  center: 'bangor',
  technician: 'T-1',
  identity: 'license',
  instructed: true,
  dueOn: day('2026-05-01'),
  certificate: null,
})
const law = { kind: 'assumed', from: 'a test', why: 'A test.' } as const
const finding = (rule: string, moment: string, more: Partial<CaseFinding> = {}): CaseFinding => ({
  id: `${toldDevice}/${rule}@9`,
  aliases: [],
  class: 'lockout',
  rule,
  title: 'A missed service date',
  law,
  because: [
    {
      of: 'device',
      device: toldDevice,
      seq: 9,
      at: told(moment),
      kind: 'service-missed',
      words: 'The visit was missed.',
    },
  ],
  cause: 'unknown',
  effect: 'It locks.',
  consequences: [],
  since: told(moment),
  endedAt: null,
  learnedAt: told(moment),
  device: toldDevice,
  signed: true,
  standing: { kind: 'stands' },
  hearingBy: null,
  interpretations: [],
  rules: 'US-ME@2024-12-18',
  ...more,
})

function view(
  findings: readonly CaseFinding[],
  facts: readonly CaseFact[] = [fitted],
  story: ReturnType<typeof caseUnder> | null = null,
  receivedAt: Instant = told('2026-03-20T13:00Z'),
  profile = maine,
): ReportView {
  // Reports read these of an assessment, and nothing else.
  const assessment = {
    caseId: caseId('ME-0001'),
    jurisdiction: profile.id,
    timeZone: profile.timeZone,
    participant,
    vehicles: [{ vehicle: 'car-1', plate: '1234 AB', vin: '1HGCM82633A004352' }],
    findings,
  } as unknown as CaseAssessment
  const records = story?.records ?? []
  const received = [{ seq: records.length, at: receivedAt }]
  const devices = story === null ? [] : [{ device: toldDevice, source: 'signed-log' as const, records, received }]
  return { file: { caseId: assessment.caseId, facts, devices }, assessment, profiles: [profile] }
}
const due = (of: ReportView, at: string, made: readonly MadeReport[] = []) =>
  reportsDue(reportLawsOf(of.assessment.jurisdiction), of, made, told(at))
const ids = (of: ReportView, at: string) => due(of, at).map(({ rule, about }) => `${rule} ${about.id}`)
const missed = finding('missed-visit', '2026-05-02T04:00Z')

describe('Maine', () => {
  test('a missed visit is reported within 24 hours of its discovery', () => {
    const [, report] = due(view([missed]), '2026-05-02T05:00Z')
    expect(report).toMatchObject({ rule: 'me-violation', dueAt: told('2026-05-03T04:00Z'), state: 'due', lateByMs: 0 })
  })

  test.each([
    ['2026-05-03T04:00Z', 0],
    ['2026-05-03T04:00Z+1', 1],
    ['2026-05-04T04:00Z', hours(24)],
  ])('as of %s it is late by %i ms', (at, late) => {
    expect(due(view([missed]), at)[1]?.lateByMs).toBe(late)
  })

  test('the time of a log that comes late runs from its upload', () => {
    const late = { ...missed, learnedAt: told('2026-06-10T12:00Z') }
    expect(due(view([late]), '2026-06-10T12:00Z')[1]?.dueAt).toBe(told('2026-06-11T12:00Z'))
    expect(ids(view([late]), '2026-06-09T12:00Z')).toEqual(['me-installation installed:KT-TOLD-0001:1'])
  })

  test('proof of installation is due within 24 hours of the installation, not of its telling', () => {
    const late = { ...fitted, recordedAt: told('2026-03-09T14:00Z') }
    expect(due(view([], [late]), '2026-03-09T14:00Z')).toMatchObject([
      { rule: 'me-installation', dueAt: told('2026-03-03T14:00Z'), lateByMs: 6 * hours(24) },
    ])
  })

  test('breath registered in a retest is reported, a passed one and a start test are not', () => {
    const story = caseUnder(maine)
      .installed('2026-03-02T14:00Z')
      .retest('2026-03-20T12:00Z', 24)
      .startTest('2026-03-20T12:10Z', 90)
      .retest('2026-03-20T12:30Z', 25)
    expect(ids(view([], [], story), '2026-03-21T00:00Z')).toEqual(['me-violation retest:KT-TOLD-0001:4'])
  })

  test('a breath that a hearing has set aside is reported no more', () => {
    const story = caseUnder(maine).installed('2026-03-02T14:00Z').retest('2026-03-20T12:30Z', 25)
    const because = [
      { of: 'device', device: toldDevice, seq: 2, at: told('2026-03-20T12:30Z'), kind: 'sample', words: 'A breath.' },
    ] as const
    const heard = (kind: 'responsible' | 'not-responsible') =>
      finding('failed-samples', '2026-03-20T12:30Z', {
        because,
        cause: 'operator',
        standing: { kind, because, sanction: { kind: 'none' } },
      })
    expect(ids(view([heard('responsible')], [], story), '2026-03-21T00:00Z')).toHaveLength(1)
    expect(ids(view([heard('not-responsible')], [], story), '2026-03-21T00:00Z')).toEqual([])
  })

  test('what happened under an earlier version of the law is reported under it', () => {
    const [law] = reportLawsOf('US-ME')
    if (law === undefined) expect.fail('no law')
    const later = { ...law, version: day('2026-05-01'), rules: law.rules.filter(({ sort }) => sort === 'violation') }
    const reports = reportsDue([law, later], view([missed]), [], told('2026-05-07T00:00Z'))
    expect(reports.map(({ rule, law: name }) => [rule, name])).toEqual([
      ['me-installation', 'US-ME-reports@2024-12-18'],
      ['me-violation', 'US-ME-reports@2026-05-01'],
    ])
  })

  test('is reported by the vendor who had fitted the device then', () => {
    const elsewhere = fact(5, '2026-05-10T10:00Z', { kind: 'vendor-chosen', vendor: 'south', center: 'c' })
    const reports = due(view([missed], [fitted, elsewhere]), '2026-05-12T00:00Z')
    expect(reports.map(({ vendor }) => vendor)).toEqual(['north', 'north'])
  })

  test('a device taken out by anybody but a provider is reported', () => {
    const out = (removedBy: 'participant' | 'provider') =>
      fact(2, '2026-04-02T10:00Z', { kind: 'device-removed', device: toldDevice, removedBy, why: 'not-said' })
    expect(ids(view([], [out('participant')]), '2026-04-03T00:00Z')).toEqual(['me-violation fact:2'])
    expect(ids(view([], [out('provider')]), '2026-04-03T00:00Z')).toEqual([])
  })

  test('a service is followed by a monitoring report by the end of the tenth day', () => {
    const story = caseUnder(maine).installed('2026-03-02T14:00Z').serviceVisit('2026-03-20T12:30Z')
    const [report] = due(view([], [], story), '2026-03-21T00:00Z')
    expect(report).toMatchObject({ rule: 'me-monitoring', dueAt: instant(told('2026-03-31T04:00Z') - 1) })
  })

  test('a visit that officer and log both tell is one', () => {
    const story = caseUnder(maine).installed('2026-03-02T14:00Z').serviceVisit('2026-03-20T12:30Z')
    const kept = fact(2, '2026-03-20T15:00Z', {
      kind: 'visit-kept',
      device: toldDevice,
      center: 'bangor',
      technician: 'T-1',
      purpose: 'scheduled',
      dueOn: null,
      sound: true,
      uploaded: true,
    })
    expect(due(view([], [kept], story), '2026-03-21T00:00Z')).toHaveLength(1)
  })
})

describe('a failure of the provider', () => {
  const held = { ...missed, class: 'for-a-person', cause: 'provider' } as const
  const failure = fact(2, '2026-04-28T00:00Z', {
    kind: 'provider-failure',
    vendor: 'north',
    until: told('2026-05-06T00:00Z'),
    what: 'no center could be reached',
    documents: [],
  })

  test('that the case holds for a person is told apart and never as a violation', () => {
    expect(ids(view([held], [fitted]), '2026-05-07T00:00Z')).toEqual([
      'me-installation installed:KT-TOLD-0001:1',
      'me-provider-incident finding:KT-TOLD-0001/missed-visit@9',
    ])
  })

  test('or a question that nobody has answered is told to nobody', () => {
    expect(ids(view([{ ...held, cause: 'unknown' }], []), '2026-05-07T00:00Z')).toEqual([])
  })

  test('never speaks for a breath or a tampering hand', () => {
    const tampered = finding('tampering', '2026-05-02T04:00Z', { cause: 'operator' })
    const story = caseUnder(maine).installed('2026-03-02T14:00Z').retest('2026-05-02T12:30Z', 40)
    const seen = view([tampered], [failure], story, told('2026-05-02T13:00Z'))
    expect(ids(seen, '2026-05-07T00:00Z')).toEqual([
      'me-violation finding:KT-TOLD-0001/tampering@9',
      'me-violation retest:KT-TOLD-0001:2',
    ])
  })

  const excused: Standing = { kind: 'excused', cause: 'provider', because: missed.because }
  test('that an officer excuses is told apart too; a flat battery is told to nobody', () => {
    expect(ids(view([{ ...missed, standing: excused }], []), '2026-05-07T00:00Z')).toEqual([
      'me-provider-incident finding:KT-TOLD-0001/missed-visit@9',
    ])
    expect(ids(view([{ ...missed, standing: { ...excused, cause: 'power' } }], []), '2026-05-07T00:00Z')).toEqual([])
  })

  test('that is excused after the report was sent is corrected where it was reported', () => {
    const id = 'me-violation:finding:KT-TOLD-0001/missed-visit@9'
    const made = {
      id,
      rule: 'me-violation',
      madeAt: told('2026-05-02T10:00Z'),
      sentAt: told('2026-05-02T11:00Z'),
      returned: [],
    }
    const grant = fact(3, '2026-05-20T10:00Z', {
      kind: 'excusal-granted',
      about: missed.id,
      cause: 'provider',
      reason: 'outage',
      documents: [],
    })
    const reports = due(view([{ ...missed, standing: excused }], [grant]), '2026-05-20T12:00Z', [made])
    expect(reports.find(({ sort }) => sort === 'correction')).toMatchObject({
      id: `${id}:correction`,
      dueAt: told('2026-05-21T10:00Z'),
      state: 'due',
    })
    expect(
      due(view([missed], [grant]), '2026-05-20T12:00Z', [made]).filter(({ sort }) => sort === 'correction'),
    ).toEqual([])
  })
})

describe('a missed visit that an order explains', () => {
  const ordered = {
    kind: 'ordered',
    order: 'order-1',
    issuer: 'The authority',
    cites: [],
    reason: 'an outage',
  } as const
  const known = told('2026-05-20T10:00Z')
  const held = { ...missed, class: 'not-held', cause: 'provider', law: ordered, learnedAt: known } as const
  const id = 'me-violation:finding:KT-TOLD-0001/missed-visit@9'

  test('is told apart and never as a violation [OUT-2]', () => {
    expect(ids(view([held], []), '2026-05-21T00:00Z')).toEqual([
      'me-provider-incident finding:KT-TOLD-0001/missed-visit@9',
    ])
  })

  test('and was reported before the order was known is corrected, from then on', () => {
    const made = {
      id,
      rule: 'me-violation',
      madeAt: told('2026-05-02T10:00Z'),
      sentAt: told('2026-05-02T11:00Z'),
      returned: [],
    }
    const correction = (asOf: string) => due(view([held], []), asOf, [made]).find(({ sort }) => sort === 'correction')
    expect(correction('2026-05-20T12:00Z')).toMatchObject({ id: `${id}:correction`, dueAt: told('2026-05-21T10:00Z') })
    expect(correction('2026-06-20T12:00Z')?.dueAt).toBe(told('2026-05-21T10:00Z'))
  })
})

describe('what became of a report', () => {
  const id = 'me-violation:finding:KT-TOLD-0001/missed-visit@9'
  const made = (more: Partial<MadeReport>): MadeReport => ({
    id,
    rule: 'me-violation',
    madeAt: told('2026-05-02T10:00Z'),
    sentAt: null,
    returned: [],
    ...more,
  })
  test.each([
    [made({}), 'made', hours(20)],
    [made({ sentAt: told('2026-05-03T06:00Z') }), 'sent', hours(2)],
    [made({ sentAt: told('2026-05-02T11:00Z') }), 'sent', 0],
    [made({ returned: ['the license number is not known'] }), 'returned', hours(20)],
  ] as const)('shows (%#)', (one, state, lateByMs) => {
    expect(due(view([missed]), '2026-05-04T00:00Z', [one]).find((report) => report.id === id)).toMatchObject({
      state,
      lateByMs,
    })
  })
})

test('a report made under a name that a finding had before is not made again', () => {
  const renamed = { ...missed, id: 'case/missed-visit@3', aliases: [missed.id] }
  const id = 'me-violation:finding:KT-TOLD-0001/missed-visit@9'
  const made = {
    id,
    rule: 'me-violation',
    madeAt: told('2026-05-02T10:00Z'),
    sentAt: told('2026-05-02T11:00Z'),
    returned: [],
  }
  expect(due(view([renamed], []), '2026-05-04T00:00Z', [made])).toMatchObject([{ id, state: 'sent' }])
})

describe('a report', () => {
  const rule = findReportRule('me-violation') ?? expect.fail('no rule')
  const reporter = { name: 'J. Roy', affiliation: 'North Interlock' }
  const make = (of: ReportView) => {
    const one = due(of, '2026-05-02T05:00Z').find((report) => report.rule === rule.id) ?? expect.fail('nothing due')
    return makeReport(rule, one, of, { reporter, madeAt: told('2026-05-02T05:00Z') })
  }

  test('holds what Maine asks for', () => {
    expect(make(view([missed]))).toMatchObject({
      reporter,
      driver: { name: 'Ana Souza', bornOn: '1981-05-04', license: { number: '1234567' } },
      vehicle: { plate: '1234 AB', vin: '1HGCM82633A004352' },
      reason: 'A missed service date. The visit was missed.',
      missing: [],
    })
  })

  test('says what is missing instead of leaving it out', () => {
    expect(make(view([missed], [])).missing).toEqual(['plate', 'vin'])
  })

  test('names the vehicle that the device was moved to', () => {
    const moved = fact(2, '2026-04-01T14:00Z', {
      kind: 'device-moved',
      device: toldDevice,
      to: 'car-2',
      center: 'c',
      technician: 'T-1',
    })
    expect(make(view([missed], [fitted, moved])).vehicle).toBeNull()
  })
})

describe('Massachusetts', () => {
  test('the data of each visit go to the RMV, with a summary of the log [MA-SVC-1]', () => {
    const story = caseUnder(massachusetts)
      .installed('2026-03-02T14:00Z')
      .startTest('2026-03-10T12:30Z', 34)
      .retest('2026-03-20T12:30Z', 0)
      .serviceVisit('2026-03-30T15:00Z')
    const of = view([], [fitted], story, told('2026-03-30T16:00Z'), massachusetts)
    const [one] = due(of, '2026-03-30T16:00Z')
    if (one === undefined) expect.fail('nothing due')
    expect(one).toMatchObject({ rule: 'ma-upload', dueAt: told('2026-03-31T15:00Z') })
    const report = makeReport(findReportRule('ma-upload') ?? expect.fail('no rule'), one, of, {
      reporter: { name: 'T-1', affiliation: 'North Interlock' },
      madeAt: told('2026-03-30T16:00Z'),
    })
    expect(report.summary).toMatchObject({ startTestsFailed: 1, retestsPassed: 1, highest: 34, lastSeq: 4 })
    expect(report.missing).toEqual([])
  })
})
