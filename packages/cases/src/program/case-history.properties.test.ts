import { parseCivilDate } from '@keyturn/domain/civil.ts'
import { assert, type CivilDate, caseId, deviceId, type Instant, instant, mgPer210L } from '@keyturn/domain/units.ts'
import { effectiveFrom } from '@keyturn/rules/effective.ts'
import { programsOf } from '@keyturn/rules/programs.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { maine } from '@keyturn/rules/us-me.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assessCase } from './assess-case.ts'
import type { CaseAssessment } from './assessment.ts'
import type { CaseFact, CaseFile, FactBody } from './fact.ts'
import { officer } from './program-case-under.ts'
import type { CaseLaw } from './told.ts'

const law: CaseLaw = { profiles: [massachusetts], programs: programsOf('US-MA') }
const maineLaw: CaseLaw = { profiles: [maine], programs: programsOf('US-ME') }

const DAY = 86_400_000
const begin = Date.parse('2023-01-02T15:00Z')
const moment = fc.integer({ min: 0, max: 4 * 365 }).map((days) => instant(begin + days * DAY))

const date = (text: string): CivilDate => {
  const found = parseCivilDate(text)
  assert(found !== undefined, `a date: ${text}`)
  return found
}
/** Few dates, so that they meet: month ends, leap days, clock changes, and the ends of the calendar. */
const day = fc.constantFrom(
  ...['2023-01-31', '2023-03-12', '2024-02-29', '2024-03-01', '2024-11-03', '2025-08-31', '2026-02-28'].map(date),
  ...['0000-01-01', '9999-12-31'].map(date),
)
const until = fc.option(day)
const name = fc.constantFrom('car-1', 'car-2', 'participant', 'spouse', '', 'constructor')
const device = fc.constantFrom(deviceId('KT-0001'), deviceId('KT-0002'))
const text = fc.constantFrom('So it was told.', '', '名前\u0000\n')
const seq = fc.integer({ min: -1, max: 25 })
const state = fc.constantFrom('MA', 'ME', 'NH')
const license = fc.record({ state, number: fc.constant('S1') })
const address = fc.record({ street: text, city: text, state, postalCode: text })
const flag = fc.boolean()

const body: fc.Arbitrary<FactBody> = fc.oneof(
  fc.record({
    kind: fc.constant('case-opened' as const),
    jurisdiction: fc.constant('US-MA'),
    participant: fc.record({
      name: text,
      bornOn: day,
      license,
      address,
      email: fc.constant(null),
      telephone: fc.constant(null),
    }),
  }),
  fc.record({
    kind: fc.constant('conviction' as const),
    offense: fc.constant('oui' as const),
    on: day,
    state,
    docket: fc.constant(null),
    brac: fc.constantFrom(null, mgPer210L(149), mgPer210L(150)),
  }),
  fc.record({ kind: fc.constant('court-order' as const), docket: text, from: day, until }),
  fc.record({ kind: fc.constant('suspension' as const), from: day, until, why: text }),
  fc.record({
    kind: fc.constant('approval-granted' as const),
    toward: fc.constantFrom('hardship-license' as const, 'full-reinstatement' as const),
    reason: text,
  }),
  fc.record({ kind: fc.constant('approval-withdrawn' as const), reason: text }),
  fc.record({
    kind: fc.constant('exam-passed' as const),
    exam: fc.constantFrom('learners-permit' as const, 'road-test' as const, 'special-road-test' as const),
    on: day,
    vehicle: fc.option(name),
  }),
  fc.record({ kind: fc.constant('hardship-license-issued' as const), on: day, until: day }),
  fc.record({ kind: fc.constant('fully-reinstated' as const), on: day }),
  fc.record({ kind: fc.constant('restriction-added' as const), code: fc.constantFrom('Z', 'HZ', '') }),
  fc.record({ kind: fc.constant('restriction-removed' as const), reason: text }),
  fc.record({
    kind: fc.constant('household-member-added' as const),
    member: name,
    name: text,
    license: fc.option(license),
  }),
  fc.record({ kind: fc.constant('household-member-left' as const), member: name, why: text }),
  fc.record({
    kind: fc.constant('affidavit-filed' as const),
    signer: name,
    signedOn: day,
    notary: fc.option(fc.record({ name: text, on: day })),
    document: fc.constant(null),
  }),
  fc.record({ kind: fc.constant('address-changed' as const), address }),
  fc.record({
    kind: fc.constant('vehicle-added' as const),
    vehicle: name,
    body: fc.constantFrom('car' as const, 'motorcycle' as const),
    description: text,
    vin: text,
    plate: text,
    volts: fc.constantFrom(12, 24, -1),
    electricsSound: flag,
    use: fc.constantFrom('owned' as const, 'employer' as const),
    centerBrake: flag,
    sponsorSeat: flag,
  }),
  fc.record({ kind: fc.constant('vehicle-given-up' as const), vehicle: name, why: fc.constant('sold' as const) }),
  fc.record({ kind: fc.constant('vehicle-out-of-use' as const), vehicle: name, why: fc.constant('disabled' as const) }),
  fc.record({ kind: fc.constant('vehicle-back-in-use' as const), vehicle: name }),
  fc.record({ kind: fc.constant('vendor-chosen' as const), vendor: text, center: text }),
  fc.record({
    kind: fc.constant('visit-booked' as const),
    vehicle: name,
    center: text,
    purpose: fc.constantFrom('installation' as const, 'lockout' as const),
    for: moment,
    confirmation: text,
  }),
  fc.record({
    kind: fc.constant('device-installed' as const),
    device,
    vehicle: name,
    vendor: text,
    center: text,
    technician: text,
    identity: fc.option(text),
    instructed: flag,
    dueOn: day,
    certificate: fc.option(text),
  }),
  fc.record({ kind: fc.constant('device-moved' as const), device, to: name, center: text, technician: text }),
  fc.record({
    kind: fc.constant('device-removed' as const),
    device,
    removedBy: fc.constantFrom('provider' as const, 'participant' as const, 'unknown' as const),
    why: fc.constantFrom('not-said' as const, 'program-completed' as const),
  }),
  fc.record({
    kind: fc.constant('visit-kept' as const),
    device,
    center: text,
    technician: text,
    purpose: fc.constantFrom('scheduled' as const, 'removal' as const),
    dueOn: until,
    sound: flag,
    uploaded: flag,
  }),
  fc.record({
    kind: fc.constant('credit-requested' as const),
    state,
    from: day,
    until: day,
    vendor: text,
    proof: fc.record({ maintained: flag, serviced: flag, freeOfViolations: flag, sameSettings: flag }),
    documents: fc.constant([]),
  }),
  fc.record({ kind: fc.constant('credit-decided' as const), request: seq, granted: flag, reason: text }),
  fc.record({ kind: fc.constant('removal-requested' as const), statement: text }),
  fc.record({ kind: fc.constant('removal-decided' as const), request: seq, granted: flag, reason: text }),
  fc.record({ kind: fc.constant('fact-withdrawn' as const), fact: seq, reason: text }),
)

const factsOf = (bodies: readonly (readonly [FactBody, Instant])[]): readonly CaseFact[] =>
  // A head and a body are a fact of the body's kind; spreading a union hides that from the compiler.
  bodies.map(([one, at], n) => ({ ...one, seq: n + 1, at, recordedAt: at, by: officer, basis: null }) as CaseFact)

/** Twice convicted, so that the program has something to say; the rest is anything at all. */
const opened: readonly (readonly [FactBody, Instant])[] = [
  [{ kind: 'conviction', offense: 'oui', on: date('2022-01-10'), state: 'MA', docket: null }, instant(begin)],
  [{ kind: 'conviction', offense: 'oui', on: date('2022-02-10'), state: 'MA', docket: null }, instant(begin)],
]
const facts = fc
  .tuple(fc.array(fc.tuple(body, moment), { maxLength: 20 }), flag)
  .map(([bodies, twice]) => factsOf(twice ? [...opened, ...bodies] : bodies))
const file = (list: readonly CaseFact[]): CaseFile => ({ caseId: caseId('KT-ANY-1'), facts: list, devices: [] })

const holds = (property: fc.IRawProperty<unknown>, numRuns = 300) => fc.assert(property, { numRuns })

/** What another list of laws may change: only when it is worth asking again. */
const unscheduled = ({ nextChangeAt: _, ...rest }: CaseAssessment) => rest

describe('for any facts, however odd', () => {
  test('an assessment never throws and is plain data', () => {
    holds(
      fc.property(facts, moment, fc.constantFrom(law, maineLaw), (list, asOf, under) => {
        const assessment = assessCase(under, file(list), asOf)
        expect(JSON.parse(JSON.stringify(assessment))).toEqual(assessment)
        expect(JSON.stringify(assessment)).not.toMatch(/NaN|undefined/)
      }),
      600,
    )
  })

  test('the order in which facts are handed in changes nothing', () => {
    holds(
      fc.property(facts, moment, fc.infiniteStream(fc.nat()), (list, asOf, chance) => {
        const shuffled = list
          .map((one) => [chance.next().value, one] as const)
          .toSorted(([a], [b]) => a - b)
          .map(([, one]) => one)
        expect(assessCase(law, file(shuffled), asOf)).toEqual(assessCase(law, file(list), asOf))
      }),
    )
  })

  test('nothing changes between a moment and the next change it names', () => {
    holds(
      fc.property(facts, moment, fc.nat(), fc.constantFrom(law, maineLaw), (list, asOf, chance, under) => {
        // Of a case of which nothing is told, nothing is told since now.
        if (!list.some(({ at, kind }) => at <= asOf && kind !== 'fact-withdrawn')) return
        const now = assessCase(under, file(list), asOf)
        const until = now.nextChangeAt ?? instant(asOf + 5_000 * DAY)
        for (const at of [asOf + 1, asOf + 1 + (chance % (until - asOf)), until - 1]) {
          if (at <= asOf || at >= until) continue
          const then = assessCase(under, file(list), instant(at))
          expect({ ...then, asOf }).toEqual(now)
        }
      }),
    )
  })

  test('what happens later changes nothing about an earlier day', () => {
    holds(
      fc.property(facts, moment, (list, asOf) => {
        const before = list.filter(({ at }) => at <= asOf)
        const now = assessCase(law, file(list), asOf)
        expect(unscheduled(now)).toEqual(unscheduled(assessCase(law, file(before), asOf)))
      }),
    )
  })

  test('a fact that is withdrawn is as if it had never been told, but for the correction', () => {
    holds(
      fc.property(facts, moment, fc.nat(), (list, asOf, chance) => {
        const last = instant(Math.max(asOf, ...list.map(({ at }) => at)))
        const withdrawals = list.filter(({ kind }) => kind === 'fact-withdrawn')
        const told = list.filter((one) => !withdrawals.includes(one))
        const fact = told[chance % Math.max(1, told.length)]
        if (fact === undefined) return
        const head = { seq: list.length + 1, at: last, recordedAt: last, by: officer, basis: null }
        const taken: CaseFact = { ...head, kind: 'fact-withdrawn', fact: fact.seq, reason: 'A mistake.' }
        const { corrections, ...withdrawn } = assessCase(law, file([...told, taken]), last)
        const { corrections: _, ...never } = assessCase(law, file(told.filter((one) => one !== fact)), last)
        expect(withdrawn).toEqual(never)
        expect(corrections.map(({ kind }) => kind)).toContain('withdrawn')
        const back: CaseFact = { ...head, seq: head.seq + 1, kind: 'fact-withdrawn', fact: taken.seq, reason: 'No.' }
        const { corrections: __, ...restored } = assessCase(law, file([...told, taken, back]), last)
        const { corrections: ___, ...first } = assessCase(law, file(told), last)
        expect(restored).toEqual(first)
      }),
    )
  })

  test('a later version of the law changes nothing before its day', () => {
    const [, current] = programsOf('US-MA')
    assert(current !== undefined, 'Massachusetts has a current program')
    const stricter = {
      ...current,
      version: effectiveFrom('2025-07-01'),
      requirement: { ...current.requirement, convictions: { ...current.requirement.convictions, value: 1 } },
      removal: { ...current.removal, cleanMonths: null },
    }
    const changed: CaseLaw = { ...law, programs: [stricter, ...law.programs] }
    const day = Date.parse('2025-07-01T04:00Z')
    holds(
      fc.property(facts, moment, (list, asOf) => {
        const before = assessCase(law, file(list), asOf)
        const after = assessCase(changed, file(list), asOf)
        if (asOf < day) expect(unscheduled(after)).toEqual(unscheduled(before))
        const earlier = ({ findings }: CaseAssessment) =>
          findings.filter(({ since, id }) => since < day && !id.startsWith('unauthorized-removal'))
        expect(earlier(after)).toEqual(earlier(before))
      }),
    )
  })
})
