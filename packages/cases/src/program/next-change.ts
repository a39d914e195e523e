/** When an answer may change though nobody records anything. */
import type { Instant } from '@keyturn/domain/units.ts'
import { instant } from '@keyturn/domain/units.ts'
import type { CaseAssessment } from './assessment.ts'
import { firstOf } from './days.ts'
import type { Scene } from './scene.ts'

/** The soonest moment after `asOf` at which a deadline opens or has passed, or a day of the term begins. */
export function nextChangeAt(
  { told }: Scene,
  { asOf, deadlines, term }: Pick<CaseAssessment, 'asOf' | 'deadlines' | 'term'>,
): Instant | null {
  const days = [term.requestFrom, ...term.parts.map(({ from }) => from)]
  const moments = [
    ...deadlines.flatMap(({ opensAt, closesAt }) => [...(opensAt === null ? [] : [opensAt]), instant(closesAt + 1)]),
    ...days.flatMap((day) => (day === null ? [] : [firstOf(day, told.zone)])),
  ].filter((at) => at > asOf)
  return moments.length === 0 ? null : instant(Math.min(...moments))
}
