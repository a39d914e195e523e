/**
 * Law as data: a profile is one jurisdiction at one effective date. Nothing here computes; the device and the case
 * engine read it.
 */
import type { Trigger } from '@keyturn/domain/record.ts'
import type { ReliefGiver } from '@keyturn/domain/relief.ts'
import { type BrAC, type CivilDate, type Duration, unreachable } from '@keyturn/domain/units.ts'

/** The quoted words stand in the kept source text, character for character (white space apart); a test looks. */
export type Citation = {
  readonly source: SourceId
  readonly section: string
  readonly quote: string
  /** Clause ids of `docs/requirements.md` that the words belong to. */
  readonly clauses: readonly string[]
}
/** A value that the kept text states. */
export type Cited<T> = { readonly value: T; readonly law: Citation }
/**
 * A value the kept text does not state: where it comes from and why we take it. Shown as an assumption wherever it is
 * used.
 */
export type Assumed<T> = { readonly value: T; readonly assumed: { readonly from: string; readonly why: string } }
/**
 * A value that was read in a text we do not keep: the primary text itself (grade A), or somebody's account of it (B).
 * Shown with its grade wherever it is used.
 */
export type Researched<T> = { readonly value: T; readonly research: Research }
export type Research = {
  /** `540 CMR 25.10(2)`. */
  readonly clause: string
  readonly address: string
  readonly grade: 'A' | 'B'
  /** What the text says, in our words. */
  readonly gist: string
  readonly clauses: readonly string[]
}
export type Ruled<T> = Cited<T> | Assumed<T> | Researched<T>

export type SourceId = 'massachusetts-rmv-iid-program' | 'maine-29-250-cmr-8-4'

/** The limit is a number with its comparator: Massachusetts fails above, Maine at or above. */
export type SetPoint = { readonly failsWhen: 'above' | 'at-or-above'; readonly brac: BrAC }
export type Range = { readonly min: Duration; readonly max: Duration }

/** What happens when a rule's count is reached. */
export type LockoutEffect =
  /** The car still starts on a passed test until `visitWithin` is over; then it stays locked. */
  | { readonly kind: 'visit-within'; readonly visitWithin: Duration }
  /** The car does not start again before a service visit. */
  | { readonly kind: 'at-once' }

export type LockoutRule = {
  readonly id: string
  readonly title: string
  readonly on: Trigger
  /** How many, since the last completed service visit. */
  readonly times: number
  readonly effect: Ruled<LockoutEffect>
  readonly law: Citation
}

/** The tamper indicator is put out by an act of its own; lockouts and counts end with the certificate. */
export type ServiceReset = 'tamper-indicator' | 'lockouts'

/** Where the text can be read in two ways, we say which way we read it and what hangs on it. */
export type Interpretation = {
  readonly id: string
  readonly question: string
  readonly ourReading: string
  readonly otherReading: string
  readonly consequence: string
}

/** Who may give relief, and how much of it. */
export type Relief = {
  /** By an order that moves dates: `daysMax` beyond the date before any order. */
  readonly toll: Ruled<{ readonly by: readonly ReliefGiver[]; readonly daysMax: number }>
  /** By a telephone code that moves the date of the scheduled visit. */
  readonly code: Ruled<{ readonly by: readonly ReliefGiver[]; readonly daysMax: number }>
  /** By an override of a lockout: signed, or as a telephone code. */
  readonly override: Ruled<{
    readonly by: readonly ReliefGiver[]
    readonly activateWithin: Duration
    readonly lasts: Duration
  }>
  /** Whether another vendor's certified center may serve the device on the authority's word. */
  readonly rescue: Ruled<{ readonly allowed: boolean }>
}

export type Profile = {
  readonly id: `US-${string}`
  /** The effective date of this version; `US-MA@2026-11-01` names profile and version together. */
  readonly version: CivilDate
  readonly name: string
  readonly authority: string
  readonly timeZone: string
  readonly setPoint: Ruled<SetPoint>
  /** Least breath volume of a sufficient sample, in millilitres. */
  readonly volumeMinMl: Ruled<number>
  /** How long after a passed start test the starter stays permitted. */
  readonly startWithin: Ruled<Duration>
  readonly freeRestart: Ruled<{ readonly kind: 'none' } | { readonly kind: 'within'; readonly span: Duration }>
  /** Wait after a failed start test before the next one. */
  readonly holdAfterFail: Ruled<Duration>
  /** A fail offers one confirmation breath in this span after the fail. Kept as evidence; it changes no consequence. */
  readonly confirmation: Ruled<Range>
  readonly retest: {
    readonly first: Ruled<Range>
    readonly later: Ruled<Range>
    readonly answerWithin: Ruled<Duration>
    /** Rejected breaths count as attempts; `null` means no limit but the time. */
    readonly attemptsMax: Ruled<number | null>
    readonly whenIgnitionOff: Ruled<'missed' | 'cut-short'>
    readonly whenStalled: Ruled<'missed' | 'cut-short'>
    readonly alert: Ruled<'horn-until-off' | 'none'>
  }
  readonly service: {
    /** The visit is due by the end of this day after the last one, in the profile's zone. */
    readonly dueWithinDays: Ruled<number>
    /** A visit before this day does not count as the scheduled one; `null` when any day does. */
    readonly opensAfterDays: Ruled<number | null>
    /** The reminder is shown from the start of this many days before the due date. */
    readonly remindDaysBefore: Ruled<number>
    /** The warning is shown from the start of this many days before the due date; `null` when there is none. */
    readonly warnDaysBefore: Ruled<number | null>
    /** As-found and confirmation may differ from the reference by at most this much. */
    readonly toleranceMg: Ruled<number>
    /** What a technician may reset at a visit without asking anybody. */
    readonly mayReset: Ruled<readonly ServiceReset[]>
  }
  /** What starts the short countdown to a violations service, and how long it is; `null` where the law has none. */
  readonly violationsReset: { readonly on: Ruled<readonly Trigger[]>; readonly serviceWithin: Ruled<Duration> } | null
  readonly lockouts: readonly [LockoutRule, ...LockoutRule[]]
  readonly relief: Relief
  /** How long after a lockout a hearing may be requested; `null` where the kept text has none. */
  readonly hearingRequestWithinDays: Ruled<number> | null
  readonly interpretations: readonly Interpretation[]
}

/** A citation maker for one source. */
export const source =
  (id: SourceId) =>
  (section: string, quote: string, ...clauses: readonly string[]): Citation => ({ source: id, section, quote, clauses })

/** A value with the words that state it. */
export const cited = <const T>(value: T, law: Citation): Cited<T> => ({ value, law })

/** A value that no kept text states, with where it comes from and why we take it. */
export const assumed = <const T>(value: T, from: string, why: string): Assumed<T> => ({ value, assumed: { from, why } })

/** A value read in a text we do not keep, with where and how surely. */
export const researched = <const T>(value: T, research: Research): Researched<T> => ({ value, research })

/** Whether a breath fails under the set point, by the comparator that the law uses. */
export const fails = (setPoint: SetPoint, brac: BrAC): boolean => {
  switch (setPoint.failsWhen) {
    case 'above':
      return brac > setPoint.brac
    case 'at-or-above':
      return brac >= setPoint.brac
    default:
      return unreachable(setPoint.failsWhen)
  }
}

/** `US-MA@2026-11-01`: what records and findings name. */
export const profileName = (profile: Profile): string => `${profile.id}@${profile.version}`
