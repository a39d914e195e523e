/** The report itself: what the law wants in it, from the facts of the case, with what is missing said plainly. */
import { civilDateOf, endOfDay } from '@keyturn/domain/civil.ts'
import { type CaseId, type CivilDate, type DeviceId, type Instant, unreachable } from '@keyturn/domain/units.ts'
import type { ReportField, ReportRule, ReportSort } from '@keyturn/rules/reports.ts'
import { lawWords } from '../law.ts'
import type { Address, FactOf, License } from '../program/fact.ts'
import type { DueReport } from './due.ts'
import type { ReportView } from './occurrence.ts'
import { standing } from './standing.ts'
import { type RecorderSummary, summaryOf } from './summary.ts'

/** Who makes a report, and for whom. */
export type Reporter = { readonly name: string; readonly affiliation: string }

export type Report = {
  readonly id: string
  readonly rule: string
  readonly sort: ReportSort | 'correction'
  readonly title: string
  readonly law: string
  readonly jurisdiction: string
  readonly to: string
  readonly caseId: CaseId
  readonly occurredAt: Instant
  readonly discoveredAt: Instant
  readonly dueAt: Instant
  readonly madeAt: Instant
  readonly reporter: Reporter
  readonly reason: string
  readonly basis: string
  readonly driver: {
    readonly name: string
    readonly bornOn: CivilDate
    readonly license: License
    readonly address: Address
  } | null
  readonly vehicle: { readonly plate: string; readonly vin: string } | null
  readonly device: DeviceId | null
  readonly installedOn: CivilDate | null
  readonly removedOn: CivilDate | null
  readonly center: string | null
  readonly technician: string | null
  readonly purpose: string | null
  readonly summary: RecorderSummary | null
  /** What the law wants in it and nobody has told us. */
  readonly missing: readonly ReportField[]
}

/** @param madeAt the moment of writing it */
export function makeReport(
  rule: ReportRule,
  due: DueReport,
  view: ReportView,
  { reporter, madeAt }: { readonly reporter: Reporter; readonly madeAt: Instant },
): Report {
  const { about } = due
  const { file, assessment } = view
  const { participant, jurisdiction, timeZone } = assessment
  const fitted = fittedAt(view, about.device, about.at)
  const vehicle = assessment.vehicles.find((one) => one.vehicle === fitted?.vehicle) ?? null
  const removed = removedAfter(view, about.device, about.at)
  const report = {
    id: due.id,
    rule: due.rule,
    sort: due.sort,
    title: due.title,
    law: due.law,
    jurisdiction,
    to: due.to,
    caseId: file.caseId,
    occurredAt: about.at,
    discoveredAt: about.discoveredAt,
    dueAt: due.dueAt,
    madeAt,
    reporter,
    reason: about.words,
    basis: `${about.id}; ${lawWords(due.because)}`,
    driver:
      participant === null
        ? null
        : {
            name: participant.name,
            bornOn: participant.bornOn,
            license: participant.license,
            address: participant.address,
          },
    vehicle: vehicle === null ? null : { plate: vehicle.plate, vin: vehicle.vin },
    device: about.device,
    installedOn: fitted === undefined ? null : civilDateOf(fitted.at, timeZone),
    removedOn: removed === undefined ? null : civilDateOf(removed, timeZone),
    center: about.visit?.center ?? fitted?.center ?? null,
    technician: about.visit?.technician ?? null,
    purpose: about.visit?.purpose ?? null,
    summary: summary(view, due),
  }
  return { ...report, missing: rule.fields.value.filter((field) => !isThere(report, field)) }
}

function isThere(report: Omit<Report, 'missing'>, field: ReportField): boolean {
  switch (field) {
    case 'reporter':
      return report.reporter.name !== ''
    case 'affiliation':
      return report.reporter.affiliation !== ''
    case 'reason':
    case 'basis':
      return report[field] !== ''
    case 'driver-name':
    case 'born-on':
    case 'license':
    case 'address':
      return report.driver !== null
    case 'plate':
    case 'vin':
      return report.vehicle !== null && report.vehicle[field] !== ''
    case 'device':
      return report.device !== null
    case 'center':
    case 'technician':
      return report[field] !== null
    case 'visit':
      return report.purpose !== null
    case 'recorder-summary':
    case 'log-head':
      return report.summary !== null && report.summary.records > 0
    case 'prices':
    case 'charges-outside-the-list':
      // Of a vendor, not of a case: `statusReport` has them.
      return false
    default:
      return unreachable(field)
  }
}

/** From the visit before to the day of this one; for a violation, to the violation. */
function summary({ file, assessment: { timeZone } }: ReportView, { about }: DueReport): RecorderSummary | null {
  const records = file.devices.find(({ device }) => device === about.device)?.records
  if (records === undefined) return null
  const day = civilDateOf(about.at, timeZone)
  const before = records.findLast(
    (one) => (one.kind === 'service-completed' || one.kind === 'installed') && civilDateOf(one.at, timeZone) < day,
  )
  const [first] = records
  const until = about.visit === null ? about.at : endOfDay(day, timeZone)
  return summaryOf(records, { from: before?.at ?? first?.at ?? about.at, until })
}

/** The installation, or the move, after which the device stood in its vehicle at the moment. */
function fittedAt({ file }: ReportView, device: DeviceId | null, at: Instant) {
  const facts = standing(file)
  const own = facts.flatMap((one) =>
    one.kind === 'device-installed' && (device === null || one.device === device) && one.at <= at ? [one] : [],
  )
  const installed = latest<FactOf<'device-installed'>>(own)
  if (installed === undefined) return undefined
  const moves = facts.flatMap((one) =>
    one.kind === 'device-moved' && one.device === installed.device && one.at <= at && one.at >= installed.at
      ? [one]
      : [],
  )
  const moved = latest<FactOf<'device-moved'>>(moves)
  return moved === undefined ? installed : { ...installed, vehicle: moved.to }
}

const latest = <F extends { readonly at: Instant }>(facts: readonly F[]): F | undefined =>
  facts.toSorted((a, b) => a.at - b.at).at(-1)

const removedAfter = ({ file, assessment: { timeZone } }: ReportView, device: DeviceId | null, at: Instant) =>
  standing(file).find(
    (one) =>
      one.kind === 'device-removed' &&
      one.device === device &&
      civilDateOf(one.at, timeZone) >= civilDateOf(at, timeZone),
  )?.at
