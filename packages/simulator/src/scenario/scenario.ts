/**
 * A scenario as read from its file: what is done to the car, step by step, and what must be so.
 * `docs/formats/scenario.md`
 */
import type { BrAC, CivilDate, Duration, Instant } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import type { Manner } from '../breath.ts'
import type { Expectation } from './expectation.ts'
import type { Place } from './place.ts'
import type { ReliefStep } from './relief-steps.ts'

export type Scenario = {
  readonly title: string
  readonly clauses: readonly string[]
  readonly profile: Profile
  readonly start: Instant
  readonly seed: number
  /** Chance at each engine start: drawn from the seed, or the device's earliest or latest choice. */
  readonly chance: 'drawn' | 'earliest' | 'latest'
  /** When the device was installed, and the first service date; null for a device nobody has installed. */
  readonly installed: { readonly at: Instant; readonly dueOn: CivilDate } | null
  readonly vehicle: { readonly millivolts: number; readonly deciCelsius: number }
  /** What the device knows of itself, so that it can tell whether an order means it. */
  readonly unit: UnitIdentity
  readonly steps: readonly Step[]
  readonly place: Place
}

export type UnitIdentity = {
  readonly vendor: string
  readonly model: string
  readonly firmware: string
  readonly region: string
}

/** One line of `steps:`, with its place in the file and its words as written. */
export type Step = { readonly place: Place; readonly text: string; readonly act: Act }

export type Act =
  | { readonly do: 'ignition'; readonly to: 'on' | 'off' }
  | { readonly do: 'crank' }
  | { readonly do: 'blow'; readonly breath: Blow }
  | { readonly do: 'wait'; readonly span: Duration }
  | { readonly do: 'wait-until'; readonly moment: Instant }
  | { readonly do: 'drive'; readonly span: Duration; readonly retests: BrAC }
  | { readonly do: 'retest' }
  | { readonly do: 'engine'; readonly to: 'stall' | 'push-start' }
  | { readonly do: 'power-lost'; readonly manner: 'unplugged' | 'flat-battery' }
  | { readonly do: 'power-restored' }
  | { readonly do: 'battery'; readonly millivolts: number }
  | { readonly do: 'temperature'; readonly deciCelsius: number }
  | { readonly do: 'head'; readonly to: 'connected' | 'disconnected' }
  | { readonly do: 'tamper'; readonly sign: 'case-opened' | 'harness-cut' }
  | { readonly do: 'malfunction'; readonly code: string; readonly present: boolean }
  | { readonly do: 'keypad'; readonly digits: string }
  | { readonly do: 'clock'; readonly byMs: number }
  | { readonly do: 'service'; readonly acts: readonly ServiceStep[] }
  | { readonly do: 'server'; readonly to: 'down' | 'up' }
  | { readonly do: 'upload' }
  | { readonly do: 'crash' }
  | ReliefStep
  | { readonly do: 'expect'; readonly expectation: Expectation }

/** One breath. Unless `atOnce`, the driver waits until the device is ready for it. */
export type Blow = { readonly brac: BrAC; readonly how: Manner; readonly atOnce: boolean }

/** A technician's act. A measured act names the reference and the gas really in the bottle. */
export type ServiceStep =
  | { readonly do: 'open'; readonly technician: string; readonly center: string }
  | { readonly do: 'inspect'; readonly sound: boolean; readonly notes: string }
  | { readonly do: 'as-found' | 'confirm'; readonly reference: BrAC; readonly gas: BrAC }
  | { readonly do: 'calibrate'; readonly reference: BrAC; readonly gas: BrAC; readonly gasLot: string }
  | { readonly do: 'reset' }
  | {
      readonly do: 'certify'
      readonly certificate: string
      readonly visit: 'scheduled' | 'lockout' | 'removal'
      /** Null: as many days after the visit as the profile allows. */
      readonly dueOn: CivilDate | null
    }
  | { readonly do: 'abandon' }
