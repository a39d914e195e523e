/** Everything that happened in a case and what has become of it, each act once. */
import type { CaseDevice, CaseFinding } from './assessment.ts'
import { contradictionsIn } from './contradictions.ts'
import { deviceLawOf, liftedFrom } from './lifted.ts'
import { withMissedVisits } from './missed.ts'
import { mergedActs } from './same-act.ts'
import type { Scene } from './scene.ts'
import { aboutOf, standingOf } from './standing.ts'
import { accountsOf, repeatedLockouts } from './violations.ts'

/** The findings of a case, oldest first: from the logs, from what people told, from both together. */
export function caseFindings(scene: Scene, devices: readonly CaseDevice[]): readonly CaseFinding[] {
  const { told } = scene
  const law = deviceLawOf(told)
  const about = aboutOf(told)
  const standing = (one: CaseFinding): CaseFinding => ({ ...one, standing: standingOf(scene, about, one) })
  const logged = withMissedVisits(scene, liftedFrom(told, devices, law), devices, law)
  const acts = mergedActs(logged, accountsOf(scene, law)).map(standing).toSorted(byMoment)
  const repeated = repeatedLockouts(scene, acts).map((one) => (one.standing.kind === 'stands' ? standing(one) : one))
  const all = [...acts, ...repeated]
  return [...all, ...contradictionsIn(scene, about, all)].toSorted(byMoment)
}

const byMoment = (a: CaseFinding, b: CaseFinding): number => a.since - b.since || (a.id < b.id ? -1 : 1)
