/** Every date of a case that still matters. */
import type { CaseDeadline, CaseDevice, CaseFinding, Stage, Term } from './assessment.ts'
import { refOfRecord } from './lifted.ts'
import type { Scene } from './scene.ts'

export type Judged = {
  readonly devices: readonly CaseDevice[]
  readonly findings: readonly CaseFinding[]
  readonly term: Term
  readonly stage: Stage
}

/** Soonest first. */
export function deadlinesOfCase(_scene: Scene, { devices }: Judged): readonly CaseDeadline[] {
  return devices
    .flatMap(({ device, assessment }) =>
      (assessment?.deadlines ?? []).map(
        (one): CaseDeadline => ({
          ...one,
          id: `${device}:${one.id}`,
          because: (assessment?.findings.find(({ id }) => one.id.endsWith(id))?.because ?? []).map(refOfRecord),
        }),
      ),
    )
    .toSorted((a, b) => a.closesAt - b.closesAt)
}
