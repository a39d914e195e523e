/**
 * What lockouts have cost that a car took only because it had not heard of an order [OUT-9]: the provider's failure,
 * not the driver's. Known for good once the lockout has ended; while it is held, the date by the order may still pass.
 */
import { instant } from '@keyturn/domain/units.ts'
import { orderWords } from '../law.ts'
import type { CaseFinding } from '../program/assessment.ts'
import type { MoneyFact } from './money-fact.ts'

/** The reset at the visit that ended the lockout, and what was charged about it. The visit itself was due anyway. */
export function heldMisses(findings: readonly CaseFinding[], facts: readonly MoneyFact[]): readonly MoneyFact[] {
  return findings.flatMap((finding): readonly MoneyFact[] => {
    const { id, aliases, class: of, law, since, endedAt, learnedAt, device } = finding
    if (of !== 'not-held' || law.kind !== 'ordered' || endedAt === null) return []
    const visits = facts.filter(
      (one) =>
        one.kind === 'visit-kept' &&
        one.purpose === 'lockout' &&
        one.device === device &&
        one.at >= since &&
        one.at <= endedAt + DAY_MS,
    )
    return [
      {
        kind: 'provider-caused',
        id: `order:${law.order}:${id}`,
        at: endedAt,
        recordedAt: instant(Math.max(endedAt, learnedAt, ...visits.map((one) => one.recordedAt))),
        of: [id, ...aliases, ...visits.map((one) => one.id)],
        only: ['lockout-reset'],
        reason: `The car locked because it had not heard of ${orderWords(law)}.`,
      },
    ]
  })
}

/** A visit is told on its day by several facts, not all of them at its last minute. */
const DAY_MS = 86_400_000
