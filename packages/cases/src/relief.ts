/**
 * Relief as it is known to a case: the signed orders, outages and overrides of an authority's public list. A list that
 * only grows can be read as of any day, so that an earlier answer is the same again.
 */
import type { DeviceIdentity, ReliefGiver, Scope, TollingOrder } from '@keyturn/domain/relief.ts'
import type { Instant } from '@keyturn/domain/units.ts'

/** Who signed something, by which law, and from when it was known here. */
export type Signed = {
  /** In whose name: as the chain of signatures says. */
  readonly by: ReliefGiver
  /** The organization's name, for sentences: `Massachusetts RMV`. */
  readonly issuer: string
  /** The law that the issuer acts by: `540 CMR 25.06(3)`. */
  readonly cites: readonly string[]
  readonly issuedAt: Instant
  /** When it was taken in here: nothing follows from it before. */
  readonly knownAt: Instant
  /** From when it counts no more, because it was revoked or two texts claim one id; null while it counts. */
  readonly withdrawnAt: Instant | null
}

/** `order.id` is the statement's id. */
export type ListedOrder = Signed & { readonly order: TollingOrder; readonly reason: string }

/** A declaration that something did not work. `until` null: it lasts. */
export type ListedOutage = Signed & {
  readonly id: string
  /** The declaration that this one amends or ends; null for a first one. */
  readonly supersedes: string | null
  readonly scope: Scope
  readonly from: Instant
  readonly until: Instant | null
  readonly cause: 'server' | 'network' | 'software' | 'power' | 'service-capacity'
  readonly account: string
}

/** An override of one device, once. */
export type ListedOverride = Signed & { readonly id: string; readonly device: string }

export type KnownRelief = {
  readonly orders: readonly ListedOrder[]
  readonly outages: readonly ListedOutage[]
  /** Absent where nobody keeps them: then the log is not compared with them. */
  readonly overrides?: readonly ListedOverride[]
}

/** What a device was, and from when that was known. The last one known counts. */
export type KnownIdentity = { readonly knownAt: Instant; readonly identity: DeviceIdentity }

/** The list and the device it is read for. */
export type ReliefView = { readonly known: KnownRelief; readonly identity: DeviceIdentity }

/** What was known at the moment; what was withdrawn by then is still told apart from what never was. */
export function reliefAt({ orders, outages, overrides }: KnownRelief, at: Instant): KnownRelief {
  const known = ({ knownAt }: Signed) => knownAt <= at
  return {
    orders: orders.filter(known),
    outages: outages.filter(known),
    ...(overrides === undefined ? {} : { overrides: overrides.filter(known) }),
  }
}

/** Whether it counts at the moment. The last instant before a withdrawal still does. */
export const countsAt = ({ knownAt, withdrawnAt }: Signed, at: Instant): boolean =>
  knownAt <= at && (withdrawnAt === null || at < withdrawnAt)
