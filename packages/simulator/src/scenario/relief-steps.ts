/**
 * Steps in which nobody's server is needed: what is signed or told by telephone, how it reaches the car, and the visit
 * at a bench without a network. `docs/formats/scenario.md`
 */
import type { DaySpan, ServiceFunction, TollingOrder } from '@keyturn/domain/relief.ts'
import type { BrAC, CivilDate, Instant } from '@keyturn/domain/units.ts'
import type { OutageCause } from '@keyturn/evidence/statement/statement.ts'

export type ReliefStep =
  | { readonly do: 'order'; readonly order: OrderStep }
  | { readonly do: 'override'; readonly override: OverrideStep }
  | { readonly do: 'outage'; readonly outage: OutageStep }
  | { readonly do: 'withdraw'; readonly name: string }
  | { readonly do: 'carry'; readonly carry: Carry }
  | { readonly do: 'code'; readonly code: CodeStep }
  | { readonly do: 'visit'; readonly visit: VisitStep }
  | { readonly do: 'side'; readonly of: Side; readonly to: 'down' | 'up' }

/** Whose server. The vendor's takes the log; the authority's publishes what it signs. */
export const SIDES = ['vendor', 'authority'] as const
export type Side = (typeof SIDES)[number]

/** Who signs. A stranger has a key that no root vouches for. */
export type Signer =
  | { readonly as: 'authority'; readonly jurisdiction: string }
  | { readonly as: 'vendor' }
  | { readonly as: 'stranger' }

/** What every signed statement may say of itself. `null`: as usual. */
export type Signed = {
  readonly name: string | null
  readonly by: Signer
  readonly signedAt: Instant | null
  readonly expiresAt: Instant | null
}

export type OrderStep = Signed & {
  readonly scope: {
    readonly jurisdiction: string
    readonly vendors: readonly string[] | null
    readonly models: readonly string[] | null
    readonly firmwares: readonly string[] | null
    readonly regions: readonly string[] | null
    readonly functions: readonly ServiceFunction[]
  }
  /** Null: as in the order that is amended or ended. */
  readonly interval: DaySpan | null
  readonly due: DaySpan | null
  readonly moves: TollingOrder['moves']
  readonly capDays: number
  readonly staggerDays: number
  /** The name of the order that this one amends or ends. */
  readonly supersedes: string | null
  /** The name of the order whose id it bears, though it is another one; null: an id of its own. */
  readonly idOf: string | null
}

export type OverrideStep = Signed & { readonly device: 'this' | 'another' }

export type OutageStep = Signed & {
  readonly from: Instant
  readonly until: Instant | null
  readonly cause: OutageCause
  readonly account: string
  /** The name of the declaration that this one amends or ends. */
  readonly supersedes: string | null
}

export const PATHS = ['phone', 'bench', 'qr', 'mirror'] as const
export type Carry = {
  readonly by: (typeof PATHS)[number]
  /** Null: the newest statement; from a mirror everything that is published there. */
  readonly name: string | null
  /** Whether a letter of the file was changed on the way. */
  readonly altered: boolean
}

/** What is told by telephone and typed. */
export type CodeStep =
  | {
      readonly kind: 'made'
      readonly by: 'authority' | 'vendor'
      readonly gives: { readonly kind: 'override' } | { readonly kind: 'extension'; readonly days: number }
      readonly device: 'this' | 'another'
      /** The day it was made for; null: today, by the calendar of the codes (UTC). */
      readonly on: CivilDate | null
    }
  /** The one that was typed last, once more. */
  | { readonly kind: 'again' }
  /** Twelve digits that nobody gave. */
  | { readonly kind: 'wrong' }

export const CREDENTIALS = ['sound', 'expired', 'withdrawn', 'forged', 'install-only'] as const

export type VisitStep = {
  /** `rescue`: a center of another vendor, on the authority's word. */
  readonly how: 'offline' | 'rescue'
  readonly purpose: 'scheduled' | 'lockout' | 'removal'
  readonly technician: string
  /** Null: the device's own vendor, or for a rescue one that another group owns. */
  readonly vendor: string | null
  readonly dueOn: CivilDate | null
  readonly reset: boolean
  readonly sound: boolean
  /** What is in the bottle as found, and what the certificate says was measured; null: what really was. */
  readonly asFound: { readonly gas: BrAC; readonly says: BrAC | null }
  readonly credential: (typeof CREDENTIALS)[number]
}
