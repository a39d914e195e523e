/**
 * What orders do to the dates of a device: those that its log accepted, and those that are known to the case. Dates
 * are counted from where a visit set them, so that neither the number of orders nor their sequence matters.
 */
import { daysBetween } from '@keyturn/domain/civil.ts'
import type { EntryOf, Record } from '@keyturn/domain/record.ts'
import type { DeviceIdentity, ReliefGiver, ServiceFunction, TollingOrder } from '@keyturn/domain/relief.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { movedBy } from '@keyturn/rules/tolling.ts'
import { civilDay, endOfDayAfter } from './calendar.ts'
import type { Ordered } from './law.ts'
import type { ListedOrder } from './relief.ts'

/** An order as the log has it: whom it means was decided by the device when it accepted it. */
export type AcceptedOrder = { readonly terms: TollingOrder; readonly by: ReliefGiver; readonly record: Record }

/** A date as a visit, a countdown or a lockout set it, before any order. */
export type DateAsSet = {
  readonly of: ServiceFunction
  readonly at: Instant
  /** When the period began that ends with it. */
  readonly since: Instant
}

/** Where an order moves a date to. An order speaks of days, so a moved time ends with its day. */
export type OrderedDate = { readonly dueAt: Instant; readonly days: number; readonly listed: ListedOrder }

type Around = { readonly identity: DeviceIdentity; readonly profile: Profile }

/** The date by one order, or null when the order does not move it. */
export function dateBy(
  order: TollingOrder,
  { of, at, since }: DateAsSet,
  { identity, profile }: Around,
): { readonly dueAt: Instant; readonly days: number } | null {
  const zone = profile.timeZone
  const due = { of, dueOn: civilDay(at, zone), sinceOn: civilDay(since, zone) }
  const moved = movedBy(order, due, { identity, capDays: profile.relief.toll.value.daysMax })
  return moved === null ? null : { dueAt: endOfDayAfter(at, moved.days, zone), days: moved.days }
}

/**
 * The furthest date that the known orders give, whether the device has heard of them or not; null when none moves it.
 * An order that was superseded gives nothing to periods that began after that became known; what it gave stays.
 */
export function orderedDate(orders: readonly ListedOrder[], date: DateAsSet, around: Around): OrderedDate | null {
  let best: OrderedDate | null = null
  for (const listed of orders) {
    if (!mayToll(listed.by, around.profile) || isOverFor(listed, orders, date.since)) continue
    const moved = dateBy(listed.order, date, around)
    if (moved === null || (best !== null && !isFurther(moved.dueAt, listed, best))) continue
    best = { ...moved, listed }
  }
  return best
}

/** Two orders that give one date are told apart by their ids, so that the order of arrival does not matter. */
const isFurther = (dueAt: Instant, { order }: ListedOrder, best: OrderedDate): boolean =>
  dueAt > best.dueAt || (dueAt === best.dueAt && order.id < best.listed.order.id)

/** Days of the calendar between two moments. */
export const civilDaysApart = (from: Instant, to: Instant, zone: string): number =>
  daysBetween(civilDay(from, zone), civilDay(to, zone))

/** Whether the law lets whoever gives it move dates. */
export const mayToll = (by: ReliefGiver, { relief }: Profile): boolean => relief.toll.value.by.includes(by)

/** The authority's order may take the place of any, others only of one in the same name. */
const isOverFor = (one: ListedOrder, orders: readonly ListedOrder[], since: Instant): boolean =>
  orders.some(
    (other) =>
      other.order.supersedes === one.order.id &&
      (other.by === 'authority' || other.by === one.by) &&
      other.knownAt < since,
  )

/** The terms that the log keeps of an order. */
export function termsIn(record: EntryOf<'order-accepted'>, jurisdiction: string): TollingOrder {
  const { order: id, supersedes, functions, from, to, dueFrom, dueTo, moves, days, capDays, staggerDays } = record
  return {
    id,
    supersedes: supersedes === '' ? null : supersedes,
    scope: { jurisdiction, vendors: null, models: null, firmwares: null, regions: null, functions },
    interval: { from, until: to },
    due: { from: dueFrom, until: dueTo },
    moves: moves === 'days' ? { kind: 'days', days } : { kind: moves },
    capDays,
    staggerDays,
  }
}

/** The ground in law of what a known order gives. */
export const lawOfListed = ({ order, issuer, cites, reason }: ListedOrder): Ordered => ({
  kind: 'ordered',
  order: order.id,
  issuer,
  cites,
  reason,
})

/** The same for an order that only the log knows. */
export const lawOfAccepted = (order: string, by: ReliefGiver): Ordered => ({
  kind: 'ordered',
  order,
  issuer: GIVERS[by],
  cites: [],
  reason: 'the device accepted it as signed and in force',
})

const GIVERS: { readonly [G in ReliefGiver]: string } = {
  authority: 'the authority',
  vendor: 'the vendor',
  rescue: 'a rescuing provider',
}
