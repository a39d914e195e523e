/** The first line of a segment: which device, which place in its log, and what it follows. */
import { type DeviceId, type Instant, isDeviceId } from '@keyturn/domain/units.ts'
import { fromUtf8 } from './bytes.ts'
import { type Field, moment, place, text } from './fields.ts'
import { malformed, type Parsed, parsed } from './parsed.ts'
import { parseObject, shown } from './record.ts'

export type Header = {
  readonly v: 1
  readonly device: DeviceId
  /** The first segment of a device is number 1. */
  readonly segment: number
  /** SHA-256 of the whole segment before, 64 lower-case hex digits; `NO_SEGMENT` for segment 1. */
  readonly prev: string
  readonly firstSeq: number
  readonly openedAt: Instant
  /** Profile and its effective date, as `US-MA@2026-11-01`. */
  readonly profile: string
  readonly firmware: string
}

/** What segment 1 follows. */
export const NO_SEGMENT = '0'.repeat(64)
/** The longest header line, newline excluded, in bytes. */
export const HEADER_BYTES_MAX = 8_192

const DIGEST = /^[0-9a-f]{64}$/

const FIELDS: { readonly [F in keyof Header]: Field<Header[F]> } = {
  v: { says: '1', read: (wire) => (wire === 1 ? 1 : undefined), write: (value) => (value === 1 ? '1' : undefined) },
  device: words('a device id', (value): value is DeviceId => isDeviceId(value)),
  segment: place,
  prev: words('64 lower-case hex digits', (value): value is string => DIGEST.test(value)),
  firstSeq: place,
  openedAt: moment,
  profile: text,
  firmware: text,
}
const NAMED: readonly (readonly [string, Field<unknown>])[] = Object.entries(FIELDS)

/** The line without its newline. @throws RangeError for a value the format cannot carry. */
export function encodeHeader(header: Header): string {
  // The table has the header's own fields; walking it by name needs the header as names and values.
  const values = header as unknown as { readonly [name: string]: unknown }
  return `{${NAMED.map(([name, field]) => {
    const wire = field.write(values[name])
    if (wire === undefined) throw new RangeError(`${name} wants ${field.says}; got ${shown(values[name])}`)
    return `"${name}":${wire}`
  }).join(',')}}`
}

/** Reads a header line, without its newline. As strict as the reader of records. */
export function parseHeader(line: Uint8Array | string): Parsed<Header> {
  if (line.length > HEADER_BYTES_MAX) return malformed('header', `is longer than ${HEADER_BYTES_MAX} bytes`)
  const spelled = typeof line === 'string' ? line : fromUtf8(line)
  if (spelled === undefined) return malformed('header', 'is not UTF-8')
  const usual = usualHeader(spelled)
  if (usual !== undefined) return parsed(usual)
  const wire = parseObject(spelled)
  if (wire === undefined) return malformed('header', 'is not a JSON object')
  const header: { [name: string]: unknown } = {}
  for (const [name, field] of NAMED) {
    const value = Object.hasOwn(wire, name) ? field.read(wire[name]) : undefined
    if (value === undefined) return malformed(name, `wants ${field.says}; got ${shown(wire[name])}`)
    header[name] = value
  }
  const extra = Object.keys(wire).find((name) => !Object.hasOwn(FIELDS, name))
  if (extra !== undefined) return malformed(extra, 'is no field of a header')
  // Each field was read by the table, so the object is a header.
  const value = header as unknown as Header
  if ((value.segment === 1) !== (value.prev === NO_SEGMENT)) {
    return malformed('prev', 'is 64 zeros in segment 1, and in no other')
  }
  return encodeHeader(value) === spelled ? parsed(value) : malformed('header', 'is not spelled as the format spells it')
}

/** As nearly every header is spelled: plain words without escapes. Matching it is reading it, several times faster. */
const USUAL =
  /^\{"v":1,"device":"([A-Za-z0-9-]{3,40})","segment":([1-9]\d{0,14}),"prev":"([0-9a-f]{64})","firstSeq":([1-9]\d{0,14}),"openedAt":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)","profile":"([ !#-[\]-~]{0,200})","firmware":"([ !#-[\]-~]{0,200})"\}$/

/** Undefined for any other spelling, right or wrong: the careful reader tells. */
function usualHeader(spelled: string): Header | undefined {
  const [, device = '', number = '', prev = '', first = '', at = '', profile = '', firmware = ''] =
    USUAL.exec(spelled) ?? []
  const openedAt = moment.read(at)
  const segment = Number(number)
  if (openedAt === undefined || !isDeviceId(device) || (segment === 1) !== (prev === NO_SEGMENT)) return undefined
  return { v: 1, device, segment, prev, firstSeq: Number(first), openedAt, profile, firmware }
}

function words<T extends string>(says: string, is: (value: string) => value is T): Field<T> {
  return {
    says,
    read: (wire) => (typeof wire === 'string' && is(wire) ? wire : undefined),
    write: (value) => (typeof value === 'string' && is(value) ? JSON.stringify(value) : undefined),
  }
}
