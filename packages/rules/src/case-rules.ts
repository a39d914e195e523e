/**
 * What a jurisdiction's text says about a case beyond the device: violations, consequences, and which readings a rule
 * hangs on.
 */
import type { CircumventionSign, TamperSign } from '@keyturn/domain/record.ts'
import type { BrAC } from '@keyturn/domain/units.ts'
import { assumed, type Citation, type Profile, type Ruled } from './profile.ts'

/** A program violation that is not counted: a hearing decides about each. */
export type ViolationRule = {
  readonly id: string
  readonly title: string
  readonly signs: readonly (TamperSign | CircumventionSign)[]
  /** What it may lead to, in a sentence for the driver. */
  readonly effect: string
  readonly law: Citation
}

/** What the text attaches to a finding besides its main effect. */
export type ConsequenceRule = { readonly to: readonly string[]; readonly words: string; readonly law: Citation }

export type CaseRules = {
  readonly violations: readonly ViolationRule[]
  readonly consequences: readonly ConsequenceRule[]
  /** Rule id to the ids of the profile's interpretations that the finding hangs on. */
  readonly readings: { readonly [rule: string]: readonly string[] }
  /** Why an incident that is not the driver's doing is not held against the driver. */
  readonly notHeld: Ruled<string>
}

/** The fastest fall of breath alcohol that a body explains, in mg per 210 L and hour. */
export const eliminationPerHourMax: Ruled<number> = assumed(
  25,
  'A. W. Jones, Forensic Science International 200 (2010): 10 to 25 mg per 100 mL and hour in most people',
  'The kept texts are silent. A faster fall has another explanation (mouth alcohol, another person’s breath) that a person must weigh.',
)

/** How far two readings of the same breath may lie apart, so that noise is no finding. */
export const readingsApartMaxMg = (profile: Profile): BrAC =>
  // Both readings may be off by the tolerance, in opposite directions; a sum of two whole values is a whole value.
  (2 * profile.service.toleranceMg.value) as BrAC
