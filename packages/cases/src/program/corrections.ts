/** Facts that were withdrawn after they were told. */
import type { CaseFinding, Correction } from './assessment.ts'
import type { Scene } from './scene.ts'

/** Newest first. */
export const correctionsOf = ({ told, ref }: Scene, _findings: readonly CaseFinding[]): readonly Correction[] =>
  told.withdrawn
    .map(
      ({ fact, by }): Correction => ({
        at: fact.at,
        learnedAt: by.recordedAt,
        kind: 'withdrawn',
        words: `Withdrawn: ${by.reason}`,
        because: [ref(fact), ref(by)],
      }),
    )
    .toSorted((a, b) => b.learnedAt - a.learnedAt)
