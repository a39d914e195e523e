/** What reaches the controller. Every input has one shape, so that the step stays fast; time and chance come along. */

import type { KeypadCode, ReliefGiver, TollingOrder } from '@keyturn/domain/relief.ts'
import type { BrAC, CivilDate, Duration, Instant } from '@keyturn/domain/units.ts'
import type { VisitClaims } from './claims.ts'

/** One reading of the breath head, 20 a second while somebody blows. Whole numbers. */
export type BreathFrame = {
  /** Flow in mL per second; negative while the person inhales. */
  readonly flowMlPerS: number
  /** Fuel cell current in nanoamperes. */
  readonly nanoamps: number
  /** Breath temperature in tenths of a degree Celsius. */
  readonly deciCelsius: number
  /** Relative humidity in percent. */
  readonly humidity: number
  /** Loudness of the hum that some devices ask for, 0 to 100. */
  readonly hum: number
}

/**
 * A technician's act at the device. The shell has verified the technician's signature and authority before it comes
 * here.
 */
export type ServiceAction =
  | {
      readonly do: 'install'
      readonly technician: string
      readonly center: string
      readonly profile: string
      readonly dueOn: CivilDate
    }
  | {
      readonly do: 'open'
      readonly technician: string
      readonly center: string
      /** The authority's credential by which a center of another vendor serves; null for the device's own vendor. */
      readonly rescue: { readonly credential: string; readonly vendor: string } | null
    }
  | { readonly do: 'inspect'; readonly sound: boolean; readonly notes: string }
  | { readonly do: 'as-found'; readonly reference: BrAC }
  | { readonly do: 'calibrate'; readonly gasLot: string; readonly reference: BrAC }
  | { readonly do: 'confirm'; readonly reference: BrAC }
  | { readonly do: 'reset' }
  | {
      readonly do: 'certify'
      readonly technician: string
      /** The id (`jti`) of the signed certificate. */
      readonly certificate: string
      readonly visit: 'scheduled' | 'lockout' | 'removal'
      readonly dueOn: CivilDate
      /** What it says of the visit; the device compares it with what it measured. */
      readonly claims: VisitClaims
    }
  | { readonly do: 'abandon' }

/** A signed statement that the shell has verified to the root, with whoever gives it. What the law allows is ours. */
export type Statement =
  | { readonly statement: 'order'; readonly id: string; readonly by: ReliefGiver; readonly order: TollingOrder }
  | { readonly statement: 'override'; readonly id: string; readonly by: ReliefGiver; readonly issuedAt: Instant }

/** What was typed: how many digits, and the code when the shell found its check digits right. */
export type Keyed = {
  readonly digits: number
  readonly code: KeypadCode | null
  /** Right, but for a counter that was used already. */
  readonly used: boolean
}

type Moment<K extends string, B> = {
  readonly kind: K
  /** What the real-time clock says. */
  readonly at: Instant
  /** Milliseconds since the device booted, by a counter that only rises. */
  readonly up: Duration
  /** Chance from the shell, a whole number from 0 to 2^32 - 1. Read when an engine starts. */
  readonly draw: number
  readonly body: B
}

export type Input =
  | Moment<'tick', null>
  | Moment<'ignition', 'off' | 'on' | 'crank'>
  | Moment<'engine', 'running' | 'stopped' | 'stalled'>
  | Moment<'breath', BreathFrame>
  | Moment<'power', 'lost' | 'restored'>
  | Moment<'supply', number>
  | Moment<'temperature', number>
  | Moment<'head', 'connected' | 'disconnected'>
  | Moment<'tamper', 'case-opened' | 'harness-cut'>
  | Moment<'malfunction', { readonly code: string; readonly present: boolean }>
  | Moment<'keypad', Keyed>
  | Moment<'service', ServiceAction>
  | Moment<'statement', Statement>

export type InputKind = Input['kind']
export type BodyOf<K extends InputKind> = Extract<Input, { readonly kind: K }>['body']

/** The moment of an input: both clocks, and chance. */
export type Now = { readonly at: Instant; readonly up: Duration; readonly draw: number }

/** Makes an input. The only place that does, so that all inputs have one shape. */
export function input<K extends InputKind>(kind: K, body: BodyOf<K>, now: Now): Input
export function input(kind: string, body: unknown, now: Now): unknown {
  return { kind, at: now.at, up: now.up, draw: now.draw, body }
}
