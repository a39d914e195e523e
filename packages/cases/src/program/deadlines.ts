/** Every date of a case that still matters, each with its rule and the facts it is worked out from. */
import type { Instant } from '@keyturn/domain/units.ts'
import { groundOf, type Law } from '../law.ts'
import type { CaseDeadline, CaseDevice, CaseFinding, CaseRef, Stage, Term } from './assessment.ts'
import { dayWords, firstOf, lastOf } from './days.ts'
import { deviceDeadlines, type Timeless } from './device-deadlines.ts'
import { suspensionsOf } from './license.ts'
import { type DeviceLaw, deviceLawOf } from './lifted.ts'
import type { Scene } from './scene.ts'
import { aboutOf } from './standing.ts'
import type { Told } from './told.ts'

type Judged = {
  readonly devices: readonly CaseDevice[]
  readonly findings: readonly CaseFinding[]
  readonly term: Term
  readonly stage: Stage
}

/** Soonest first. */
export function deadlinesOfCase(scene: Scene, judged: Judged): readonly CaseDeadline[] {
  const { told } = scene
  const { asOf } = told
  const law = deviceLawOf(told)
  return [
    ...deviceDeadlines(scene, judged),
    ...judged.findings.flatMap((one) => hearingRequest(told, law, one)),
    ...hearingDays(scene),
    ...licenseDays(scene),
    ...termDays(scene, judged),
    ...bookedVisits(scene),
  ]
    .map((one): CaseDeadline => ({ ...one, state: stateOf(one, asOf) }))
    .toSorted((a, b) => a.closesAt - b.closesAt || (a.id < b.id ? -1 : 1))
}

const stateOf = ({ opensAt, closesAt }: Timeless, asOf: Instant): CaseDeadline['state'] => {
  if (opensAt !== null && asOf < opensAt) return 'not-yet-open'
  // The last instant of a period still counts.
  return asOf > closesAt ? 'passed' : 'open'
}

/** While it can still be asked for and nobody has [MA-LCK-6]. */
function hearingRequest(told: Told, law: DeviceLaw, finding: CaseFinding): readonly Timeless[] {
  const { hearingBy, standing, since, title, id, because } = finding
  const days = law.at(since).profile.hearingRequestWithinDays
  if (days === null || hearingBy === null || standing.kind !== 'stands' || told.asOf > hearingBy) return []
  const ground = groundOf(days)
  return [
    {
      id: `hearing:${id}`,
      what: 'hearing-request',
      title: `Hearing about: ${title}`,
      opensAt: since,
      closesAt: hearingBy,
      law: ground,
      because,
    },
  ]
}

/** Hearings that are set and not decided, passed ones too: somebody has to decide them. */
function hearingDays(scene: Scene): readonly Timeless[] {
  const { told, ref, program } = scene
  const law = program.violations.hearing
  if (law === null) return []
  const { decided } = aboutOf(told)
  const last = new Map(told.of('hearing-scheduled').map((one) => [one.hearing, one]))
  return [...last.values()]
    .filter(({ hearing }) => !decided.has(hearing))
    .map((one) => ({
      id: `hearing:${one.hearing}`,
      what: 'hearing',
      title: `Hearing at ${one.place}`,
      opensAt: null,
      closesAt: one.for,
      law: groundOf(law.scheduled),
      because: [ref(one)],
    }))
}

/** When a hardship license and a suspension are over: the last day of each counts to its end. */
function licenseDays({ told, ref, program, today }: Scene): readonly Timeless[] {
  const law = termLaw(program.term)
  const hardship = told.last('hardship-license-issued')
  const full = told.last('fully-reinstated')
  const held = hardship !== undefined && hardship.until >= today && (full === undefined || full.on < hardship.on)
  const suspended = suspensionsOf(told).flatMap(({ from, until, fact }) =>
    until === null || until < today || from > today ? [] : [{ until, fact }],
  )
  return [
    ...(held
      ? [
          {
            id: `hardship-ends@${hardship.seq}`,
            what: 'hardship-ends',
            title: 'The hardship license ends',
            opensAt: null,
            closesAt: lastOf(hardship.until, told.zone),
            law,
            because: [ref(hardship)],
          } as const,
        ]
      : []),
    ...suspended.map(
      ({ until, fact }): Timeless => ({
        id: `suspension-ends@${fact.seq}`,
        what: 'suspension-ends',
        title: 'The suspension ends; driving again needs reinstatement by an officer',
        opensAt: null,
        closesAt: lastOf(until, told.zone),
        law,
        because: [ref(fact)],
      }),
    ),
  ]
}

/** Nothing ends by itself: these days only say from when something may be asked for [MA-REQ-3, MA-REM-1]. */
function termDays({ told, program }: Scene, { term, stage }: Judged): readonly Timeless[] {
  const { zone } = told
  if (!term.required || stage.kind === 'completed' || stage.kind === 'removal-granted') return []
  const because: readonly CaseRef[] = term.parts.flatMap((part) => part.because)
  const ends = term.endsOn === null || term.endsOn === 'life' ? null : lastOf(term.endsOn, zone)
  const from = term.requestFrom === null ? null : firstOf(term.requestFrom, zone)
  const law = termLaw(program.term)
  return [
    ...(ends === null
      ? []
      : [
          {
            id: 'term-ends',
            what: 'term-ends',
            title: termTitle,
            opensAt: null,
            closesAt: ends,
            law,
            because,
          } as const,
        ]),
    ...(from === null || told.asOf >= from || term.requestFrom === null
      ? []
      : [
          {
            id: 'removal-request-opens',
            what: 'removal-request-opens',
            title: `Removal of the device may be requested from ${dayWords(term.requestFrom)}, as things stand`,
            opensAt: from,
            closesAt: from,
            law: groundOf(program.removal.cleanMonths ?? program.removal.decided),
            because,
          } as const,
        ]),
  ]
}

const termTitle = 'The term ends; the restriction stays until the authority has decided on a request'

const termLaw = (term: Scene['program']['term']): Law =>
  groundOf(term.kind === 'from-full-reinstatement' ? term.counted : term.steps[0].ruled)

/** The last booking for each vehicle and purpose, while it is still to come. */
function bookedVisits({ told, ref, program }: Scene): readonly Timeless[] {
  const last = new Map(told.of('visit-booked').map((one) => [`${one.vehicle} ${one.purpose}`, one]))
  const law: Law = program.preparation.booking === null ? bookingLaw : groundOf(program.preparation.booking)
  return [...last.values()]
    .filter((one) => one.for >= told.asOf)
    .map((one) => ({
      id: `booked-visit@${one.seq}`,
      what: 'booked-visit',
      title: `Visit booked at ${one.center}, confirmation ${one.confirmation}`,
      opensAt: null,
      closesAt: one.for,
      law,
      because: [ref(one)],
    }))
}

const bookingLaw: Law = {
  kind: 'assumed',
  from: 'the booking itself',
  why: 'A visit that is booked is kept at its time; no text says more.',
}
