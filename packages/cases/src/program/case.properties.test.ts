import type { Cause, Event, Record } from '@keyturn/domain/record.ts'
import { caseId, type DeviceId, deviceId, duration, type Instant, instant, mgPer210L } from '@keyturn/domain/units.ts'
import { effectiveFrom } from '@keyturn/rules/effective.ts'
import { programsOf } from '@keyturn/rules/programs.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventExamples } from '../event-examples.ts'
import { assessCase } from './assess-case.ts'
import type { CaseAssessment } from './assessment.ts'
import { assessmentText, basisOf, knownAs, lawKnownAs } from './basis.ts'
import { explainCase } from './explain-case.ts'
import type { CaseFact, CaseFile, DeviceHistory, FactBody } from './fact.ts'
import { mayRecord } from './may-record.ts'
import { daysAfter } from './refusal.ts'
import { countsAgainst } from './standing.ts'
import type { CaseLaw } from './told.ts'

const DAY = 86_400_000
const begin = Date.UTC(2026, 1, 2, 15)
const zone = 'America/New_York'
const kt = [deviceId('KT-ONE-0001'), deviceId('KT-TWO-0002')] as const

const laws: readonly CaseLaw[] = [
  { profiles: [massachusetts], programs: programsOf('US-MA') },
  { profiles: [maine], programs: programsOf('US-ME') },
]

/** What happens next: a kind of step, how long after the last one, how late it is told, and some chance. */
type Step = { readonly kind: number; readonly wait: number; readonly late: number; readonly chance: number }
const step = fc.record({
  kind: fc.nat(),
  wait: fc.integer({ min: 0, max: 12 * DAY }),
  late: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 40 * DAY }) },
  ),
  chance: fc.nat(),
})

const pick = <T>(list: readonly T[], chance: number): T | undefined => list[chance % Math.max(1, list.length)]

/** A fact that may or may not be lawful now, about something of the case or about nothing. */
function bodyFor({ kind, chance }: Step, at: Instant, now: CaseAssessment, seq: number): FactBody {
  const day = (days: number) => daysAfter(at, days, zone)
  const about = pick(now.findings, chance)?.id ?? 'nothing@0'
  const device = kt[chance % 2] ?? kt[0]
  const hearing = pick(now.hearings, chance)?.hearing ?? 'hearing-0'
  const vehicle = chance % 3 === 0 ? 'car-2' : 'car-1'
  const outcome = chance % 2 === 0 ? 'responsible' : 'not-responsible'
  const sanction =
    chance % 4 === 0 ? ({ kind: 'suspension', from: day(0), until: day(200) } as const) : ({ kind: 'none' } as const)
  const text = 'So it was told.'
  const bodies: readonly FactBody[] = [
    { kind: 'conviction', offense: 'oui', on: day(-400), state: 'MA', docket: null, brac: null },
    { kind: 'suspension', from: day(chance % 30), until: day(60 + (chance % 900)), why: text },
    { kind: 'approval-granted', toward: chance % 2 === 0 ? 'hardship-license' : 'full-reinstatement', reason: text },
    { kind: 'approval-withdrawn', reason: text },
    { kind: 'hardship-license-issued', on: day(0), until: day(chance % 500) },
    { kind: 'fully-reinstated', on: day(chance % 5) },
    { kind: 'restriction-added', code: chance % 2 === 0 ? 'Z' : 'HZ' },
    {
      kind: 'affidavit-filed',
      signer: 'participant',
      signedOn: day(0),
      notary: { name: 'N.', on: day(0) },
      document: null,
    },
    { kind: 'vehicle-added', ...car(vehicle) },
    { kind: 'vehicle-given-up', vehicle, why: 'sold' },
    { kind: 'vendor-chosen', vendor: 'ACME', center: 'C-1' },
    {
      kind: 'visit-booked',
      vehicle,
      center: 'C-1',
      purpose: 'scheduled',
      for: instant(at + (chance % (20 * DAY))),
      confirmation: 'B',
    },
    installed(device, vehicle, day(30)),
    {
      kind: 'device-removed',
      device,
      removedBy: pick(['provider', 'participant', 'unknown'] as const, chance) ?? 'unknown',
      why: 'not-said',
    },
    {
      kind: 'visit-kept',
      device,
      center: 'C-1',
      technician: 'T',
      purpose: 'scheduled',
      dueOn: chance % 3 === 0 ? null : day(20 + (chance % 20)),
      sound: true,
      uploaded: true,
    },
    {
      kind: 'confirmation-received',
      statement: `letter-${chance % 7}`,
      issuer: text,
      issuedBy: 'vendor',
      cites: [],
      about: text,
      provider: text,
      account: text,
      next: text,
    },
    {
      kind: 'exception-granted',
      statement: `letter-${chance % 5}`,
      issuer: text,
      cites: [],
      vehicle: text,
      until: instant(at + (chance % 40) * 86_400_000),
      reason: text,
    },
    { kind: 'visit-announced-missed', dueOn: day(chance % 30), why: text },
    {
      kind: 'violation-reported',
      violation: pick(['tampering', 'no-device', 'failed-starts', 'unauthorized-removal', 'rumor'], chance) ?? 'rumor',
      account: text,
      device: chance % 2 === 0 ? device : null,
      documents: [],
    },
    { kind: 'provider-failure', vendor: 'ACME', until: instant(at + (chance % (9 * DAY))), what: text, documents: [] },
    excusal(about, chance, text),
    { kind: 'hearing-requested', about, statement: text },
    {
      kind: 'hearing-scheduled',
      hearing: `hearing-${seq}`,
      about: [about],
      for: instant(at + (chance % (9 * DAY))),
      place: 'Boston',
      noticeOn: day(0),
    },
    {
      kind: 'hearing-decided',
      hearing,
      outcomes: [{ about: pick(now.hearings, chance)?.about[0] ?? about, outcome }],
      sanction,
      participantPresent: true,
      reason: text,
    },
    { kind: 'decision-contested', hearing, statement: text },
    {
      kind: 'contest-decided',
      hearing,
      outcome: pick(['upheld', 'reversed', 'modified'] as const, chance) ?? 'upheld',
      sanction,
      reason: text,
    },
    { kind: 'removal-requested', statement: text },
    { kind: 'removal-decided', request: chance % (seq + 1), granted: chance % 2 === 0, reason: text },
    { kind: 'fact-withdrawn', fact: 1 + (chance % seq), reason: text },
  ]
  return bodies[kind % bodies.length] ?? { kind: 'removal-requested', statement: text }
}

const excusal = (about: string, chance: number, reason: string): FactBody => ({
  kind: 'excusal-granted',
  about,
  cause: pick(['device', 'power', 'provider', 'vehicle', 'unknown'] as const, chance) ?? 'unknown',
  reason,
  documents: [],
})
const installed = (device: DeviceId, vehicle: string, dueOn: ReturnType<typeof daysAfter>): FactBody => ({
  kind: 'device-installed',
  device,
  vehicle,
  vendor: 'ACME',
  center: 'C-1',
  technician: 'T',
  identity: 'license',
  instructed: true,
  dueOn,
  certificate: 'P-1',
})
const car = (vehicle: string) =>
  ({
    vehicle,
    body: 'car',
    description: `Car ${vehicle}`,
    vin: vehicle,
    plate: 'P',
    volts: 12,
    electricsSound: true,
    use: 'owned',
    centerBrake: true,
    sponsorSeat: true,
  }) as const

function headed(body: FactBody, seq: number, at: number, late: number): CaseFact {
  const by = { user: 'u', name: 'H. Alves', role: 'authority-officer' } as const
  // A head and a body are a fact of the body's kind; spreading a union hides that from the compiler.
  return { seq, at: instant(at), recordedAt: instant(at + late), by, basis: null, ...body } as CaseFact
}

const opening = (at: number): readonly CaseFact[] => [
  headed(
    {
      kind: 'case-opened',
      jurisdiction: 'US-MA',
      participant: {
        name: 'Dana Ferreira',
        bornOn: effectiveFrom('1984-05-06'),
        license: { state: 'MA', number: 'S1' },
        address: { street: '1', city: 'L', state: 'MA', postalCode: '1' },
        email: null,
        telephone: null,
      },
    },
    1,
    at,
    0,
  ),
  headed(
    { kind: 'conviction', offense: 'oui', on: effectiveFrom('2019-01-01'), state: 'MA', docket: null, brac: null },
    2,
    at,
    0,
  ),
  headed(
    { kind: 'conviction', offense: 'oui', on: effectiveFrom('2025-01-01'), state: 'MA', docket: null, brac: null },
    3,
    at,
    0,
  ),
  headed({ kind: 'vehicle-added', ...car('car-1') }, 4, at, 0),
  headed(installed(kt[0], 'car-1', daysAfter(instant(at), 30, zone)), 5, at, 0),
]

const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Event>(...Object.values(eventExamples)) },
  {
    weight: 3,
    arbitrary: fc.integer({ min: 0, max: 60 }).map(
      (mg): Event => ({
        kind: 'sample',
        test: 'start',
        result: mg > 20 ? 'fail' : 'pass',
        brac: mgPer210L(mg),
        volumeMl: 1_800,
      }),
    ),
  },
  { weight: 2, arbitrary: fc.constant<Event>({ ...eventExamples['service-completed'] }) },
)
const causes: readonly Cause[] = ['operator', 'operator', 'device', 'power', 'unknown']
const history = fc
  .tuple(
    fc.array(fc.tuple(event, fc.integer({ min: 0, max: 9 * DAY }), fc.constantFrom(...causes)), { maxLength: 25 }),
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 0, max: 45 * DAY }),
    fc.constantFrom<DeviceHistory['source']>('signed-log', 'import'),
  )
  .map(([steps, batch, delay, source]): DeviceHistory => {
    let at = begin
    const first: Event = { ...eventExamples.installed, dueAt: instant(begin + 30 * DAY) }
    const events = [[first, 0, 'provider'] as const, ...steps]
    const records = events.map(([one, wait, cause], n): Record => {
      at += wait
      const due = 'dueAt' in one ? { dueAt: instant(at + 30 * DAY) } : {}
      return { ...one, ...due, seq: n + 1, at: instant(at), up: duration(0), cause } as Record
    })
    const received = records
      .filter(({ seq }) => seq % batch === 0 || seq === records.length)
      .map((one) => ({ seq: one.seq, at: instant(one.at + delay) }))
    return { device: kt[0], source, records, received }
  })

const anyCase = fc
  .tuple(fc.constantFrom(...laws), fc.array(step, { maxLength: 18 }), fc.option(history))
  .map(([law, steps, log]): { readonly law: CaseLaw; readonly file: CaseFile } => {
    let at = begin
    const devices = log === null ? [] : [log]
    const facts = [...opening(begin)]
    for (const one of steps) {
      at += one.wait
      const file = { caseId: caseId('KT-ANY-1'), facts, devices }
      const body = bodyFor(one, instant(at), assessCase(law, file, instant(at)), facts.length + 1)
      facts.push(headed(body, facts.length + 1, at, one.late))
    }
    return { law, file: { caseId: caseId('KT-ANY-1'), facts, devices } }
  })
const moment = fc.integer({ min: 0, max: 500 * DAY }).map((ms) => instant(begin + ms))

const holds = (property: fc.IRawProperty<unknown>, numRuns = 150) =>
  fc.assert(property, { numRuns, endOnFailure: true })

describe('for any case', () => {
  test('an assessment is plain data, explains itself and never throws', () => {
    holds(
      fc.property(anyCase, moment, ({ law, file }, asOf) => {
        const assessment = assessCase(law, file, asOf)
        expect(JSON.parse(JSON.stringify(assessment))).toEqual(assessment)
        expect(explainCase(assessment)).not.toMatch(/undefined|NaN|\[object/)
        const ids = assessment.findings.flatMap(({ id, aliases }) => [id, ...aliases])
        expect(new Set(ids).size).toBe(ids.length)
      }),
    )
  })

  test('nothing changes between a moment and the next change it names', () => {
    holds(
      fc.property(anyCase, moment, fc.nat(), ({ law, file }, asOf, chance) => {
        const now = assessCase(law, file, asOf)
        const until = now.nextChangeAt ?? instant(asOf + 1_000 * DAY)
        expect(until).toBeGreaterThan(asOf)
        const between = [asOf + 1, asOf + 1 + (chance % (until - asOf)), until - 1].filter(
          (at) => at > asOf && at < until,
        )
        for (const at of between) expect(timeless(assessCase(law, file, instant(at)))).toEqual(timeless(now))
      }),
    )
  })

  test('an excusal never makes a status worse', () => {
    holds(
      fc.property(anyCase, moment, fc.nat(), ({ law, file }, asOf, chance) => {
        const before = assessCase(law, file, asOf)
        const about = pick(before.findings, chance)?.id ?? 'nothing@0'
        const fact = headed(excusal(about, chance, 'It was so.'), file.facts.length + 1, asOf, 0)
        const after = assessCase(law, { ...file, facts: [...file.facts, fact] }, asOf)
        const against = ({ findings }: CaseAssessment) => findings.filter(countsAgainst).length
        expect(against(after)).toBeLessThanOrEqual(against(before))
        const day = ({ term }: CaseAssessment) => term.requestFrom ?? '9999-12-31'
        expect(day(after) <= day(before)).toBe(true)
        expect(after.stage.kind === 'suspended').toBe(
          after.stage.kind === 'suspended' && before.stage.kind === 'suspended',
        )
      }),
    )
  })

  test('a decision replays from its basis to the same bytes, whatever was told or enacted since', () => {
    holds(
      fc.property(anyCase, moment, fc.nat(), ({ law, file }, asOf, chance) => {
        const cutAt = 5 + (chance % Math.max(1, file.facts.length - 4))
        const then: CaseFile = {
          ...file,
          facts: file.facts.slice(0, cutAt),
          devices: file.devices.map((one) => {
            const { seq } = one.received[chance % one.received.length] ?? { seq: 0 }
            return {
              ...one,
              records: one.records.filter((record) => record.seq <= seq),
              received: one.received.filter((receipt) => receipt.seq <= seq),
            }
          }),
        }
        const bytes = assessmentText(assessCase(law, then, asOf))
        const basis = basisOf(law, then, asOf, 'f'.repeat(64))
        const later = law.programs.map((one) => ({ ...one, version: effectiveFrom('2027-01-01'), name: 'A later law' }))
        const since: CaseLaw = { ...law, programs: [...later.slice(0, 1), ...law.programs] }
        const again = assessCase(lawKnownAs(since, basis), knownAs(file, basis), basis.asOf)
        expect(assessmentText(again)).toBe(bytes)
      }),
    )
  })

  test('asking what may be recorded never throws, and an allowed fact leaves no contradiction behind', () => {
    holds(
      fc.property(anyCase, step, moment, ({ law, file }, one, asOf) => {
        const now = assessCase(law, file, asOf)
        const body = bodyFor(one, asOf, now, file.facts.length + 1)
        const answer = mayRecord(law, file, now, body, asOf)
        if (!answer.allowed) {
          expect(answer.because.length).toBeGreaterThan(20)
          return
        }
        const told = headed(body, file.facts.length + 1, asOf, 0)
        const next = assessCase(law, { ...file, facts: [...file.facts, told] }, asOf)
        // A contradiction is named after the fact that brought it, and rests on no law but that of a file of facts.
        const doubts = next.findings.filter(
          ({ id, law: ground }) =>
            id.endsWith(`@${told.seq}`) && ground.kind === 'assumed' && ground.from === 'the way a case is kept',
        )
        expect(doubts).toEqual([])
      }),
    )
  })
})

/** The answer without the moment of asking. */
const timeless = ({ asOf: _, nextChangeAt: __, devices, ...rest }: CaseAssessment) => ({
  ...rest,
  devices: devices.map((one) => ({
    ...one,
    assessment: one.assessment === null ? null : { ...one.assessment, asOf: 0 },
  })),
})
