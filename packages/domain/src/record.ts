/**
 * The vocabulary of the log: what a device can record. The device writes it, the log proves it, a case is judged by it;
 * those three share nothing else. `docs/formats/log.md` says how each kind looks on the wire.
 */
import type { KeypadCode, ReliefGiver, ServiceFunction, TollingOrder } from './relief.ts'
import type { BrAC, CivilDate, Duration, Instant } from './units.ts'

/** Whose doing it was, as far as the device can tell. Doubt is `unknown`, and says so. */
export type Cause = 'operator' | 'device' | 'power' | 'provider' | 'vehicle' | 'unknown'

/** What a breath was asked for. `reference` is gas from a bottle at a service visit. */
export type TestKind = 'start' | 'retest' | 'confirmation' | 'unprompted' | 'reference'

/** Why the device let the starter work, or `none` when the engine ran without its leave. */
export type StartBasis = 'passed-test' | 'free-restart' | 'none'

export type RejectReason =
  | 'blow-harder'
  | 'blow-softer'
  | 'blow-longer'
  | 'do-not-inhale'
  | 'hum-invalid'
  | 'no-plateau'
  | 'device-not-ready'

export type CircumventionSign = 'bag' | 'filter' | 'cold-air' | 'start-without-test'
export type TamperSign = 'power-cut' | 'head-removed' | 'case-opened' | 'harness-cut'

/** The events that lockout rules count. */
export type Trigger =
  | 'start-test-failed'
  | 'retest-failed'
  | 'sample-failed'
  | 'retest-missed'
  | 'tamper'
  | 'service-missed'
  | 'reset-unserviced'

/** The kinds and what each carries besides the moment and the cause. */
export type Event =
  // ME-7A: every use and attempted use
  | { readonly kind: 'ignition-on' }
  | { readonly kind: 'ignition-off' }
  | { readonly kind: 'start-attempted'; readonly allowed: boolean; readonly why: StartAnswer }
  | { readonly kind: 'start-permitted'; readonly basis: StartBasis; readonly until: Instant }
  | { readonly kind: 'start-permit-lapsed' }
  | { readonly kind: 'engine-started'; readonly basis: StartBasis }
  | { readonly kind: 'engine-resumed' }
  | { readonly kind: 'engine-stopped' }
  | { readonly kind: 'engine-stalled' }
  // ME-7C: every breath, and every breath that gave no result
  | { readonly kind: 'ready'; readonly test: TestKind }
  | {
      readonly kind: 'sample'
      readonly test: TestKind
      readonly result: 'pass' | 'fail' | 'measured'
      readonly brac: BrAC
      readonly volumeMl: number
    }
  | {
      readonly kind: 'sample-rejected'
      readonly test: TestKind
      readonly reason: RejectReason
      readonly volumeMl: number
    }
  // retests; ME-7E
  | { readonly kind: 'retest-requested'; readonly number: number; readonly answerBy: Instant }
  | { readonly kind: 'retest-missed'; readonly how: 'not-taken' | 'attempts-used' | 'ignition-off' | 'power-lost' }
  | {
      readonly kind: 'retest-cut-short'
      readonly how: 'ignition-off' | 'stalled' | 'power-lost' | 'device-restart' | 'malfunction' | 'head-removed'
    }
  | { readonly kind: 'alert-began'; readonly why: 'retest-failed' | 'retest-missed' }
  | { readonly kind: 'alert-ended' }
  // waits and lockouts
  | { readonly kind: 'hold-began'; readonly until: Instant }
  | { readonly kind: 'violations-reset-began'; readonly why: Trigger; readonly visitBy: Instant }
  | { readonly kind: 'lockout-began'; readonly rule: string; readonly visitBy: Instant | null }
  | { readonly kind: 'lockout-closed'; readonly rule: string }
  | { readonly kind: 'lockout-ended'; readonly rule: string }
  // service; ME-7F, ME-7G
  | { readonly kind: 'installed'; readonly technician: string; readonly profile: string; readonly dueAt: Instant }
  | { readonly kind: 'uninstalled'; readonly technician: string }
  | { readonly kind: 'service-reminder'; readonly dueAt: Instant }
  | { readonly kind: 'service-warning'; readonly dueAt: Instant }
  | {
      readonly kind: 'service-required'
      readonly why: 'scheduled' | 'violations' | 'lockout'
      readonly visitBy: Instant | null
    }
  | { readonly kind: 'service-missed'; readonly dueAt: Instant }
  | { readonly kind: 'violations-service-missed'; readonly dueAt: Instant }
  | { readonly kind: 'service-opened'; readonly technician: string; readonly center: string }
  | { readonly kind: 'service-inspected'; readonly sound: boolean; readonly notes: string }
  | {
      readonly kind: 'service-as-found'
      readonly reference: BrAC
      readonly measured: BrAC
      readonly within: boolean
    }
  | {
      readonly kind: 'service-calibrated'
      readonly gasLot: string
      readonly reference: BrAC
      readonly picoampsPerMg: number
    }
  | {
      readonly kind: 'service-confirmed'
      readonly number: number
      readonly reference: BrAC
      readonly measured: BrAC
      readonly within: boolean
    }
  | { readonly kind: 'service-reset' }
  | {
      readonly kind: 'service-completed'
      readonly technician: string
      readonly certificate: string
      readonly visit: 'install' | 'scheduled' | 'lockout' | 'removal'
      readonly dueAt: Instant
    }
  | { readonly kind: 'service-refused'; readonly why: ServiceRefusal }
  | { readonly kind: 'service-abandoned' }
  // orders, overrides and codes: lawful acts that reach the car by any path
  /**
   * The order's terms as far as they concern this device, so that the log alone tells what moves: dates that fall due
   * from `dueFrom` to `dueTo`, because of what lasted `from` to `to`. `supersedes`: the order it amends or ends, or
   * empty. `days`: 0 unless it moves by a number of days.
   */
  | {
      readonly kind: 'order-accepted'
      readonly order: string
      readonly by: ReliefGiver
      readonly supersedes: string
      readonly functions: readonly ServiceFunction[]
      readonly from: CivilDate
      readonly to: CivilDate
      readonly dueFrom: CivilDate
      readonly dueTo: CivilDate
      readonly moves: TollingOrder['moves']['kind']
      readonly days: number
      readonly capDays: number
      readonly staggerDays: number
    }
  /** `rule`: of the lockout whose time to visit moved; empty for the other dates. `days`: from before any order. */
  | {
      readonly kind: 'due-date-moved'
      readonly of: ServiceFunction
      readonly rule: string
      readonly order: string
      readonly days: number
      readonly dueAt: Instant
    }
  | {
      readonly kind: 'override-began'
      readonly override: string
      readonly by: ReliefGiver
      readonly until: Instant
    }
  | { readonly kind: 'override-ended'; readonly override: string }
  /** `days`: of an extension; 0 for an override. */
  | {
      readonly kind: 'keypad-accepted'
      readonly code: KeypadCode['kind']
      readonly by: KeypadCode['by']
      readonly counter: number
      readonly days: number
    }
  | { readonly kind: 'keypad-refused'; readonly digits: number; readonly why: KeypadRefusal }
  | { readonly kind: 'keypad-held'; readonly until: Instant }
  /** The visit that follows is by a center of another vendor, on an authority's word. `vendor`: whose center it is. */
  | { readonly kind: 'rescue-accepted'; readonly credential: string; readonly vendor: string }
  /** A mirror served something older than is known, or that does not verify. */
  | { readonly kind: 'mirror-doubted'; readonly mirror: string; readonly why: string }
  // ME-7B, ME-7D, ME-10A
  | { readonly kind: 'tamper'; readonly sign: TamperSign }
  | { readonly kind: 'circumvention'; readonly sign: CircumventionSign }
  | { readonly kind: 'malfunction'; readonly code: string }
  | { readonly kind: 'malfunction-cleared'; readonly code: string }
  | {
      readonly kind: 'power-lost'
      readonly lastMillivolts: number
      readonly lowestMillivolts: number
      readonly deciCelsius: number
    }
  | { readonly kind: 'power-restored'; readonly afterMs: number }
  | { readonly kind: 'device-restarted'; readonly afterMs: number }
  | { readonly kind: 'low-voltage'; readonly millivolts: number }
  | { readonly kind: 'voltage-recovered'; readonly millivolts: number }
  | { readonly kind: 'head-disconnected' }
  | { readonly kind: 'head-connected' }
  | { readonly kind: 'clock-jump'; readonly byMs: number }
  | { readonly kind: 'statement-refused'; readonly statement: string; readonly why: string }
  | { readonly kind: 'unexpected-input'; readonly input: string }
  // what the recorder found and mended after a crash or a fault of its disk
  | { readonly kind: 'log-recovered'; readonly cutBytes: number }
  | { readonly kind: 'log-copy-lost'; readonly copy: string }
  | { readonly kind: 'log-copy-restored'; readonly copy: string }
  | { readonly kind: 'log-conflict'; readonly detail: string }

/** What the device answers to a turned key. */
export type StartAnswer =
  | 'passed-test'
  | 'free-restart'
  | 'test-required'
  | 'held'
  | 'locked-out'
  | 'in-service'
  | 'not-ready'
  | 'not-installed'

export type ServiceRefusal =
  | 'no-session'
  | 'session-open'
  | 'engine-running'
  | 'not-inspected'
  | 'no-as-found'
  | 'not-calibrated'
  | 'not-confirmed'
  | 'unsound'
  | 'due-date-too-late'
  | 'due-date-past'
  | 'reset-not-allowed'
  | 'bad-certificate'
  | 'wrong-device'
  | 'already-installed'
  /** The visit is another vendor's, and the law of this device does not let another one serve it. */
  | 'rescue-not-allowed'

export type KeypadRefusal =
  /** Not twelve digits. */
  | 'not-a-code'
  | 'wrong'
  /** A code of this device that was used before, or is older than one that was. */
  | 'used'
  /** Too many wrong codes: the keypad waits. */
  | 'held'
  /** The law gives whoever made it no leave for it, or the device is in no state for it. */
  | 'not-allowed'

/** What the device recorded, before it has a place in the log. `up` is milliseconds since the device last booted. */
export type Entry = Event & { readonly at: Instant; readonly up: Duration; readonly cause: Cause }

/** A line of the log: an entry with its place. The first record of a device is number 1. */
export type Record = Entry & { readonly seq: number }

export type Kind = Event['kind']
/** The entry of one kind. */
export type EntryOf<K extends Kind> = Extract<Entry, { readonly kind: K }>

/** Fields that hold a moment: numbers in memory, `2026-03-02T14:00:00.000Z` on the wire. */
export const MOMENT_FIELDS: readonly string[] = ['at', 'until', 'answerBy', 'visitBy', 'dueAt']
