/**
 * A file of reports in lines of fixed width, after the record types that Louisiana publishes (LAC 55:III.409-413): one
 * header of type 3, then filing records of type 1. The widths are ours, since none are published.
 * `docs/formats/report-fixed.md` describes it.
 */
import { parseCivilDate } from '@keyturn/domain/civil.ts'
import { isTooLong, lengthOf, readLine, type Width, writeLine } from './fixed-line.ts'
import {
  emptyRecord,
  type FaultCode,
  type ReadFile,
  type RecordFault,
  type ReportFile,
  type ReportRecord,
  VENDOR_CODE,
} from './record.ts'

const text = (name: string, width: number): Width => ({ name, width, as: 'text' })
const number = (name: string, width: number): Width => ({ name, width, as: 'number' })

export const FILING: readonly Width[] = [
  text('license_number', 25),
  text('driver_name', 60),
  text('born_on', 8),
  text('street', 60),
  text('city', 40),
  text('state', 2),
  text('postal_code', 10),
  text('vin', 17),
  text('technician', 20),
  text('affiliation', 40),
  text('device', 40),
  text('installed_on', 8),
  text('removed_on', 8),
  text('reporting_type', 1),
  text('license_state', 2),
  text('sort', 20),
  text('occurred_on', 8),
  text('report', 120),
  text('filler', 20),
  text('record_type', 1),
]

export const HEADER: readonly Width[] = [
  text('vendor', 5),
  text('created_on', 8),
  number('count', 7),
  text('test', 1),
  text('filler', lengthOf(FILING) - 22),
  text('record_type', 1),
]

/** Records of which a field had to be cut, with the fields. Write the file only when somebody has looked at them. */
export type Cut = { readonly report: string; readonly fields: readonly string[] }

/** The file as text, lines ending with CR LF, and what had to be cut. */
export function writeFixedFile(file: ReportFile): { readonly text: string; readonly cut: readonly Cut[] } {
  const head = writeLine(HEADER, {
    vendor: file.vendor,
    created_on: compact(file.createdAt.slice(0, 10)),
    count: String(file.records.length),
    test: file.test ? 'T' : 'P',
    record_type: '3',
  })
  const lines = file.records.map((record) => writeLine(FILING, filingOf(record)))
  const cut = file.records.flatMap((record): readonly Cut[] => {
    const filing = filingOf(record)
    const fields = FILING.filter((field) => isTooLong(filing[field.name] ?? '', field)).map(({ name }) => name)
    return fields.length === 0 ? [] : [{ report: record.report, fields }]
  })
  return { text: [head, ...lines].map((line) => `${line}\r\n`).join(''), cut }
}

const filingOf = (record: ReportRecord): { readonly [name: string]: string } => ({
  ...record,
  born_on: compact(record.born_on),
  installed_on: compact(record.installed_on),
  removed_on: compact(record.removed_on),
  occurred_on: compact(record.occurred_at.slice(0, 10)),
  reporting_type: reportingType(record),
  filler: '',
  record_type: '1',
})

/** 1 removed, 2 tampered, 3 failed to do what the program asks; 0, ours: none of them. */
export function reportingType({
  sort,
  report,
  removed_on,
}: Pick<ReportRecord, 'sort' | 'report' | 'removed_on'>): string {
  if (sort !== 'violation') return removed_on === '' ? '0' : '1'
  if (/tamper|circumvent|artificial/.test(report)) return '2'
  return removed_on === '' && !/removal|:fact:/.test(report) ? '3' : '1'
}

/** Reads it back. A header that does not hold refuses the file; a bad record is left out and named. Never throws. */
export function readFixedFile(source: string): ReadFile {
  const lines = source.split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  const [first, ...rest] = lines
  const head = first === undefined ? undefined : readLine(HEADER, first)
  if (head === undefined) return refused(`The first line is no header of ${lengthOf(HEADER)} characters.`)
  const { vendor = '', created_on = '', count = '', test = '', record_type } = head
  if (record_type !== '3') return refused('The first line is not a header: it has to be of record type 3.')
  if (!VENDOR_CODE.test(vendor)) return refused('The header names no vendor.')
  if (dateOf(created_on) === undefined) return refused('The header’s date is no date.')
  if (test !== 'T' && test !== 'P') return refused('The header’s flag is neither T for a test nor P.')
  if (!/^\d{7}$/.test(count) || Number(count) !== rest.length) {
    return refused(`The header says ${Number(count)} records, and the file holds ${rest.length}.`)
  }
  const records: ReportRecord[] = []
  const faults: RecordFault[] = []
  const seen = new Set<string>()
  for (const [n, line] of rest.entries()) {
    const read = filingAt(line, seen)
    if (read.kind === 'record') records.push(read.record)
    else faults.push({ number: n + 1, report: read.report, code: read.code, what: read.what })
  }
  // The name is the affiliation of each record; the header has a code only.
  const vendorName = records[0]?.affiliation ?? ''
  const createdAt = `${dateOf(created_on)}T00:00:00.000Z`
  return { kind: 'file', file: { vendor, vendorName, createdAt, test: test === 'T', records }, faults }
}

type Filing =
  | { readonly kind: 'record'; readonly record: ReportRecord }
  | { readonly kind: 'fault'; readonly report: string; readonly code: FaultCode; readonly what: string }

function filingAt(line: string, seen: Set<string>): Filing {
  const values = readLine(FILING, line)
  if (values === undefined) {
    const what = `The line has ${[...line].length} characters, a record has ${lengthOf(FILING)}.`
    return { kind: 'fault', report: '', code: 'wrong-length', what }
  }
  const { report = '' } = values
  const fault = (code: FaultCode, what: string): Filing => ({ kind: 'fault', report, code, what })
  if (values['record_type'] !== '1') return fault('wrong-type', 'The record is not of type 1.')
  if (values['license_number'] === '') return fault('no-license', 'The license number is missing.')
  if (values['driver_name'] === '') return fault('no-name', 'The driver’s name is missing.')
  const dates: { [name: string]: string } = {}
  for (const name of ['born_on', 'installed_on', 'removed_on', 'occurred_on']) {
    const told = values[name] ?? ''
    const date = told === '' ? '' : dateOf(told)
    if (date === undefined) return fault('bad-date', `${name} is no date: ${told}.`)
    dates[name] = date
  }
  if (!/^[0-3]$/.test(values['reporting_type'] ?? ''))
    return fault('unknown-report-type', 'The reporting type is not 0 to 3.')
  const vin = values['vin'] ?? ''
  if (vin !== '' && !/^[A-HJ-NPR-Z0-9]{5,17}$/.test(vin))
    return fault('bad-vin', `${vin} is no vehicle identification number.`)
  if (report === '' || seen.has(report)) return fault('duplicate', 'The report has no id of its own in this file.')
  seen.add(report)
  const { occurred_on = '', ...own } = dates
  const occurred_at = occurred_on === '' ? '' : `${occurred_on}T00:00:00.000Z`
  return { kind: 'record', record: emptyRecord({ ...values, ...own, occurred_at }) }
}

const refused = (why: string): ReadFile => ({ kind: 'refused', why })

/** `2026-03-02` as `20260302`. */
const compact = (date: string): string => date.replaceAll('-', '')

/** Back; undefined when there is no such day. */
const dateOf = (told: string): string | undefined => {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(told) ?? []
  return year === undefined ? undefined : parseCivilDate(`${year}-${month}-${day}`)
}
