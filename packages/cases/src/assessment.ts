/**
 * What the case engine answers: plain data that can be written as JSON. `docs/formats/status.md` describes it for
 * programs; nothing in it stands without a reason.
 */
import type { Cause } from '@keyturn/domain/record.ts'
import type { ServiceFunction } from '@keyturn/domain/relief.ts'
import type { DeviceId, Instant } from '@keyturn/domain/units.ts'
import type { Interpretation } from '@keyturn/rules/profile.ts'
import type { FactRef, NonEmpty } from './fact.ts'
import type { Law, Ordered } from './law.ts'

export type Assessment = {
  readonly asOf: Instant
  /** Null when there is no fact at all. */
  readonly device: DeviceId | null
  /** The profile in force at `asOf`: `US-MA@2026-11-01`. Each finding names the one it was judged by. */
  readonly profile: string
  readonly timeZone: string
  readonly status: Status
  /** Dates of this service period that an order or a telephone code has made later. */
  readonly moved: readonly MovedDate[]
  /** How far each lockout rule has been used up since the last visit. */
  readonly counts: readonly Count[]
  /** Oldest first, the whole history. */
  readonly findings: readonly Finding[]
  /** What still closes in the future, and what closed unmet; soonest first. */
  readonly deadlines: readonly Deadline[]
  /** What the driver does next, most urgent first. */
  readonly next: readonly NextStep[]
  readonly integrity: Integrity
}

export type MovedDate = {
  readonly of: ServiceFunction
  readonly order: string
  readonly days: number
  /** As the visit set it, and as it stands by the order. */
  readonly from: Instant
  readonly to: Instant
  /** The date the car itself counts to. Earlier than `to`: it has not heard of the order. */
  readonly inCar: Instant
  readonly law: Ordered
}

export type KnownStatus =
  | { readonly kind: 'not-installed'; readonly because: NonEmpty<FactRef> }
  | { readonly kind: 'in-good-standing'; readonly dueAt: Instant; readonly because: NonEmpty<FactRef> }
  | {
      readonly kind: 'service-due-soon'
      readonly stage: 'reminder' | 'warning'
      readonly since: Instant
      readonly dueAt: Instant
      readonly because: NonEmpty<FactRef>
    }
  | {
      readonly kind: 'violations-service-due'
      readonly since: Instant
      readonly visitBy: Instant
      readonly findings: NonEmpty<Finding>
    }
  | {
      readonly kind: 'locked-out'
      readonly since: Instant
      /**
       * Until when the car still starts on a passed test, so that it can be driven to the visit; null when it never
       * does.
       */
      readonly visitBy: Instant | null
      /** Whether the car can still be driven to the visit, or stays locked and has to be towed. */
      readonly car: 'starts-until-visit-by' | 'stays-locked'
      readonly findings: NonEmpty<LockoutFinding>
    }

export type Status =
  | KnownStatus
  /**
   * Nothing is known, or what is known cannot be trusted; `otherwise` is what the facts would say if they were whole.
   */
  | { readonly kind: 'unknown'; readonly why: string; readonly otherwise: KnownStatus | null }

/** What a finding is. Only the first three are held against the driver. */
export type FindingClass = Finding['class']

type FindingBody = {
  /** Stable: the rule and the fact that completed it. The same in every later assessment. */
  readonly id: string
  readonly rule: string
  readonly title: string
  readonly law: Law
  readonly because: NonEmpty<FactRef>
  readonly cause: Cause
  /** What it means for the driver. */
  readonly effect: string
  /** What else the law attaches to it. */
  readonly consequences: readonly Consequence[]
  readonly since: Instant
  /** When a service visit closed it; null while it stands, and for findings that nothing closes. */
  readonly endedAt: Instant | null
  /** The readings of the law that it hangs on, each with the other reading. */
  readonly interpretations: readonly Interpretation[]
  /** The profile and version in force when it happened. */
  readonly profile: string
  /** Set when the calendar alone says so, because the device has not been heard since. */
  readonly derived: { readonly notHeardSince: Instant } | null
}

/** A lockout rule is met. */
export type LockoutFinding = FindingBody & {
  readonly class: 'lockout'
  readonly visitBy: Instant | null
  /**
   * The device's own record of this lockout; null while none was heard. It may be later than `since` when the device
   * was off.
   */
  readonly device: FactRef | null
  /**
   * Set while the car is locked only because it has not heard of an order by which the date has not passed: then it is
   * not counted and not reported. Null for every other lockout.
   */
  readonly held: Held | null
}
export type Held = { readonly order: string; readonly dueAt: Instant }
/** A countdown to a violations service runs. */
export type ResetFinding = FindingBody & { readonly class: 'violations-reset'; readonly visitBy: Instant }
export type OtherFinding = FindingBody & {
  readonly class: /** A program violation that a hearing decides about. */
    | 'violation'
    /** Shown, explained, and not held against the driver: power, device, provider or vehicle. */
    | 'not-held'
    /** The machine does not decide: a person looks. */
    | 'for-a-person'
    /** The record does not fit together. */
    | 'integrity'
}
export type Finding = LockoutFinding | ResetFinding | OtherFinding

export type Consequence = { readonly words: string; readonly law: Law }

export type Count = {
  readonly rule: string
  readonly title: string
  readonly have: number
  readonly times: number
  readonly law: Law
  readonly because: readonly FactRef[]
}

export type Deadline = {
  readonly id: string
  readonly what: 'service-visit' | 'lockout-visit' | 'violations-service' | 'hearing-request'
  readonly title: string
  readonly opensAt: Instant | null
  /** The last instant that still counts. */
  readonly closesAt: Instant
  readonly state: 'not-yet-open' | 'open' | 'passed'
  readonly law: Law
}

export type NextStep = {
  readonly id: string
  readonly who: 'driver' | 'provider' | 'authority'
  readonly urgency: 'now' | 'soon' | 'later' | 'may'
  readonly words: string
  readonly why: string
  readonly by: Instant | null
  readonly law: Law | null
}

export type Integrity = {
  /** `doubtful`: the findings say what does not fit, the status still stands. `broken`: the status is unknown. */
  readonly state: 'sound' | 'doubtful' | 'broken'
  readonly records: number
  readonly firstSeq: number | null
  readonly lastSeq: number | null
  readonly lastHeardAt: Instant | null
  readonly gaps: readonly { readonly from: number; readonly to: number }[]
}
