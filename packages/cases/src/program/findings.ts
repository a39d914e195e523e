/** Everything that happened in a case and what has become of it, each act once. */
import { inZone } from '../calendar.ts'
import type { CaseDevice, CaseFinding } from './assessment.ts'
import { contradictionsIn } from './contradictions.ts'
import { deviceLawOf, liftedFrom } from './lifted.ts'
import { withMissedVisits } from './missed.ts'
import { mergedActs } from './same-act.ts'
import type { Scene } from './scene.ts'
import { aboutOf, standingOf } from './standing.ts'
import { accountsOf, repeatedLockouts } from './violations.ts'
import { whileIn } from './while-in.ts'
import { causeWords } from './words.ts'

/** The findings of a case, oldest first: from the logs, from what people told, from both together. */
export function caseFindings(scene: Scene, devices: readonly CaseDevice[]): readonly CaseFinding[] {
  const { told } = scene
  const law = deviceLawOf(told)
  const about = aboutOf(told)
  const standing = (one: CaseFinding): CaseFinding => ({ ...one, standing: standingOf(scene, about, one) })
  const logged = withMissedVisits(scene, whileIn(scene, liftedFrom(told, devices, law), law), devices, law)
  const acts = mergedActs(logged, accountsOf(scene, law)).map(standing).toSorted(byMoment)
  const repeated = repeatedLockouts(scene, acts).map((one) => (one.standing.kind === 'stands' ? standing(one) : one))
  const all = [...acts, ...repeated]
  return [...all, ...contradictionsIn(scene, about, all)].map((one) => settled(scene, one)).toSorted(byMoment)
}

/**
 * What is set aside has no consequences any more, and says so. A lockout that lasts still keeps the car; one
 * that is over says when it ended.
 */
function settled({ told }: Scene, finding: CaseFinding): CaseFinding {
  const { standing, endedAt, class: of } = finding
  if (standing.kind !== 'excused' && standing.kind !== 'not-responsible') {
    if (of !== 'lockout' || endedAt === null) return finding
    return { ...finding, effect: `The car was locked out until ${inZone(endedAt, told.zone)}.` }
  }
  const board = standing.because.some((one) => one.of === 'case' && one.kind === 'contest-decided')
  const why =
    standing.kind === 'excused'
      ? `an officer found that the cause was ${causeWords[standing.cause]}`
      : board
        ? 'the board reversed the decision of the hearing'
        : 'a hearing found the participant not responsible'
  const locked = of === 'lockout' && endedAt === null ? `${finding.effect} ` : ''
  const effect = `${locked}It stays on record and does not count: ${why}.`
  return { ...finding, effect, consequences: [] }
}

const byMoment = (a: CaseFinding, b: CaseFinding): number => a.since - b.since || (a.id < b.id ? -1 : 1)
