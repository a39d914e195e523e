/** What waits for a person at the authority: requests, hearings, doubts. The machine prepares, a person decides. */
import type { NextStep } from '../assessment.ts'
import { inZone } from '../calendar.ts'
import { groundOf, type Law } from '../law.ts'
import type { CaseAssessment, CaseFinding } from './assessment.ts'
import { titles } from './late.ts'
import type { Scene } from './scene.ts'
import { countsAgainst } from './standing.ts'

type Judged = Pick<CaseAssessment, 'findings' | 'hearings' | 'stage' | 'timeZone'>

/** In the order in which they came up. */
export function officerSteps(scene: Scene, judged: Judged): readonly NextStep[] {
  return [...hearingSteps(scene, judged), ...requestSteps(scene), ...doubtSteps(scene, judged)]
}

function hearingSteps(scene: Scene, { findings, hearings, timeZone }: Judged): readonly NextStep[] {
  const { told, program } = scene
  const law = program.violations.hearing
  if (law === null) return []
  const ground = groundOf(law.scheduled)
  const asked = findings.filter(({ standing }) => standing.kind === 'hearing-requested')
  const violations = findings.filter(
    (one) => one.class === 'violation' && one.standing.kind === 'stands' && countsAgainst(one),
  )
  return [
    ...asked.map((one) =>
      step(`set-hearing:${one.id}`, 'now', `Set a hearing about: ${one.title}.`, requestedWhy(one), ground),
    ),
    ...violations.map((one) => hearingAbout(scene, one)),
    ...hearings
      .filter((one) => one.state === 'set' && one.for < told.asOf)
      .map((one) =>
        step(
          `decide:${one.hearing}`,
          'now',
          `Record the decision of the hearing of ${inZone(one.for, timeZone)}, or set it again.`,
          one.because[0].words,
          ground,
        ),
      ),
    ...hearings
      .filter(({ state }) => state === 'contested')
      .map((one) =>
        step(
          `board:${one.hearing}`,
          'soon',
          `Record what the ${law.board.value} decides.`,
          one.because.at(-1)?.words ?? one.because[0].words,
          groundOf(law.board),
        ),
      ),
  ]
}

/** Some violations suspend at once; a hearing comes all the same [MA-VIO-5]. */
function hearingAbout({ lawAt }: Scene, finding: CaseFinding): NextStep {
  const { violations, hearing, othersFailure } = lawAt(finding.since).violations
  const atOnce = violations.find(({ id }) => id === finding.rule)?.atOnce ?? null
  const id = `set-hearing:${finding.id}`
  const why = finding.because[0].words
  if (atOnce !== null) {
    const words = `Tell the participant of the immediate suspension and set a hearing about: ${finding.title}.`
    return step(id, 'now', words, why, groundOf(atOnce))
  }
  return step(id, 'soon', `Set a hearing about: ${finding.title}.`, why, groundOf(hearing?.scheduled ?? othersFailure))
}

const requestedWhy = ({ standing, title }: CaseFinding): string =>
  standing.kind === 'hearing-requested' ? standing.because[0].words : title

/** Requests that nobody has decided. */
function requestSteps({ told, program, ref }: Scene): readonly NextStep[] {
  const removals = new Set(told.of('removal-decided').map(({ request }) => request))
  const credits = new Set(told.of('credit-decided').map(({ request }) => request))
  const decided = groundOf(program.removal.decided)
  const credit = program.elsewhere === null ? decided : groundOf(program.elsewhere.credit)
  return [
    ...told
      .of('removal-requested')
      .filter(({ seq }) => !removals.has(seq))
      .map((one) =>
        step(`decide-removal@${one.seq}`, 'now', 'Decide on the request for removal.', ref(one).words, decided),
      ),
    ...told
      .of('credit-requested')
      .filter(({ seq }) => !credits.has(seq))
      .map((one) =>
        step(`decide-credit@${one.seq}`, 'soon', 'Decide on the request for credit.', ref(one).words, credit),
      ),
  ]
}

/** Doubts that no hearing, excusal or visit has settled; one step for all, so that none drowns the others. */
function doubtSteps({ program }: Scene, { findings, stage }: Judged): readonly NextStep[] {
  if (stage.kind === 'completed') return []
  const open = findings.filter(
    (one) => one.class === 'for-a-person' && one.standing.kind === 'stands' && one.endedAt === null,
  )
  const last = open.at(-1)
  if (last === undefined) return []
  const words = `Look at what the machine does not decide: ${titles(open)}.`
  const law = groundOf(program.violations.othersFailure)
  return [step('look-at', 'soon', words, last.because[0].words, law)]
}

const step = (id: string, urgency: NextStep['urgency'], words: string, why: string, law: Law): NextStep => ({
  id,
  who: 'authority',
  urgency,
  words,
  why,
  by: null,
  law,
})
