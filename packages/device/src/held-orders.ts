/** Orders that the device has accepted, and the dates they move. Worked out from the log's own words alone. */
import { addDays, civilDateOf, endOfDay } from '@keyturn/domain/civil.ts'
import type { EntryOf } from '@keyturn/domain/record.ts'
import type { KeypadCode, ReliefGiver, Scope, ServiceFunction, TollingOrder } from '@keyturn/domain/relief.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { movedBy } from '@keyturn/rules/tolling.ts'
import type { DeviceConfig } from './config.ts'
import type { Ledger } from './ledger.ts'

export type HeldOrder = {
  readonly by: ReliefGiver
  readonly terms: TollingOrder
  /** Not superseded and not an end: it moves the dates that are set from now on too. */
  readonly holds: boolean
  /** A telephone code moves the date that stands; the next visit sets another. */
  readonly untilVisit: boolean
}

/** A date that an order makes later, and that is not on record yet. */
export type DateMove = Pick<EntryOf<'due-date-moved'>, 'of' | 'rule' | 'order' | 'days' | 'dueAt'>

/** An order's terms as the log has them. Whom it means was decided when it was accepted: this device. */
export function termsOf(
  {
    order,
    supersedes,
    functions,
    from,
    to,
    dueFrom,
    dueTo,
    moves,
    days,
    capDays,
    staggerDays,
  }: Omit<EntryOf<'order-accepted'>, 'at' | 'up' | 'cause'>,
  config: DeviceConfig,
): TollingOrder {
  return {
    id: order,
    supersedes: supersedes === '' ? null : supersedes,
    scope: scopeOf(functions, config),
    interval: { from, until: to },
    due: { from: dueFrom, until: dueTo },
    moves: moves === 'days' ? { kind: 'days', days } : { kind: moves },
    capDays,
    staggerDays,
  }
}

const scopeOf = (functions: readonly ServiceFunction[], { identity }: DeviceConfig): Scope => ({
  jurisdiction: identity.jurisdiction,
  vendors: null,
  models: null,
  firmwares: null,
  regions: null,
  functions,
})

/** The orders after one more: what it amends or ends holds no longer. */
export function withOrder(
  orders: readonly HeldOrder[],
  entry: EntryOf<'order-accepted'>,
  config: DeviceConfig,
): readonly HeldOrder[] {
  const terms = termsOf(entry, config)
  const added: HeldOrder = { by: entry.by, terms, holds: entry.moves !== 'ended', untilVisit: false }
  return [...orders.map((held) => (isEndedBy(held, added) ? { ...held, holds: false } : held)), added]
}

/** Whether the other order takes this one's place: the authority's may any, others only their own giver's. */
export const isEndedBy = (
  { terms, by }: Pick<HeldOrder, 'terms' | 'by'>,
  other: Pick<HeldOrder, 'terms' | 'by'>,
): boolean => other.terms.supersedes === terms.id && (other.by === 'authority' || other.by === by)

/** What records call a telephone code: `code-authority-3`. */
export const codeId = ({ by, counter }: Pick<KeypadCode, 'by' | 'counter'>): string => `code-${by}-${counter}`

/** An extension by telephone is an order for the one date that stands, counted like any other. */
export function orderOfCode(
  { by, counter, days }: { readonly by: KeypadCode['by']; readonly counter: number; readonly days: number },
  ledger: Ledger,
  config: DeviceConfig,
): HeldOrder {
  const dueOn = civilDateOf(ledger.dueAsSet, config.timeZone)
  const span = { from: dueOn, until: dueOn }
  const terms: TollingOrder = {
    id: codeId({ by, counter }),
    supersedes: null,
    scope: scopeOf(['service-visit'], config),
    interval: span,
    due: span,
    moves: { kind: 'days', days },
    capDays: days,
    staggerDays: 0,
  }
  return { by, terms, holds: true, untilVisit: true }
}

/**
 * The first date that a held order makes later than it stands; null when none does. Each date is moved from where it
 * was set, by the order that moves it furthest, so that neither their number nor their sequence matters.
 */
export function nextMove(ledger: Ledger, config: DeviceConfig): DateMove | null {
  if (!ledger.installed || ledger.orders.length === 0) return null
  const { dueAt, dueAsSet, servedAt, resetBy, resetAsSet, resetSince, lockouts } = ledger
  const visit = furthest(ledger, config, { of: 'service-visit', rule: '', at: dueAsSet, since: servedAt }, dueAt)
  if (visit !== null) return visit
  if (resetBy > 0) {
    const date = { of: 'violations-service', rule: '', at: resetAsSet, since: resetSince } as const
    const reset = furthest(ledger, config, date, resetBy)
    if (reset !== null) return reset
  }
  for (const { rule, since, visitBy, visitAsSet } of lockouts) {
    if (visitBy === null || visitAsSet === null) continue
    const lockout = furthest(ledger, config, { of: 'lockout-visit', rule, at: visitAsSet, since }, visitBy)
    if (lockout !== null) return lockout
  }
  return null
}

type AsSet = {
  readonly of: ServiceFunction
  readonly rule: string
  readonly at: Instant
  /** When the period began that ends with it. */
  readonly since: Instant
}

function furthest(ledger: Ledger, config: DeviceConfig, date: AsSet, stands: Instant): DateMove | null {
  const { identity, timeZone, relief } = config
  const due = {
    of: date.of,
    dueOn: civilDateOf(date.at, timeZone),
    sinceOn: civilDateOf(date.since, timeZone),
  }
  let best: DateMove | null = null
  for (const { terms, holds } of ledger.orders) {
    if (!holds) continue
    const moved = movedBy(terms, due, { identity, capDays: relief.tollDaysMax })
    if (moved === null) continue
    // An order speaks of days, so a moved time ends with its day.
    const dueAt = endOfDay(addDays(due.dueOn, moved.days), timeZone)
    if (dueAt > (best === null ? stands : best.dueAt))
      best = { of: date.of, rule: date.rule, order: terms.id, days: moved.days, dueAt }
  }
  return best
}
