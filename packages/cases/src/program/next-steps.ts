/** What everybody does next: participant, provider and authority, most urgent first, each with why and by when. */
import type { NextStep } from '../assessment.ts'
import { inZone } from '../calendar.ts'
import { groundOf, type Law, orderWords } from '../law.ts'
import type { CaseAssessment, CaseDevice, CaseFinding, Requirement } from './assessment.ts'
import { dayWords } from './days.ts'
import { letterSteps } from './letters.ts'
import { officerSteps } from './officer-steps.ts'
import type { Scene } from './scene.ts'
import { URGENCIES } from './urgency.ts'

export type JudgedCase = Omit<CaseAssessment, 'next' | 'nextChangeAt'>

/** Most urgent first; within one urgency the participant's, in the order in which a person gets them done. */
export function nextStepsOfCase(scene: Scene, judged: JudgedCase): readonly NextStep[] {
  return [
    ...judged.devices.flatMap((one) => deviceSteps(judged, one)),
    ...hearingsToCome(scene, judged),
    ...preparation(judged),
    ...booked(judged),
    ...hearingRequests(scene, judged),
    ...removal(scene, judged),
    ...(over(judged) ? [] : letterSteps(scene)),
    ...officerSteps(scene, judged),
  ].toSorted((a, b) => URGENCIES.indexOf(a.urgency) - URGENCIES.indexOf(b.urgency))
}

/** What the device asks of its driver, while it is in; which car, when there is more than one. */
function deviceSteps(judged: JudgedCase, { device, vehicle, removedAt, assessment }: CaseDevice): readonly NextStep[] {
  if (removedAt !== null || over(judged)) return []
  const several = judged.devices.filter((one) => one.removedAt === null).length > 1
  const car = judged.vehicles.find((one) => one.vehicle === vehicle)?.description ?? device
  const byFacts = visitsByFacts(judged, device)
  const logged = (assessment?.next ?? []).filter(
    // A visit that a provider reports as kept is due again later than the log knows.
    ({ id }) => id !== 'install' && !id.startsWith('hearing:') && !(byFacts.length > 0 && isVisit(id)),
  )
  return [...logged.map((one) => ({ ...one, id: `${device}:${one.id}` })), ...byFacts].map((one) => ({
    ...one,
    words: several ? `${car}: ${one.words}` : one.words,
  }))
}

const isVisit = (id: string): boolean =>
  ['service-visit', 'visit-provider', 'tow-to-provider', 'upload-log'].includes(id)

/** Where no log tells when the next visit is due: the deadlines do. */
function visitsByFacts({ deadlines, timeZone }: JudgedCase, device: string): readonly NextStep[] {
  const due = deadlines.find(({ id }) => id.startsWith(`${device}:service-visit@fact-`))
  if (due === undefined) return []
  const { id, closesAt, law, state } = due
  const why = 'A visit is due regularly.'
  if (state !== 'passed') {
    const order =
      law.kind === 'ordered' ? ` The date was moved by ${orderWords(law)}; carry the order to your car.` : ''
    const words = `Have the device serviced by ${inZone(closesAt, timeZone)}.${order} Book early: the last day may be full.`
    return [driver(id, state === 'open' ? 'soon' : 'later', words, { why, by: closesAt, law })]
  }
  const late = deadlines.find((one) => one.what === 'lockout-visit' && one.id.startsWith(`${device}:`))
  const drive = late === undefined || late.state === 'passed' ? null : late.closesAt
  const words =
    drive === null
      ? 'Call your service provider at once: the visit is overdue and none is reported. The car may have to be towed there.'
      : `The visit is overdue and none is reported. Drive to your service provider by ${inZone(drive, timeZone)}; after that the car has to be towed.`
  return [driver(id, 'now', words, { why: 'The visit was missed.', by: drive, law: late?.law ?? law })]
}

/** A case that is over asks nothing more of anybody. */
const over = ({ stage }: JudgedCase): boolean => stage.kind === 'completed' || stage.kind === 'not-required'

function preparation(judged: JudgedCase): readonly NextStep[] {
  if (over(judged)) return []
  return (
    judged.checklist
      // Devices that come out for good have a step of their own.
      .filter(({ state, id }) => (state === 'open' || state === 'broken') && !id.startsWith('removal:'))
      .map((one) => ({
        id: `requirement:${one.id}`,
        who: one.who === 'participant' ? 'driver' : one.who,
        urgency: one.state === 'broken' ? 'now' : 'soon',
        words: one.words,
        why: whyOf(one),
        by: null,
        law: one.law,
      }))
  )
}

const whyOf = ({ title, state }: Requirement): string =>
  `${title}: ${state === 'broken' ? 'not as it has to be' : 'still open'}.`

function booked({ deadlines, timeZone }: JudgedCase): readonly NextStep[] {
  return deadlines
    .filter(({ what }) => what === 'booked-visit')
    .map(({ id, title, closesAt, law }) =>
      driver(id, 'later', `Be at the visit on ${inZone(closesAt, timeZone)}. Keep the confirmation.`, {
        why: `${title}.`,
        by: closesAt,
        law,
      }),
    )
}

function hearingRequests({ program }: Scene, { deadlines, timeZone }: JudgedCase): readonly NextStep[] {
  return deadlines
    .filter(({ what }) => what === 'hearing-request')
    .map(({ id, title, closesAt, law }) =>
      driver(
        id,
        'may',
        `If you believe the lockout is improper, request a hearing with the ${program.authority} by ${inZone(closesAt, timeZone)}.`,
        { why: `${title}.`, by: closesAt, law },
      ),
    )
}

function hearingsToCome({ told, program }: Scene, { hearings, timeZone }: JudgedCase): readonly NextStep[] {
  const law = program.violations.hearing
  if (law === null) return []
  return hearings
    .filter((one) => one.state === 'set' && one.for >= told.asOf)
    .map((one) =>
      driver(
        `attend:${one.hearing}`,
        'soon',
        `Come to the hearing on ${inZone(one.for, timeZone)} at ${one.place}. Bring or send in what speaks for you: receipts, confirmations, photos, names.`,
        { why: one.because[0].words, by: one.for, law: groundOf(law.scheduled) },
      ),
    )
}

/** When and how the end may be asked for: it never comes by itself [MA-REQ-3]. */
function removal({ program, today }: Scene, { term, stage, findings }: JudgedCase): readonly NextStep[] {
  const law = groundOf(program.removal.decided)
  if (stage.kind === 'removal-granted') {
    const words =
      'Have the device removed by your service provider. The restriction is taken off the license after that.'
    return [driver('have-device-removed', 'soon', words, { why: 'Removal is granted.', by: null, law })]
  }
  if (stage.kind !== 'restricted' || term.requestFrom === null || term.requestFrom > today) return []
  const words = `You may request the removal of the device from the ${program.authority}. Until it is granted, nothing changes.`
  const why = `The term is over and the months before are without a lockout or violation${lastOne(findings, term.cleanSince)}.`
  return [driver('request-removal', 'may', words, { why, by: null, law })]
}

const lastOne = (findings: readonly CaseFinding[], since: CaseAssessment['term']['cleanSince']): string =>
  since === null || findings.length === 0 ? '' : `; the last one was on ${dayWords(since)}`

const driver = (
  id: string,
  urgency: NextStep['urgency'],
  words: string,
  { why, by, law }: { readonly why: string; readonly by: NextStep['by']; readonly law: Law },
): NextStep => ({ id, who: 'driver', urgency, words, why, by, law })
