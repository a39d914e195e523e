/**
 * For tests: a case that consists of service visits alone. Thirty days after each visit the next one is due; from the
 * twenty-fifth day on it can be made; a missed one is a lockout with 48 hours to come.
 */
import { addDays, civilDateOf, endOfDay, startOfDay } from '@keyturn/domain/civil.ts'
import { after, assert, caseId, duration, hours, type Instant, parseInstant } from '@keyturn/domain/units.ts'
import type { Law } from '../../law.ts'
import type { CaseAssessment, CaseDeadline, CaseFinding, CaseRef } from '../../program/assessment.ts'

export const told = (moment: string): Instant => {
  const at = parseInstant(moment)
  assert(at !== undefined, `${moment} is a moment`)
  return at
}

export const LAW: Law = { kind: 'assumed', from: 'the tests', why: 'no law is needed to count days' }
export const ZONE = 'America/New_York'
const refAt = (at: Instant): CaseRef => ({ of: 'case', seq: 1, at, kind: 'visit-kept', words: 'A visit was kept.' })

/** An assessment without dates and findings. */
export const emptyAssessment = (asOf: Instant, over: Partial<CaseAssessment> = {}): CaseAssessment => ({
  caseId: caseId('MA-2024-0001'),
  asOf,
  jurisdiction: 'US-MA',
  timeZone: ZONE,
  program: 'US-MA-program@2021-07-09',
  profile: 'US-MA@2026-11-01',
  participant: null,
  stage: {
    kind: 'restricted',
    since: told('2024-01-01T12:00Z'),
    because: [refAt(told('2024-01-01T12:00Z'))],
    law: LAW,
  },
  headline: 'A device is required.',
  term: {
    required: true,
    parts: [],
    endsOn: null,
    openBecause: null,
    requestFrom: null,
    requestLaw: null,
    requestBecause: [],
    cleanSince: null,
    interpretations: [],
  },
  checklist: [],
  vehicles: [],
  devices: [],
  findings: [],
  hearings: [],
  requests: [],
  letters: [],
  deadlines: [],
  next: [],
  corrections: [],
  nextChangeAt: null,
  ...over,
})

export const deadline = (
  over: Partial<CaseDeadline> & Pick<CaseDeadline, 'id' | 'what' | 'closesAt'>,
): CaseDeadline => ({
  title: 'A date',
  opensAt: null,
  state: 'open',
  law: LAW,
  because: [],
  ...over,
})

const missedVisit = (dueAt: Instant, endedAt: Instant | null): CaseFinding => ({
  id: `missed-visit@${dueAt}`,
  aliases: [],
  class: 'lockout',
  rule: 'missed-visit',
  title: 'Missed service visit',
  law: LAW,
  because: [refAt(dueAt)],
  cause: 'operator',
  effect: 'The car locks.',
  consequences: [],
  since: after(dueAt, duration(1)),
  endedAt,
  learnedAt: after(dueAt, duration(1)),
  device: null,
  signed: false,
  standing: { kind: 'stands' },
  hearingBy: null,
  interpretations: [],
  rules: 'US-MA@2026-11-01',
})

/** The case as of a moment, with the visits (ascending) that were made by then. */
export function visitingCase(visits: readonly Instant[]) {
  const dueAfter = (visit: Instant) => endOfDay(addDays(civilDateOf(visit, ZONE), 30), ZONE)
  return (asOf: Instant): CaseAssessment => {
    const made = visits.filter((at) => at <= asOf)
    const last = made.at(-1)
    if (last === undefined) return emptyAssessment(asOf, { nextChangeAt: visits[0] ?? null })
    const closesAt = dueAfter(last)
    const opensAt = startOfDay(addDays(civilDateOf(last, ZONE), 25), ZONE)
    const towAt = after(closesAt, hours(48))
    const missed = made.flatMap((at, index) => {
      const next = made[index + 1]
      return (next ?? asOf) > dueAfter(at) ? [missedVisit(dueAfter(at), next ?? null)] : []
    })
    const state = (closes: Instant) => (asOf > closes ? ('passed' as const) : ('open' as const))
    const visit = deadline({
      id: `service-visit@${last}`,
      what: 'service-visit',
      opensAt,
      closesAt,
      state: asOf < opensAt ? 'not-yet-open' : state(closesAt),
    })
    const lockout = deadline({
      id: `missed-visit@${closesAt}`,
      what: 'lockout-visit',
      opensAt: after(closesAt, duration(1)),
      closesAt: towAt,
      state: state(towAt),
    })
    const changes = [opensAt, after(closesAt, duration(1)), after(towAt, duration(1)), ...visits]
    const coming = changes.filter((at) => at > asOf)
    return emptyAssessment(asOf, {
      findings: missed,
      deadlines: asOf > closesAt ? [visit, lockout] : [visit],
      nextChangeAt: coming.length === 0 ? null : coming.reduce((a, b) => (a < b ? a : b)),
    })
  }
}
