/**
 * Whether bench and car say the same about a visit: the certificate that the technician signed beside the record that
 * the device wrote. Pure; neither is ever changed because of the other.
 */
import { civilDateOf } from '@keyturn/domain/civil.ts'
import type { EntryOf, Record } from '@keyturn/domain/record.ts'
import { iso } from '@keyturn/domain/units.ts'
import type { Measured, StatementOf } from '@keyturn/evidence/statement/statement.ts'

export type Certificate = StatementOf<'certificate'>
export type Completed = Record & EntryOf<'service-completed'>
/** What the log has of one visit: from its opening to its completion. */
export type RecordedVisit = { readonly completed: Completed; readonly steps: readonly Record[] }

/** The completed visits of a log, oldest first. An installation is told by a fact of the case, not by a certificate. */
export function visitsIn(records: readonly Record[]): readonly RecordedVisit[] {
  const visits: RecordedVisit[] = []
  let steps: Record[] = []
  for (const record of records) {
    if (record.kind === 'service-opened') steps = []
    steps.push(record)
    if (record.kind === 'service-completed' && record.visit !== 'install') visits.push({ completed: record, steps })
    if (record.kind === 'service-completed' || record.kind === 'service-abandoned') steps = []
  }
  return visits
}

/** Where the log stands at the record that the certificate names, as far as the log is held. */
export type LogStands = { readonly kind: 'not-held' } | { readonly kind: 'held'; readonly head: string | null }

/** Every way in which certificate and record differ, one sentence each; none: they agree. */
export function contradictions(
  certificate: Certificate,
  { completed, steps }: RecordedVisit,
  { zone, log }: { readonly zone: string; readonly log: LogStands },
): readonly string[] {
  const found: string[] = []
  const differ = (what: string, signed: unknown, recorded: unknown): void => {
    if (JSON.stringify(signed) === JSON.stringify(recorded)) return
    found.push(`${what}: the bench signed ${shown(signed)}, the car recorded ${shown(recorded)}.`)
  }
  differ('Next visit due', certificate.dueOn, civilDateOf(completed.dueAt, zone))
  differ('Technician', certificate.issuer, completed.technician)
  differ('Kind of visit', certificate.visit, completed.visit)
  const opened = steps.find((one) => one.kind === 'service-opened')
  if (opened?.kind === 'service-opened') differ('Center', certificate.center, opened.center)
  const measured = measuredIn(steps)
  if (measured.sound !== null) differ('Device sound', certificate.inspection.sound, measured.sound)
  differ('As found', certificate.asFound, measured.asFound)
  differ('Calibration', certificate.calibration, measured.calibration)
  differ('As left', certificate.asLeft, measured.asLeft)
  if (log.kind === 'held' && log.head !== certificate.logHead) {
    found.push(`The log that was signed at record ${certificate.logSeq} is not the log of this device.`)
  }
  return found
}

/** What the device itself measured and noted in the visit. */
function measuredIn(steps: readonly Record[]) {
  const last = <K extends Record['kind']>(kind: K): EntryOf<K> | undefined =>
    // Records are found by their own kind.
    steps.findLast((one) => one.kind === kind) as EntryOf<K> | undefined
  const asFound = last('service-as-found')
  const calibrated = last('service-calibrated')
  const from = calibrated === undefined ? 0 : steps.findLastIndex((one) => one.kind === 'service-calibrated')
  return {
    sound: last('service-inspected')?.sound ?? null,
    asFound: asFound === undefined ? null : { reference: asFound.reference, measured: asFound.measured },
    calibration: calibrated === undefined ? null : { gasLot: calibrated.gasLot, reference: calibrated.reference },
    asLeft: inARow(steps.slice(from)),
  }
}

/** The confirmations within tolerance since the last one that was not. */
function inARow(steps: readonly Record[]): readonly Measured[] {
  let row: Measured[] = []
  for (const step of steps) {
    if (step.kind !== 'service-confirmed') continue
    row = step.within ? [...row, { reference: step.reference, measured: step.measured }] : []
  }
  return row
}

const shown = (value: unknown): string =>
  value === null || value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value)

/** When a visit was made, for lists that are sorted by it. */
export const madeAt = (certificate: Certificate | null, visit: RecordedVisit | null): string =>
  iso(visit?.completed.at ?? certificate?.issuedAt ?? noTime())

const noTime = (): never => {
  throw new Error('a visit is a certificate, a record, or both')
}
