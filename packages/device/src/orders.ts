/** A signed order arrives: whether the law and the device's own state let it move dates. */
import type { Event } from '@keyturn/domain/record.ts'
import {
  type DeviceIdentity,
  inScope,
  type ReliefGiver,
  type Scope,
  SERVICE_FUNCTIONS,
  type TollingOrder,
} from '@keyturn/domain/relief.ts'
import type { DeviceConfig } from './config.ts'
import { emit, type Work } from './emit.ts'
import { type HeldOrder, isEndedBy, termsOf } from './held-orders.ts'
import type { Statement } from './input.ts'
import type { Ledger } from './ledger.ts'

type Order = Extract<Statement, { readonly statement: 'order' }>
type Accepted = Extract<Event, { readonly kind: 'order-accepted' }>

/** The longest text that a record can carry. */
const TEXT_MAX = 500

const GIVERS: { readonly [G in ReliefGiver]: string } = {
  authority: 'the authority',
  vendor: 'the vendor',
  rescue: 'a rescuing provider',
}

/**
 * Accepts an order, once, with its terms; the dates it moves fall due to be moved at once. The same order again is
 * nothing new and leaves no second record.
 */
export function orderAct(work: Work, { order, id, by }: Order): void {
  const { draft, config } = work
  const refused = refusalOf(draft.ledger, order, by, config)
  if (refused !== null) return refuseStatement(work, id, refused)
  const accepted = acceptedOf(order, by, config)
  const known = draft.ledger.orders.find(({ terms }) => terms.id === order.id)
  if (known === undefined) {
    emit(work, 'provider', accepted)
  } else if (!isSame(known, accepted, config)) {
    return refuseStatement(work, id, 'another order with the same id was accepted before; only one can be true')
  }
  draft.reply = { said: 'order-accepted', at: draft.now }
}

/** Records that a signed statement was refused, and why: one sentence for people. */
export function refuseStatement(work: Work, statement: string, why: string): void {
  work.draft.reply = { said: 'statement-refused', at: work.draft.now }
  // What a stranger wrote may be of any length; a record is not.
  emit(work, 'provider', {
    kind: 'statement-refused',
    statement: statement.slice(0, TEXT_MAX),
    why: why.slice(0, TEXT_MAX),
  })
}

/** `the authority or the vendor`. */
export const giversInWords = (by: readonly ReliefGiver[]): string =>
  by.length === 0 ? 'nobody' : by.map((giver) => GIVERS[giver]).join(' or ')

export const giverInWords = (by: ReliefGiver): string => GIVERS[by]

function refusalOf(ledger: Ledger, order: TollingOrder, by: ReliefGiver, config: DeviceConfig): string | null {
  const { identity, relief } = config
  if (!ledger.installed) return 'the device is not installed, so it has no dates that could move'
  if (order.scope.jurisdiction !== identity.jurisdiction)
    return `the order is for ${order.scope.jurisdiction}; this device stands under the law of ${identity.jurisdiction}`
  if (!relief.tollBy.includes(by))
    return `here only ${giversInWords(relief.tollBy)} may move dates; this order is given by ${giverInWords(by)}`
  const misshapen = misshapenOf(order)
  if (misshapen !== null) return misshapen
  if (functionsOf(order, identity).length === 0) return outOfScope(order.scope, identity)
  return supersededBy(ledger, order, by)
}

/** What no lawful order can say. Signed or not, it moves nothing. */
function misshapenOf({ interval, due, moves, capDays, staggerDays }: TollingOrder): string | null {
  if (interval.until < interval.from) return 'the order’s outage ends before it begins'
  if (due.until < due.from) return 'the order’s last due date is before its first'
  if (!isCount(capDays) || !isCount(staggerDays)) return 'the order’s days are no whole numbers, 0 or more'
  if (moves.kind === 'days' && (!isCount(moves.days) || moves.days === 0)) return 'the order moves dates by no days'
  return null
}

const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0

const functionsOf = ({ scope }: TollingOrder, identity: DeviceIdentity) =>
  SERVICE_FUNCTIONS.filter((of) => inScope(scope, identity, of))

function outOfScope(scope: Scope, identity: DeviceIdentity): string {
  const { vendors, models, firmwares, regions } = scope
  const lists = [
    ['vendor', vendors, identity.vendor],
    ['model', models, identity.model],
    ['firmware', firmwares, identity.firmware],
    ['region', regions, identity.region],
  ] as const
  for (const [what, list, own] of lists) {
    if (list === null || (own !== '' && list.includes(own))) continue
    return `the order is not for this device: it names other ${what}s than ${own === '' ? 'one this device could know' : own}`
  }
  return 'the order names no date that a device has'
}

function supersededBy({ orders }: Ledger, terms: TollingOrder, by: ReliefGiver): string | null {
  const old: Pick<HeldOrder, 'terms' | 'by'> = { terms, by }
  const known = orders.some((held) => held.terms.id === terms.id)
  const newer = orders.find((held) => isEndedBy(old, held))
  if (newer !== undefined && !known) return `the later order ${newer.terms.id} stands in its place`
  const amended = orders.find((held) => held.terms.id === terms.supersedes)
  if (amended === undefined || by === 'authority' || by === amended.by) return null
  return `${giverInWords(by)} cannot amend an order given by ${giverInWords(amended.by)}`
}

function acceptedOf(order: TollingOrder, by: ReliefGiver, { identity }: DeviceConfig): Accepted {
  const { id, supersedes, interval, due, moves, capDays, staggerDays } = order
  return {
    kind: 'order-accepted',
    order: id,
    by,
    supersedes: supersedes ?? '',
    functions: functionsOf(order, identity),
    from: interval.from,
    to: interval.until,
    dueFrom: due.from,
    dueTo: due.until,
    moves: moves.kind,
    days: moves.kind === 'days' ? moves.days : 0,
    capDays,
    staggerDays,
  }
}

/** Whether the terms are those that were accepted, by what the log says of both. */
const isSame = (known: HeldOrder, accepted: Accepted, config: DeviceConfig): boolean =>
  known.by === accepted.by && JSON.stringify(known.terms) === JSON.stringify(termsOf(accepted, config))
