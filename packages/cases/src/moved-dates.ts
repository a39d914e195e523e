/** The dates of a period as they stand in law: by the device, and by the known orders that it has not heard of. */
import type { ServiceFunction } from '@keyturn/domain/relief.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import type { Finding, MovedDate } from './assessment.ts'
import { inZone } from './calendar.ts'
import type { LockoutDraft } from './draft.ts'
import { type Folding, lawAt, type Period } from './folding.ts'
import { civilDaysApart } from './orders.ts'
import { beyond, dateAsSet, lawOfOrder } from './relief-dates.ts'

/**
 * Of the service visit and the violations service, as far as an order or a telephone code has made them later; and the
 * time to visit after a lockout, where an order that the car has not heard of would make it longer.
 */
export function movedDates(folding: Folding): readonly MovedDate[] {
  const { period } = folding
  if (period === null) return []
  const visit = movedDate(folding, period, 'service-visit', period.dueAt)
  const reset = period.reset === null ? [] : movedDate(folding, period, 'violations-service', period.reset.visitBy)
  return [...visit, ...reset, ...period.lockouts.flatMap((lockout) => unheardTime(folding, period, lockout))]
}

/** The date that counts in law: the latest of what the device has and what known orders give. */
export const lawfulDate = (moved: readonly MovedDate[], of: ServiceFunction, inCar: Instant): Instant =>
  moved.find((one) => one.of === of)?.to ?? inCar

function movedDate(
  folding: Folding,
  period: Period,
  of: 'service-visit' | 'violations-service',
  inCar: Instant,
): readonly MovedDate[] {
  const set = dateAsSet(period, of, '')
  if (set === null) return []
  const ordered = beyond(folding, set, inCar)
  if (ordered !== null) {
    const { listed, days, dueAt: to } = ordered
    return [{ of, order: listed.order.id, days, from: set.at, to, inCar, law: lawOfOrder(folding, listed.order.id) }]
  }
  const heard = of === 'service-visit' ? period.movedVisit : period.movedReset
  if (heard?.kind !== 'due-date-moved') return []
  const { order } = heard
  const zone = lawAt(folding, set.at).profile.timeZone
  const days = civilDaysApart(set.at, inCar, zone)
  return [{ of, order, days, from: set.at, to: inCar, inCar, law: lawOfOrder(folding, order) }]
}

/** The car goes by its own time until it hears of the order: what it does is not a question of law. */
function unheardTime(folding: Folding, period: Period, { rule, visitBy: inCar }: LockoutDraft): readonly MovedDate[] {
  const set = dateAsSet(period, 'lockout-visit', rule.id)
  if (set === null || inCar === null) return []
  const ordered = beyond(folding, set, inCar)
  if (ordered === null) return []
  const { listed, days, dueAt: to } = ordered
  const { id: order } = listed.order
  return [{ of: 'lockout-visit', order, days, from: set.at, to, inCar, law: lawOfOrder(folding, order) }]
}

/** A countdown to a violations service, with the date that counts in law. Other findings are left as they are. */
export function underOrder(finding: Finding, moved: readonly MovedDate[], zone: string): Finding {
  if (finding.class !== 'violations-reset' || finding.endedAt !== null) return finding
  const by = moved.find((one) => one.of === 'violations-service')
  if (by === undefined) return finding
  const effect = `The car has to be brought to the service provider by ${inZone(by.to, zone)}, by order ${by.order}. If it is not, it locks until a service visit.`
  return { ...finding, visitBy: by.to, effect }
}
