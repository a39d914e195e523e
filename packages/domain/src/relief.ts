/**
 * The vocabulary of relief: how a lawful act moves a date or opens a locked car although nobody's server answers.
 * Statements carry it, the device acts on it, the log records it, a case is judged by it.
 */
import type { CivilDate, DeviceId } from './units.ts'

/** Which of a device's dates an order is about. */
export type ServiceFunction =
  /** The scheduled visit. */
  | 'service-visit'
  /** The short countdown to a violations service. */
  | 'violations-service'
  /** The time in which a locked car may still be driven to a visit. */
  | 'lockout-visit'

export const SERVICE_FUNCTIONS: readonly ServiceFunction[] = ['service-visit', 'violations-service', 'lockout-visit']

/** Whom a statement concerns. `null` is all; a list never is empty. */
export type Scope = {
  /** `US-MA`. Always named: no authority orders for another. */
  readonly jurisdiction: string
  readonly vendors: readonly string[] | null
  readonly models: readonly string[] | null
  readonly firmwares: readonly string[] | null
  readonly regions: readonly string[] | null
  readonly functions: readonly ServiceFunction[]
}

/** What a device knows of itself, to tell whether a scope means it. Empty text: not known, so that no list fits. */
export type DeviceIdentity = {
  readonly device: DeviceId | ''
  /** `US-MA`. */
  readonly jurisdiction: string
  readonly vendor: string
  readonly model: string
  readonly firmware: string
  /** A part of the jurisdiction, such as a county: the device's own by its installation. */
  readonly region: string
}

/** Days of a calendar, both included. */
export type DaySpan = { readonly from: CivilDate; readonly until: CivilDate }

/** A tolling order: dates that fall due in `due` move, because of what lasted over `interval`. */
export type TollingOrder = {
  readonly id: string
  /** The order that this one amends or ends; null for a first one. */
  readonly supersedes: string | null
  readonly scope: Scope
  /** The outage's days on the jurisdiction's calendar. */
  readonly interval: DaySpan
  /** The due dates that move. Usually the interval itself. */
  readonly due: DaySpan
  readonly moves: /** As many days as the interval has since the period began, each day of the outage one. */
    | { readonly kind: 'day-for-day' }
    | { readonly kind: 'days'; readonly days: number }
    /** Nothing moves any more: the order that is superseded is ended. What a device has been given stays. */
    | { readonly kind: 'ended' }
  /** A date never moves by more days than this, stagger included. */
  readonly capDays: number
  /** Dates come back spread over this many further days, by the device's id; 0: all at once. */
  readonly staggerDays: number
}

/** In whose name relief is given. */
export type ReliefGiver = 'authority' | 'vendor' | 'rescue'

/** What a 12-digit telephone code says once its check digits hold. `counter` rises with every code of a giver. */
export type KeypadCode =
  | { readonly kind: 'extension'; readonly by: 'authority' | 'vendor'; readonly counter: number; readonly days: number }
  | { readonly kind: 'override'; readonly by: 'authority' | 'vendor'; readonly counter: number }

/** Whether the scope means this device. */
export function inScope(scope: Scope, identity: DeviceIdentity, of: ServiceFunction): boolean {
  const { jurisdiction, vendors, models, firmwares, regions, functions } = scope
  return (
    jurisdiction === identity.jurisdiction &&
    functions.includes(of) &&
    fits(vendors, identity.vendor) &&
    fits(models, identity.model) &&
    fits(firmwares, identity.firmware) &&
    fits(regions, identity.region)
  )
}

const fits = (list: readonly string[] | null, own: string): boolean =>
  list === null || (own !== '' && list.includes(own))
