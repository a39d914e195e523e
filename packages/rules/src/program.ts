/**
 * A jurisdiction's program as data: who needs a device and for how long, what has to be there, and when the device may
 * come off, at one effective date. Nothing here computes; the case engine reads it.
 */
import type { BrAC, CivilDate, Duration } from '@keyturn/domain/units.ts'
import type { Interpretation, Ruled } from './profile.ts'
import type { ViolationsLaw } from './program-violations.ts'

export type Program = {
  readonly id: `US-${string}`
  /** The effective date of this version; `US-MA-program@2021-07-09` names program and version together. */
  readonly version: CivilDate
  readonly name: string
  readonly authority: string
  readonly timeZone: string
  /** As it stands on licenses and in addresses: `MA`. */
  readonly state: string
  readonly requirement: RequirementLaw
  readonly term: TermLaw
  readonly preparation: PreparationLaw
  readonly vehicles: VehicleLaw
  readonly removal: RemovalLaw
  readonly elsewhere: ElsewhereLaw | null
  readonly violations: ViolationsLaw
  readonly interpretations: readonly Interpretation[]
  /** Part of a term to the ids of the interpretations that it hangs on. */
  readonly readings: { readonly [part: string]: readonly string[] }
}

/** Who needs a device. */
export type RequirementLaw = {
  /** From this many convictions on. */
  readonly convictions: Ruled<number>
  /** Who is licensed in another state is covered from this many convictions in this one; null: as anybody else. */
  readonly licensedElsewhere: Ruled<number> | null
  /** A court's order is honored to its last day; null where the text has nothing of it. */
  readonly courtOrder: Ruled<'full-length'> | null
  /** A first conviction at or above this breath alcohol means a device on any hardship license. */
  readonly firstConviction: Ruled<{ readonly from: BrAC }> | null
}

/** For how long. */
export type TermLaw =
  /** From the full reinstatement of the license; a hardship license before it adds its whole suspension. */
  | {
      readonly kind: 'from-full-reinstatement'
      readonly years: Ruled<number>
      readonly hardshipAdds: Ruled<'whole-suspension'>
      /** What is counted: the periods the law prescribes, never the time since installation. */
      readonly counted: Ruled<'prescribed-periods'>
      /** A device taken out without leave: the time before counts for nothing. */
      readonly creditLostBy: Ruled<'unauthorized-removal'>
    }
  /** By the number of convictions: so long without a license first, then so long with a device. */
  | { readonly kind: 'by-conviction'; readonly steps: readonly [ConvictionTerm, ...ConvictionTerm[]] }

export type ConvictionTerm = {
  /** For the conviction of this number; the last step is for all later ones too. */
  readonly conviction: number
  readonly ruled: Ruled<{
    /** Without a license before one with a device can be had. */
    readonly served: Span
    /** With the device: for the rest of the suspension, or so long. */
    readonly withDevice: Span | 'rest-of-suspension'
  }>
}
/** A span in the calendar: years and months keep the day, days are counted. */
export type Span = { readonly years?: number; readonly months?: number; readonly days?: number }

/** What has to be there before the restriction is put on the license. Null: the text asks for nothing of the kind. */
export type PreparationLaw = {
  /** An officer approves, and no device is installed before. */
  readonly approval: Ruled<'before-installation'> | null
  readonly papers: {
    readonly list: Ruled<'participant-and-licensed-household'>
    readonly form: Ruled<'signed-and-notarized'>
  } | null
  /** Only providers on the authority's list. */
  readonly approvedVendors: Ruled<'listed'> | null
  readonly booking: Ruled<'booked'> | null
  readonly identity: Ruled<'proved'> | null
  readonly instruction: Ruled<'given'> | null
  /** The proof of installation that goes to the authority; `within`: the provider's time for it, null when not said. */
  readonly proof: Ruled<{ readonly within: Duration | null }> | null
  /** The words put on the license. */
  readonly restriction: Ruled<{ readonly hardship: string; readonly full: string }> | null
  readonly exams: ExamLaw | null
  /** What has to be told to the authority when it changes. */
  readonly changes: Ruled<'reported'> | null
}

export type ExamLaw = {
  /** More than so many years suspended without relief. */
  readonly afterYears: Ruled<number>
  readonly learnersPermit: Ruled<'passed'>
  readonly roadTest: Ruled<'in-a-vehicle-with-a-device'>
  /** Where the vehicle lacks a center emergency brake or a seat for the sponsor. */
  readonly special: Ruled<'without-center-brake-or-sponsor-seat'>
}

export type VehicleLaw = {
  /** Each vehicle that is used in one of these ways needs a device. */
  readonly every: Ruled<readonly ('owned' | 'leased' | 'operated' | 'employer')[]>
  readonly volts: Ruled<number> | null
  readonly sound: Ruled<'good-working-order'> | null
  /** No device is installed in these. */
  readonly barred: Ruled<readonly string[]> | null
}

export type RemovalLaw = {
  /** The restriction never ends by itself: the participant applies, the authority decides. */
  readonly decided: Ruled<'on-request'>
  /** So many months without a lockout or violation before the request; null where the text has none. */
  readonly cleanMonths: Ruled<number> | null
  /** A device removed before the decision: what follows. */
  readonly unauthorized: Ruled<'immediate-suspension' | 'reported'>
  /** Who moves to another state may have it removed on papers of its own; a person decides. */
  readonly moved: Ruled<'a-person-decides'> | null
}

export type ElsewhereLaw = {
  /** The duty goes on in another state. */
  readonly duty: Ruled<'goes-on'>
  readonly credit: Ruled<readonly ('maintained' | 'serviced' | 'freeOfViolations' | 'sameSettings')[]>
  /** The vendor does business in both states. */
  readonly creditVendor: Ruled<'in-both-states'>
  /** Who is licensed elsewhere and drives without a device: suspended so many years at least, up to life. */
  readonly residents: Ruled<{ readonly yearsMin: number }>
}

/** `US-MA-program@2021-07-09`: what case findings and decisions name. */
export const programName = (program: Program): string => `${program.id}-program@${program.version}`
