/** A report as it travels: one flat record, every value a text, whatever the format of the file. */
import type { Report } from '@keyturn/cases/reports/make.ts'
import { gramsPer210L, iso } from '@keyturn/domain/units.ts'

/** The columns, in the order of every format. */
export const COLUMNS = [
  'report',
  'rule',
  'sort',
  'law',
  'jurisdiction',
  'to',
  'case',
  'occurred_at',
  'discovered_at',
  'due_at',
  'made_at',
  'reporter',
  'affiliation',
  'reason',
  'basis',
  'driver_name',
  'born_on',
  'license_state',
  'license_number',
  'street',
  'city',
  'state',
  'postal_code',
  'plate',
  'vin',
  'device',
  'installed_on',
  'removed_on',
  'center',
  'technician',
  'purpose',
  'log_from',
  'log_until',
  'log_last_record',
  'starts',
  'start_tests_passed',
  'start_tests_failed',
  'retests_asked',
  'retests_passed',
  'retests_failed',
  'retests_missed',
  'highest_g_per_210l',
  'tamper_signs',
  'lockouts',
  'malfunctions',
  'power_losses',
] as const
export type Column = (typeof COLUMNS)[number]

/** Empty where a value is not known or not of this report. */
export type ReportRecord = { readonly [C in Column]: string }

/** A file of reports by one vendor. */
export type ReportFile = {
  /** The vendor's code, 1 to 5 capital letters or digits. */
  readonly vendor: string
  readonly vendorName: string
  readonly createdAt: string
  /** A test file: nothing in it counts. */
  readonly test: boolean
  readonly records: readonly ReportRecord[]
}

/** What reading a file comes to. A file that is refused is refused whole. */
export type ReadFile =
  | { readonly kind: 'file'; readonly file: ReportFile; readonly faults: readonly RecordFault[] }
  | { readonly kind: 'refused'; readonly why: string }

/** A record that is not processed, and why. `number` is its place in the file, from 1. */
export type RecordFault = {
  readonly number: number
  readonly report: string
  readonly code: FaultCode
  readonly what: string
}
export type FaultCode =
  | 'wrong-length'
  | 'wrong-type'
  | 'no-license'
  | 'no-name'
  | 'bad-date'
  | 'bad-vin'
  | 'unknown-report-type'
  | 'duplicate'
  | 'other'

export const FAULT_CODES: readonly FaultCode[] = [
  'wrong-length',
  'wrong-type',
  'no-license',
  'no-name',
  'bad-date',
  'bad-vin',
  'unknown-report-type',
  'duplicate',
  'other',
]

export const VENDOR_CODE = /^[A-Z0-9]{1,5}$/

/** The record of a report. */
export function recordOf(report: Report): ReportRecord {
  const { driver, vehicle, summary } = report
  const count = (value: number | undefined) => (value === undefined ? '' : String(value))
  return {
    report: report.id,
    rule: report.rule,
    sort: report.sort,
    law: report.law,
    jurisdiction: report.jurisdiction,
    to: report.to,
    case: report.caseId,
    occurred_at: iso(report.occurredAt),
    discovered_at: iso(report.discoveredAt),
    due_at: iso(report.dueAt),
    made_at: iso(report.madeAt),
    reporter: report.reporter.name,
    affiliation: report.reporter.affiliation,
    reason: report.reason,
    basis: report.basis,
    driver_name: driver?.name ?? '',
    born_on: driver?.bornOn ?? '',
    license_state: driver?.license.state ?? '',
    license_number: driver?.license.number ?? '',
    street: driver?.address.street ?? '',
    city: driver?.address.city ?? '',
    state: driver?.address.state ?? '',
    postal_code: driver?.address.postalCode ?? '',
    plate: vehicle?.plate ?? '',
    vin: vehicle?.vin ?? '',
    device: report.device ?? '',
    installed_on: report.installedOn ?? '',
    removed_on: report.removedOn ?? '',
    center: report.center ?? '',
    technician: report.technician ?? '',
    purpose: report.purpose ?? '',
    log_from: summary === null ? '' : iso(summary.from),
    log_until: summary === null ? '' : iso(summary.until),
    log_last_record: count(summary?.lastSeq),
    starts: count(summary?.starts),
    start_tests_passed: count(summary?.startTestsPassed),
    start_tests_failed: count(summary?.startTestsFailed),
    retests_asked: count(summary?.retestsAsked),
    retests_passed: count(summary?.retestsPassed),
    retests_failed: count(summary?.retestsFailed),
    retests_missed: count(summary?.retestsMissed),
    highest_g_per_210l: summary?.highest == null ? '' : gramsPer210L(summary.highest),
    tamper_signs: count(summary?.tamperSigns),
    lockouts: count(summary?.lockouts),
    malfunctions: count(summary?.malfunctions),
    power_losses: count(summary?.powerLosses),
  }
}

/** A record with these values and nothing else. */
export function emptyRecord(values: Partial<ReportRecord>): ReportRecord {
  const made: { [C in Column]?: string } = {}
  for (const column of COLUMNS) made[column] = values[column] ?? ''
  // Every column has just been set.
  return made as ReportRecord
}
