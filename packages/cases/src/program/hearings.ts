/** The hearings of a case. */
import type { CaseFinding, Hearing } from './assessment.ts'
import type { Scene } from './scene.ts'

/** In the order in which they were set. */
export function hearingsOf({ told, ref }: Scene, _findings: readonly CaseFinding[]): readonly Hearing[] {
  return told.of('hearing-scheduled').map((set): Hearing => {
    const decided = told.of('hearing-decided').find(({ hearing }) => hearing === set.hearing)
    return {
      hearing: set.hearing,
      about: set.about,
      state: decided === undefined ? 'set' : 'decided',
      for: set.for,
      place: set.place,
      sanction: decided?.sanction ?? null,
      evidence: told
        .of('hearing-evidence')
        .filter(({ hearing }) => hearing === set.hearing)
        .map(ref),
      proposed: [],
      because: decided === undefined ? [ref(set)] : [ref(set), ref(decided)],
    }
  })
}
