/**
 * What a device costs the driver and who passes on what to whom: law as data. Prices are each vendor's own; what is
 * due, at which visits, and who bears it is the law's.
 */
import type { Cents, CivilDate } from '@keyturn/domain/units.ts'
import type { Interpretation, Ruled } from './profile.ts'

/** What a vendor's price list can name. */
export const CHARGES = [
  'installation',
  'service-visit',
  'lease-month',
  'lockout-reset',
  'missed-visit',
  'emergency-call',
  'tow',
  'damage',
  'removal',
] as const
export type Charge = (typeof CHARGES)[number]

/** What a driver brings the car for. */
export type VisitPurpose = 'installation' | 'scheduled' | 'lockout' | 'removal'

export type FeeLaw = {
  readonly id: `US-${string}`
  readonly version: CivilDate
  readonly timeZone: string
  readonly authority: string
  /** Collected by the vendor for the authority; null where the kept text has no such fee. */
  readonly administration: {
    readonly amount: Ruled<Cents>
    readonly atVisits: Ruled<readonly VisitPurpose[]>
    /** How many fees visits on one calendar day come to. */
    readonly perDayMax: Ruled<1>
    readonly collector: Ruled<'vendor'>
  } | null
  /** Who pays the vendor's prices. */
  readonly payer: Ruled<'driver'>
  /** What a driver with a written hardship finding does not pay; null where the law has no such finding. */
  readonly relief: Ruled<readonly Charge[]> | null
  /** Who bears what would not have been charged without a provider's failure. */
  readonly providerCaused: Ruled<'vendor'>
  readonly interpretations: readonly Interpretation[]
}

/** Whether the text names a charge. */
export const isCharge = (text: string): text is Charge => CHARGES.some((charge) => charge === text)
