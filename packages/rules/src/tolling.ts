/** How far an order moves a date. The device, the case engine and the preview before signing count by this one rule. */
import { addDays, daysBetween } from '@keyturn/domain/civil.ts'
import { type DeviceIdentity, inScope, type ServiceFunction, type TollingOrder } from '@keyturn/domain/relief.ts'
import type { CivilDate } from '@keyturn/domain/units.ts'

/** A date as it stood before any order: when it falls due, and when the period began that ends with it. */
export type DueDate = { readonly of: ServiceFunction; readonly dueOn: CivilDate; readonly sinceOn: CivilDate }
export type Moved = {
  readonly dueOn: CivilDate
  /** From the date as it stood before any order; 1 or more. */
  readonly days: number
  /** Those of them that only spread the return. */
  readonly staggered: number
}

/**
 * Where an order moves a date to, counted from the date before any order; null when it does not. `capDays` is the
 * law's: the lesser of it and the order's holds.
 */
export function movedBy(
  order: TollingOrder,
  date: DueDate,
  { identity, capDays }: { readonly identity: DeviceIdentity; readonly capDays: number },
): Moved | null {
  const { due, dueOn } = { due: order.due, dueOn: date.dueOn }
  if (!inScope(order.scope, identity, date.of) || dueOn < due.from || dueOn > due.until) return null
  const plain = plainDays(order, date.sinceOn)
  if (plain <= 0) return null
  const cap = Math.max(0, Math.min(order.capDays, capDays))
  const staggered = order.staggerDays === 0 ? 0 : spread(`${order.id}/${identity.device}`, order.staggerDays + 1)
  const days = Math.min(cap, plain + staggered)
  if (days === 0) return null
  return { dueOn: addDays(dueOn, days), days, staggered: Math.max(0, days - Math.min(cap, plain)) }
}

/** Days before stagger and cap: the interval's own, as far as they lie in the period, or those the order names. */
function plainDays({ moves, interval }: TollingOrder, sinceOn: CivilDate): number {
  switch (moves.kind) {
    case 'days':
      return moves.days
    case 'day-for-day': {
      const from = sinceOn > interval.from ? sinceOn : interval.from
      return daysBetween(from, interval.until) + 1
    }
    case 'ended':
      return 0
  }
}

/**
 * Evenly from 0 to `ways` - 1, the same wherever it is worked out: FNV-1a over the text's UTF-16 units, mixed once
 * more so that ids that differ in their last digit fall far apart.
 */
export function spread(text: string, ways: number): number {
  let hash = 0x811c9dc5
  for (let n = 0; n < text.length; n += 1) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) % ways
}
