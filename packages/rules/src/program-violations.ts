/**
 * What a program says about violations: which there are, what may follow from each, what a hearing may impose and what
 * can be excused. Nothing here computes; a person decides about every violation.
 */
import type { Cause } from '@keyturn/domain/record.ts'
import type { Duration } from '@keyturn/domain/units.ts'
import type { Ruled } from './profile.ts'

export type ViolationsLaw = {
  readonly violations: readonly ProgramViolation[]
  /** What a hearing may impose, as text; a person decides. Empty where the law names nothing. */
  readonly sanctions: readonly SanctionTier[]
  /** Two accounts of the same kind of act so close to each other are accounts of one act. */
  readonly sameActWithin: Ruled<Duration>
  readonly hearing: HearingLaw | null
  /** A visit announced as missed beforehand is still missed; null where the text has nothing of it. */
  readonly announcedMiss: Ruled<'still-missed'> | null
  /** A breath above the set point was drawn by a person, whatever failed around it. */
  readonly failedBreath: Ruled<'never-excused'>
  /** What somebody else's failure caused is not the participant's. */
  readonly othersFailure: Ruled<'kept-apart'>
  /** A violation that a hearing found against nobody, or that was excused, stays on record. */
  readonly onRecord: Ruled<'stays-and-does-not-count'>
}

export type ProgramViolation = {
  readonly id: string
  /** The violation, with the words that make it one. */
  readonly title: Ruled<string>
  readonly found: /** Somebody reports it. */
    | { readonly from: 'report' }
    /** A device comes out without leave; or somebody reports that it did. */
    | { readonly from: 'removal' }
    /** So many lockouts of one kind; a second one of the same number begins a new count. */
    | { readonly from: 'lockouts'; readonly rule: string; readonly times: number }
  /** Rules of what a device's log shows that are the same act when they are close together. */
  readonly sameAs: readonly string[]
  /** What it means for the participant, in a sentence or two. */
  readonly effect: string
  /** What the law attaches to it: words for people. */
  readonly consequences: readonly Ruled<string>[]
  /** Whose doing may excuse it, when an officer finds so. The participant's own never does. */
  readonly excusable: readonly Exclude<Cause, 'operator'>[]
  /** What an authority does before any hearing; null where nothing happens before one. */
  readonly atOnce: Ruled<'suspension'> | null
}

/** What a hearing may impose on who is found responsible. Prepared for the officer, never applied by itself. */
export type SanctionTier = {
  readonly id: string
  /** Rules of the findings that it is for. */
  readonly for: readonly string[]
  /** It is for the finding of this number that a participant is found responsible for, and for all later ones. */
  readonly nth: number
  /** Who it is for: where the participant's license comes from. */
  readonly license: 'any' | 'of-another-state'
  readonly kind: 'suspension' | 'revocation'
  readonly length: Ruled<SanctionLength>
  /** For the officer, in a sentence. */
  readonly words: string
}
export type SanctionLength =
  | { readonly kind: 'months'; readonly months: number }
  | { readonly kind: 'years'; readonly years: number }
  | { readonly kind: 'life' }
  /** The text leaves it to the officer. */
  | { readonly kind: 'as-decided' }

type HearingLaw = {
  /** Told of a violation, the authority schedules a hearing itself. */
  readonly scheduled: Ruled<'on-notice'>
  /** What has to be shown. */
  readonly standard: Ruled<string>
  /** Where a decision may be contested: `Board of Appeal`. */
  readonly board: Ruled<string>
}
