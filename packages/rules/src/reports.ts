/** What has to be reported to an authority, on what occasion, by when and with what in it: law as data. */
import type { CivilDate } from '@keyturn/domain/units.ts'
import type { VisitPurpose } from './fees.ts'
import type { Interpretation, Ruled } from './profile.ts'

/** What sets a report off. */
export type Occasion =
  /** A finding by one of these rules, that stands against the driver. */
  | { readonly kind: 'finding'; readonly rules: readonly string[] }
  /** A breath over the limit while driving, whether or not it led to more. */
  | { readonly kind: 'retest-failed' }
  /** A device taken out by somebody who is no provider. */
  | { readonly kind: 'removed-by-other' }
  | { readonly kind: 'installation' }
  | { readonly kind: 'visit'; readonly purposes: readonly VisitPurpose[] }
  /** Each half of a calendar year, for each vendor and not for each case. */
  | { readonly kind: 'half-year' }

/** So many hours from the discovery, or by the end of so many days after it, in the jurisdiction's zone. */
export type Within =
  | { readonly kind: 'hours'; readonly hours: number }
  | { readonly kind: 'days'; readonly days: number }

/** What stands in a report. */
export type ReportField =
  | 'reporter'
  | 'affiliation'
  | 'reason'
  | 'basis'
  | 'driver-name'
  | 'born-on'
  | 'license'
  | 'address'
  | 'plate'
  | 'vin'
  | 'device'
  | 'center'
  | 'technician'
  | 'visit'
  | 'recorder-summary'
  | 'log-head'
  | 'prices'
  | 'charges-outside-the-list'

export type ReportSort = 'violation' | 'provider-incident' | 'monitoring' | 'installation' | 'upload' | 'status'

export type ReportRule = {
  readonly id: string
  readonly title: string
  readonly sort: ReportSort
  readonly on: Ruled<readonly Occasion[]>
  readonly within: Ruled<Within>
  readonly fields: Ruled<readonly ReportField[]>
}

export type ReportLaw = {
  readonly id: `US-${string}`
  readonly version: CivilDate
  readonly timeZone: string
  /** Who gets the reports. */
  readonly to: string
  readonly rules: readonly ReportRule[]
  readonly interpretations: readonly Interpretation[]
}

/** `US-ME-reports@2024-12-18`: what a report names. */
export const reportLawName = (law: ReportLaw): string => `${law.id}-reports@${law.version}`
