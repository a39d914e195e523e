/** A file of reports as a table. `docs/formats/report-csv.md` describes it. */
import { readCsv, writeCsv } from './csv.ts'
import {
  COLUMNS,
  type Column,
  emptyRecord,
  type ReadFile,
  type RecordFault,
  type ReportFile,
  type ReportRecord,
  VENDOR_CODE,
} from './record.ts'

/** Before the columns of the record: what is said of the file, in every row. */
const FILE_COLUMNS = ['number', 'of', 'vendor', 'vendor_name', 'created_at', 'test'] as const

/** The file as text. A file without records has one row that says so, with the number 0. */
export function writeCsvFile({ vendor, vendorName, createdAt, test, records }: ReportFile): string {
  const head = (number: number) => [
    String(number),
    String(records.length),
    vendor,
    vendorName,
    createdAt,
    test ? 'T' : 'P',
  ]
  const rows = records.map((record, n) => [...head(n + 1), ...COLUMNS.map((column) => record[column])])
  const none = [...head(0), ...COLUMNS.map(() => '')]
  return writeCsv([[...FILE_COLUMNS, ...COLUMNS], ...(rows.length === 0 ? [none] : rows)])
}

/** Reads it back. Columns may stand in any order; each must be there. Never throws. */
export function readCsvFile(source: string): ReadFile {
  const table = readCsv(source)
  if (table.kind === 'malformed') return { kind: 'refused', why: `Line ${table.line}: ${table.what}.` }
  const [titles, ...rows] = table.rows
  if (titles === undefined) return { kind: 'refused', why: 'The file is empty.' }
  const places = new Map(titles.cells.map((title, n) => [title, n]))
  const missing = [...FILE_COLUMNS, ...COLUMNS].filter((column) => !places.has(column))
  if (missing.length > 0) return { kind: 'refused', why: `These columns are missing: ${missing.join(', ')}.` }
  const at = (cells: readonly string[], column: Column | (typeof FILE_COLUMNS)[number]) =>
    cells[places.get(column) ?? -1] ?? ''
  const [first] = rows
  if (first === undefined) return { kind: 'refused', why: 'The file has titles and no rows.' }
  const count = Number(at(first.cells, 'of'))
  const vendor = at(first.cells, 'vendor')
  const test = at(first.cells, 'test')
  const held = at(first.cells, 'number') === '0' ? 0 : rows.length
  if (count !== held || !/^\d{1,6}$/.test(at(first.cells, 'of'))) {
    return { kind: 'refused', why: `The file says ${at(first.cells, 'of')} records and holds ${held}.` }
  }
  if (!VENDOR_CODE.test(vendor)) return { kind: 'refused', why: `${vendor} is no vendor's code.` }
  if (test !== 'T' && test !== 'P') return { kind: 'refused', why: 'The column "test" holds T or P.' }
  const records: ReportRecord[] = []
  const faults: RecordFault[] = []
  for (const [n, row] of (held === 0 ? [] : rows).entries()) {
    const record = emptyRecord(Object.fromEntries(COLUMNS.map((column) => [column, at(row.cells, column)])))
    if (row.cells.length !== titles.cells.length) {
      const what = `Line ${row.line} has ${row.cells.length} cells, the titles are ${titles.cells.length}.`
      faults.push({ number: n + 1, report: record.report, code: 'wrong-length', what })
    } else records.push(record)
  }
  const file = {
    vendor,
    vendorName: at(first.cells, 'vendor_name'),
    createdAt: at(first.cells, 'created_at'),
    test: test === 'T',
    records,
  }
  return { kind: 'file', file, faults }
}
