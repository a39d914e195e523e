/**
 * Reads a file of another maker's log by its mapping. Pure: the same file and mapping give the same rows. A file with a
 * row that cannot be read is refused whole, with every such row named; a code that the mapping does not know is kept as
 * a record that says so.
 */
import type { Cause } from '@keyturn/domain/record.ts'
import { assert, type DeviceId, type Instant, isDeviceId } from '@keyturn/domain/units.ts'
import { findProfile } from '@keyturn/rules/profiles.ts'
import { type Row, readCsv } from '../reports/csv.ts'
import { entryOf } from './entry.ts'
import { readTime, type TimeRule } from './local-time.ts'
import type { Mapping } from './mapping.ts'

/** As it arrives, in bytes. */
export const IMPORT_BYTES_MAX = 4 * 1_024 * 1_024
/** Named one by one; beyond this only counted. */
export const BAD_ROWS_MAX = 200

/** A line of the file as a record of ours, without a number yet. */
export type ImportedRow = {
  readonly line: number
  readonly device: DeviceId
  readonly at: Instant
  readonly code: string
  /** The record's fields as they stand on a log line: kind, cause and the kind's own. */
  readonly entry: { readonly kind: string; readonly cause: Cause; readonly [field: string]: unknown }
}

export type BadRow = { readonly line: number; readonly what: string }
export type CodeCount = {
  readonly code: string
  readonly rows: number
  readonly firstLine: number
  readonly why: string | null
}

export type ReadImport =
  | {
      readonly kind: 'read'
      readonly rows: readonly ImportedRow[]
      /** Not in the mapping: kept as `unexpected-input` records. */
      readonly unknownCodes: readonly CodeCount[]
      /** Left out because the mapping says so. */
      readonly skippedCodes: readonly CodeCount[]
    }
  | {
      readonly kind: 'refused'
      readonly why: string
      readonly badRows: readonly BadRow[]
      readonly badRowsTotal: number
    }

/** Reads the text of a file. Never throws. */
export function readImport(text: string, mapping: Mapping): ReadImport {
  const table = readCsv(text, { delimiter: mapping.delimiter, unguard: false })
  if (table.kind === 'malformed')
    return refused(`Line ${table.line}: ${table.what}.`, [{ line: table.line, what: table.what }])
  const [titles, ...lines] = table.rows
  if (titles === undefined) return refused('The file is empty.')
  const columns = columnsOf(mapping)
  const missing = columns.filter((column) => !titles.cells.includes(column))
  if (missing.length > 0) return refused(`The file has no column ${missing.map((one) => `"${one}"`).join(', ')}.`)
  const doubled = columns.find((column) => titles.cells.indexOf(column) !== titles.cells.lastIndexOf(column))
  if (doubled !== undefined) return refused(`The column "${doubled}" stands twice in the file.`)
  const reader = rowReader(mapping, titles.cells)
  const rows: ImportedRow[] = []
  const bad: BadRow[] = []
  const unknown = counter()
  const skipped = counter()
  for (const row of lines) {
    const read = reader(row)
    if (read.kind === 'bad') bad.push({ line: row.line, what: read.what })
    else if (read.kind === 'skipped') skipped.count(read.code, row.line, read.why)
    else {
      rows.push({ ...read.row, line: row.line })
      if (read.unknown) unknown.count(read.row.code, row.line, null)
    }
  }
  if (bad.length > 0) {
    const why = `${bad.length} of ${lines.length} rows cannot be read, so nothing of the file is taken.`
    return { kind: 'refused', why, badRows: bad.slice(0, BAD_ROWS_MAX), badRowsTotal: bad.length }
  }
  return { kind: 'read', rows, unknownCodes: unknown.all(), skippedCodes: skipped.all() }
}

type ReadRow =
  | { readonly kind: 'row'; readonly row: ImportedRow; readonly unknown: boolean }
  | { readonly kind: 'skipped'; readonly code: string; readonly why: string }
  | { readonly kind: 'bad'; readonly what: string }

function rowReader(mapping: Mapping, titles: readonly string[]) {
  const profile = findProfile(mapping.profile)
  assert(profile !== undefined, 'a mapping names a known profile')
  const { format, zone = profile.timeZone, twice, columns } = mapping.time
  const rule: TimeRule = { format, zone, twice }
  return ({ cells }: Row): ReadRow => {
    const cell = (column: string) => (cells[titles.indexOf(column)] ?? '').trim()
    if (cells.length !== titles.length) return bad(`has ${cells.length} cells, the titles are ${titles.length}`)
    const code = cell(mapping.event.column)
    if (code === '') return bad(`no code in "${mapping.event.column}"`)
    // A code may be the name of something every object has.
    const told = Object.hasOwn(mapping.codes, code) ? mapping.codes[code] : undefined
    if (told !== undefined && 'skip' in told) return { kind: 'skipped', code, why: told.skip }
    const device = `${mapping.device.prefix}${cell(mapping.device.column)}`
    if (!isDeviceId(device)) return bad(`"${device.slice(0, 50)}" is no device id (3 to 40 letters, digits, hyphens)`)
    const time = readTime(columns.map(cell).join(' '), rule)
    if (time.kind === 'refused') return bad(time.why)
    const { at } = time
    if (told === undefined) {
      const entry = { kind: 'unexpected-input', cause: 'unknown', input: `code ${code}`.slice(0, 200) } as const
      return { kind: 'row', unknown: true, row: { line: 0, device, at, code, entry } }
    }
    const entry = entryOf(told, { at, cell, profile, rule, value: mapping.value })
    return typeof entry === 'string'
      ? bad(entry)
      : { kind: 'row', unknown: false, row: { line: 0, device, at, code, entry } }
  }
}

const bad = (what: string): ReadRow => ({ kind: 'bad', what })

/** Every column that the mapping names. */
const columnsOf = ({ device, time, event, value, codes }: Mapping): readonly string[] => [
  ...new Set([
    device.column,
    ...time.columns,
    event.column,
    ...(value === undefined ? [] : [value.column]),
    ...Object.values(codes).flatMap((told) => ('skip' in told ? [] : Object.values(told.from))),
  ]),
]

function counter() {
  const counts = new Map<string, { rows: number; firstLine: number; why: string | null }>()
  return {
    count: (code: string, line: number, why: string | null): void => {
      const before = counts.get(code)
      if (before === undefined) counts.set(code, { rows: 1, firstLine: line, why })
      else before.rows += 1
    },
    all: (): readonly CodeCount[] =>
      [...counts].map(([code, { rows, firstLine, why }]) => ({ code, rows, firstLine, why })),
  }
}

const refused = (why: string, badRows: readonly BadRow[] = []): ReadImport => ({
  kind: 'refused',
  why,
  badRows,
  badRowsTotal: badRows.length,
})
