/** What the participant asked the authority for, and what it answered with its reason. */
import type { CaseRequest } from './assessment.ts'
import { creditsDecided } from './elsewhere.ts'
import { removalsDecided } from './removal.ts'
import type { Scene } from './scene.ts'

/** Oldest first. Only the first decision about a request counts. */
export function requestsOf({ told, ref }: Scene): readonly CaseRequest[] {
  const removals = removalsDecided(told)
  const credits = creditsDecided(told)
  const asked = [...told.of('removal-requested'), ...told.of('credit-requested')]
  return asked
    .map((fact): CaseRequest => {
      const decision = (fact.kind === 'removal-requested' ? removals : credits).get(fact.seq)
      return {
        for: fact.kind === 'removal-requested' ? 'removal' : 'credit',
        request: fact.seq,
        state: decision === undefined ? 'waiting' : decision.granted ? 'granted' : 'refused',
        reason: decision?.reason ?? null,
        because: decision === undefined ? [ref(fact)] : [ref(fact), ref(decision)],
      }
    })
    .toSorted((a, b) => a.because[0].at - b.because[0].at || a.request - b.request)
}
