/** The dates of a period under orders: how each was set, where it stands, and what a later date undoes. */
import type { EntryOf, Record, Trigger } from '@keyturn/domain/record.ts'
import type { ServiceFunction } from '@keyturn/domain/relief.ts'
import { type Instant, unreachable } from '@keyturn/domain/units.ts'
import type { HeldBy } from './draft.ts'
import { type Folding, lawAt, type Period } from './folding.ts'
import type { Ordered } from './law.ts'
import { type DateAsSet, lawOfAccepted, lawOfListed, type OrderedDate, orderedDate } from './orders.ts'

/** A date before any order; null when the period has none such. `rule`: of the lockout, for its visit. */
export function dateAsSet(period: Period, of: ServiceFunction, rule: string): DateAsSet | null {
  switch (of) {
    case 'service-visit':
      return { of, at: period.dueAsSet, since: period.opened.at }
    case 'violations-service': {
      const { reset } = period
      return reset === null ? null : { of, at: reset.visitAsSet, since: reset.taken?.at ?? reset.since }
    }
    case 'lockout-visit': {
      const lockout = period.lockouts.find((one) => one.rule.id === rule)
      if (lockout === undefined || lockout.visitAsSet === null) return null
      return { of, at: lockout.visitAsSet, since: lockout.taken?.at ?? lockout.since }
    }
    default:
      return unreachable(of)
  }
}

/** The date that the known orders give beyond the one that the device has; null when they give none. */
export function beyond(folding: Folding, date: DateAsSet, stands: Instant): OrderedDate | null {
  const { ordersNow, identity } = folding
  if (ordersNow.length === 0) return null
  const ordered = orderedDate(ordersNow, date, { identity, profile: lawAt(folding, date.at).profile })
  return ordered !== null && ordered.dueAt > stands ? ordered : null
}

/** As the known orders have it, with who gave it; the device's own words where none is known. */
export function lawOfOrder({ relief, orders }: Folding, id: string): Ordered {
  const listed = relief?.orders.find(({ order }) => order.id === id)
  if (listed !== undefined) return lawOfListed(listed)
  return lawOfAccepted(id, orders.get(id)?.by ?? (id.startsWith('code-vendor-') ? 'vendor' : 'authority'))
}

/** Moves the date as the device did. One that lies ahead again was not missed; nothing else is ever undone. */
export function dateMoved(folding: Folding, period: Period, record: Record & EntryOf<'due-date-moved'>): void {
  const { of, rule, dueAt, at } = record
  const isAhead = dueAt >= at
  switch (of) {
    case 'service-visit':
      // A date never goes back; that the device says so is noted already.
      if (dueAt <= period.dueAt) return
      period.dueAt = dueAt
      period.movedVisit = record
      if (!period.missed || !isAhead) return
      period.missed = false
      undo(folding, period, 'service-missed', record)
      return
    case 'violations-service': {
      const { reset } = period
      if (reset === null || dueAt <= reset.visitBy) return
      reset.visitBy = dueAt
      period.movedReset = record
      if (!period.resetUnserviced || !isAhead) return
      period.resetUnserviced = false
      undo(folding, period, 'reset-unserviced', record)
      return
    }
    case 'lockout-visit': {
      const lockout = period.lockouts.find((one) => one.rule.id === rule)
      if (lockout !== undefined && lockout.visitBy !== null && dueAt > lockout.visitBy) lockout.visitBy = dueAt
      return
    }
    default:
      unreachable(of)
  }
}

/** Counts the missed date one less and ends the lockouts that rested on it. They stay on record, held. */
function undo(folding: Folding, period: Period, trigger: Trigger, record: Record & EntryOf<'due-date-moved'>): void {
  const counted = period.counted.get(trigger) ?? []
  counted.pop()
  period.held.delete(trigger)
  const { order, dueAt, at } = record
  const held: HeldBy = { order, dueAt, law: lawOfOrder(folding, order), heardAt: at }
  for (const lockout of [...period.lockouts]) {
    if (lockout.rule.on !== trigger || counted.length >= lockout.rule.times) continue
    lockout.endedAt = at
    lockout.held = held
    period.lockouts.splice(period.lockouts.indexOf(lockout), 1)
  }
}
