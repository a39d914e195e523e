/** A record as a line of the log, and back. One record has one spelling: `docs/formats/log.md`, "Record lines". */
import type { Record } from '@keyturn/domain/record.ts'
import { fromUtf8 } from './bytes.ts'
import type { Field } from './fields.ts'
import { COMMON, isKind, KINDS } from './kinds.ts'
import { malformed, type Parsed, parsed } from './parsed.ts'

/** The longest record line, newline excluded, in bytes. */
export const RECORD_BYTES_MAX = 8_192

/** The line without its newline. @throws RangeError for a value the format cannot carry: our bug, never a driver's. */
export function encodeRecord(record: Record): string {
  let line = `{"seq":${written('seq', COMMON.seq, record.seq)},"at":${written('at', COMMON.at, record.at)}`
  line += `,"up":${written('up', COMMON.up, record.up)},"kind":"${record.kind}"`
  line += `,"cause":${written('cause', COMMON.cause, record.cause)}`
  // The table is typed kind by kind; walking it by name needs the record as names and values.
  const values = record as unknown as { readonly [name: string]: unknown }
  for (const [name, field] of fieldsOf(record.kind)) line += `,"${name}":${written(name, field, values[name])}`
  return `${line}}`
}

/** Reads one line, without its newline. Refuses unknown kinds, missing or extra fields, wrong types, odd spellings. */
export function parseRecordLine(line: Uint8Array | string): Parsed<Record> {
  if (line.length > RECORD_BYTES_MAX) return malformed('line', `is longer than ${RECORD_BYTES_MAX} bytes`)
  const text = typeof line === 'string' ? line : fromUtf8(line)
  if (text === undefined) return malformed('line', 'is not UTF-8')
  const wire = parseObject(text)
  if (wire === undefined) return malformed('line', 'is not a JSON object')
  const kind = wire['kind']
  if (!isKind(kind)) return malformed('kind', `is no kind of record: ${shown(kind)}`)
  const record: { [name: string]: unknown } = {}
  const wanted: (readonly [string, Field<unknown>])[] = [...Object.entries(COMMON), ...fieldsOf(kind)]
  for (const [name, field] of wanted) {
    const value = Object.hasOwn(wire, name) ? field.read(wire[name]) : undefined
    if (value === undefined) return malformed(name, `wants ${field.says}; got ${shown(wire[name])}`)
    record[name] = value
    if (name === 'up') record['kind'] = kind
  }
  const extra = Object.keys(wire).find((name) => !Object.hasOwn(record, name))
  if (extra !== undefined) return malformed(extra, `is no field of ${kind}`)
  // Each field was read by the table of its kind, so the object is a record.
  const value = record as unknown as Record
  return encodeRecord(value) === text ? parsed(value) : malformed('line', 'is not spelled as the format spells it')
}

/** The JSON object a text holds; undefined for anything else. */
export function parseObject(text: string): { readonly [name: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text)
    // An object that is not an array is names and values.
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}

/** A value as part of a message: short, whatever it is. */
export const shown = (value: unknown): string => {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`
}

const fieldsByKind = new Map<Record['kind'], readonly (readonly [string, Field<unknown>])[]>()

function fieldsOf(kind: Record['kind']): readonly (readonly [string, Field<unknown>])[] {
  const known = fieldsByKind.get(kind)
  if (known !== undefined) return known
  const fields: [string, Field<unknown>][] = Object.entries(KINDS[kind])
  fieldsByKind.set(kind, fields)
  return fields
}

function written(name: string, field: Field<unknown>, value: unknown): string {
  const wire = field.write(value)
  if (wire === undefined) throw new RangeError(`${name} wants ${field.says}; got ${shown(value)}`)
  return wire
}
