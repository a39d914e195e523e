/** Compares what the log holds with what was expected of it. */
import type { Kind, Record } from '@keyturn/domain/record.ts'
import { type BrAC, type Duration, gramsPer210L, type Instant, unreachable } from '@keyturn/domain/units.ts'
import { brac, moment, momentOrNull } from '@keyturn/evidence/fields.ts'
import { COMMON, KINDS } from '@keyturn/evidence/kinds.ts'
import type { FieldPattern, IntervalPattern, RecordPattern, RecordsPattern } from './expectation.ts'
import { isAt, localText } from './moment.ts'

/** What was expected and what the log holds instead; null when they agree. */
export type Difference = { readonly expected: string; readonly happened: string } | null

/** Null when the records are as the pattern has them. */
export function compareRecords(
  records: readonly Record[],
  { form, patterns }: RecordsPattern,
  zone: string,
): Difference {
  const happened = () =>
    records.length === 0 ? 'no record' : records.map((record) => recordText(record, patterns, zone)).join(', ')
  const expected = `${form} ${patterns.map((pattern) => (form === 'count' ? `${pattern.kind} ${pattern.times}` : patternText(pattern))).join(', ')}`
  switch (form) {
    case 'exactly': {
      const same = patterns.length === records.length && patterns.every((pattern, i) => matches(records[i], pattern))
      return same ? null : { expected, happened: happened() }
    }
    case 'in order': {
      let next = 0
      for (const record of records) if (matches(record, patterns[next])) next++
      const missing = patterns[next]
      return missing === undefined
        ? null
        : { expected: `${expected}; not found in its place: ${patternText(missing)}`, happened: happened() }
    }
    case 'include': {
      const missing = patterns.filter((pattern) => !records.some((record) => matches(record, pattern)))
      return missing.length === 0
        ? null
        : { expected: `include ${missing.map(patternText).join(', ')}`, happened: happened() }
    }
    case 'none of': {
      const found = records.filter((record) => patterns.some((pattern) => matches(record, pattern)))
      return found.length === 0
        ? null
        : { expected, happened: found.map((record) => recordText(record, patterns, zone)).join(', ') }
    }
    case 'count': {
      const counts = patterns.map(({ kind, times }) => ({
        kind,
        times,
        found: records.filter((r) => r.kind === kind).length,
      }))
      if (counts.every(({ times, found }) => times === found)) return null
      return { expected, happened: counts.map(({ kind, found }) => `${kind} ${found}`).join(', ') }
    }
    default:
      return unreachable(form)
  }
}

/** From the last record of one kind back to the nearest earlier one of the other. */
export function compareInterval(
  records: readonly Record[],
  { from, to, atLeast, atMost }: IntervalPattern,
): Difference {
  const expected = `from ${from} to ${to} ${spanBounds(atLeast, atMost)}`
  const end = records.findLastIndex(({ kind }) => kind === to)
  const last = records[end]
  if (last === undefined) return { expected, happened: `there is no ${to}` }
  const first = records.slice(0, end).findLast(({ kind }) => kind === from)
  if (first === undefined) return { expected, happened: `there is no ${from} before ${to}` }
  const took = last.at - first.at
  const within = took >= (atLeast ?? 0) && took <= (atMost ?? Number.POSITIVE_INFINITY)
  return within ? null : { expected, happened: spanText(took) }
}

function matches(record: Record | undefined, pattern: RecordPattern | undefined): boolean {
  if (record === undefined || pattern === undefined || record.kind !== pattern.kind) return false
  const values = valuesOf(record)
  return pattern.fields.every((field) => holds(values[field.field], field))
}

function holds(value: unknown, { is }: FieldPattern): boolean {
  if (is.kind === 'value') return value === is.value
  // A field read as a moment holds a number of milliseconds, or null.
  return typeof value === 'number' && isAt(value as Instant, is.moment)
}

/** The kinds, with the values of the fields that were asked about. */
function recordText(record: Record, patterns: readonly RecordPattern[], zone: string): string {
  const asked = new Set(
    patterns.filter(({ kind }) => kind === record.kind).flatMap(({ fields }) => fields.map(({ field }) => field)),
  )
  if (asked.size === 0) return record.kind
  const values = valuesOf(record)
  return `${record.kind} {${[...asked].map((name) => `${name}: ${valueText(record.kind, name, values[name], zone)}`).join(', ')}}`
}

const patternText = ({ kind, fields }: RecordPattern): string =>
  fields.length === 0 ? kind : `${kind} {${fields.map(({ field, text }) => `${field}: ${text}`).join(', ')}}`

function valueText(kind: Kind, name: string, value: unknown, zone: string): string {
  const fields: { readonly [name: string]: unknown } = { ...COMMON, ...KINDS[kind] }
  const field = fields[name]
  if (value === null) return 'none'
  // The log's table says which numbers are breath values and which are moments.
  if (field === brac) return gramsPer210L(value as BrAC)
  // A moment is read as one.
  if (field === moment || field === momentOrNull) return localText(value as Instant, zone)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return String(value)
}

/** A record as names and values. */
const valuesOf = (record: Record): { readonly [name: string]: unknown } => ({ ...record })

const spanBounds = (atLeast: Duration | undefined, atMost: Duration | undefined): string =>
  [
    atLeast === undefined ? '' : `at least ${spanText(atLeast)}`,
    atMost === undefined ? '' : `at most ${spanText(atMost)}`,
  ]
    .filter((text) => text !== '')
    .join(' and ')

/** `9 min 59.95 s`, `2 h 0 min 0 s`. */
export function spanText(ms: number): string {
  const [hours, minutes, seconds] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, (ms % 60_000) / 1_000]
  if (hours > 0) return `${hours} h ${minutes} min ${seconds} s`
  return minutes > 0 ? `${minutes} min ${seconds} s` : `${seconds} s`
}
