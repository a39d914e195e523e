/** How each sort of value looks in a statement's payload. One spelling per value; what is not it, is refused. */
import { parseCivilDate } from '@keyturn/domain/civil.ts'
import { BRAC_MAX, type BrAC, type CivilDate, type Instant } from '@keyturn/domain/units.ts'
import { fromBase64 } from '../bytes.ts'

/** One sort of value: what it is in words, how it is read from JSON, which JSON value it is written as. */
export type Wire<T> = {
  readonly says: string
  /** The value in memory; undefined when the JSON value is not one. */
  readonly read: (json: unknown) => T | undefined
  readonly write: (value: T) => unknown
}
/** A field for each name of `T`, none more. */
export type Fields<T> = { readonly [K in keyof T]-?: Wire<T[K]> }

/** The year 9999 ends: no moment of four digits is later. */
const SECONDS_MAX = 253_402_300_799
const ONE_LINE = /^[^\s\p{C}](?:[^\p{C}]*[^\s\p{C}])?$/u
const SEVERAL_LINES = /^(?:[^\p{C}]|\n)*$/u
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{5,63}$/
const HEX_64 = /^[0-9a-f]{64}$/
const HEX_32_TO_64 = /^[0-9a-f]{32,64}$/
const JURISDICTION = /^[A-Z]{2}-[A-Z0-9]{1,3}$/

const plain = <T>(says: string, is: (json: unknown) => json is T): Wire<T> => ({
  says,
  read: (json) => (is(json) ? json : undefined),
  write: (value) => value,
})
const textWhere = (says: string, is: (text: string) => boolean): Wire<string> =>
  plain(says, (json): json is string => typeof json === 'string' && is(json))

/** One line for people or programs: no control or invisible signs, no space at its ends. */
export const line = (most: number): Wire<string> =>
  textWhere(`one line of 1 to ${most} characters`, (text) => text.length <= most && ONE_LINE.test(text))
/** Text for people, empty or several lines. */
export const prose = (most: number): Wire<string> =>
  textWhere(`text of up to ${most} characters`, (text) => text.length <= most && SEVERAL_LINES.test(text))
export const name = line(100)
export const id = textWhere('6 to 64 letters, digits, dots, hyphens, underscores', (text) => ID.test(text))
export const sha256Hex = textWhere('64 hex digits', (text) => HEX_64.test(text))
export const nonce = textWhere('32 to 64 hex digits', (text) => HEX_32_TO_64.test(text))
export const jurisdiction = textWhere('a jurisdiction such as US-MA', (text) => JURISDICTION.test(text))
export const key = textWhere('32 bytes in Base64url', (text) => fromBase64Url(text)?.length === 32)
export const flag = plain('true or false', (json): json is boolean => typeof json === 'boolean')

/** A whole number within limits. The type parameter is the unit it is read as. */
export const whole = <T extends number = number>(least: number, most: number): Wire<T> =>
  plain(
    `a whole number from ${least} to ${most}`,
    (json): json is T =>
      Number.isSafeInteger(json) && Number(json) >= least && Number(json) <= most && !Object.is(json, -0),
  )
export const brac = whole<BrAC>(0, BRAC_MAX)

/** A moment in whole seconds since the epoch. */
export const moment: Wire<Instant> = {
  says: 'whole seconds since 1970',
  // Whole seconds in range are whole milliseconds in range.
  read: (json) => (whole(0, SECONDS_MAX).read(json) === undefined ? undefined : ((Number(json) * 1_000) as Instant)),
  write: (value) => value / 1_000,
}

export const date: Wire<CivilDate> = {
  says: 'a date, YYYY-MM-DD',
  read: (json) => (typeof json === 'string' ? parseCivilDate(json) : undefined),
  write: (value) => value,
}

export const orNull = <T>(wire: Wire<T>): Wire<T | null> => ({
  says: `${wire.says}, or null`,
  read: (json) => (json === null ? null : wire.read(json)),
  write: (value) => (value === null ? null : wire.write(value)),
})

/** From `least` to `most` of them, none twice. */
export const list = <T>(wire: Wire<T>, least: number, most: number): Wire<readonly T[]> => ({
  says: `${least} to ${most} different ones, each ${wire.says}`,
  read(json) {
    if (!Array.isArray(json) || json.length < least || json.length > most) return undefined
    const values: T[] = []
    const seen = new Set<string>()
    for (const each of json) {
      const value = wire.read(each)
      const spelled = JSON.stringify(each)
      if (value === undefined || seen.has(spelled)) return undefined
      seen.add(spelled)
      values.push(value)
    }
    return values
  },
  write: (values) => values.map(wire.write),
})

/** One of the listed words; the table names every word of the union. */
export const oneOf = <T extends string>(words: { readonly [W in T]: true }): Wire<T> =>
  plain(Object.keys(words).join(', '), (json): json is T => typeof json === 'string' && Object.hasOwn(words, json))

/** An object with exactly these fields. */
export const object = <T>(fields: Fields<T>): Wire<T> => ({
  says: `an object of ${Object.keys(fields).join(', ')}`,
  read(json) {
    const read = readFields(fields, json)
    return typeof read === 'string' ? undefined : read
  },
  write: (value) => writeFields(fields, value),
})

/** The object's fields in memory; in a sentence, what is wrong with them. */
export function readFields<T>(fields: Fields<T>, json: unknown): T | string {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return 'is not a JSON object'
  const given: { readonly [name: string]: unknown } = { ...json }
  const value: { [name: string]: unknown } = {}
  for (const [each, wire] of entriesOf(fields)) {
    const read = Object.hasOwn(given, each) ? wire.read(given[each]) : undefined
    if (read === undefined) return `${each} wants ${wire.says}`
    value[each] = read
  }
  const extra = Object.keys(given).find((each) => !Object.hasOwn(fields, each))
  // Each field was read by the table of the type, so the object is of the type.
  return extra === undefined ? (value as T) : `${JSON.stringify(extra.slice(0, 40))} is no field of it`
}

/** The JSON object, its fields in the table's order. */
export function writeFields<T>(fields: Fields<T>, value: T): { readonly [name: string]: unknown } {
  const json: { [name: string]: unknown } = {}
  // The table is typed name by name; walking it needs the value as names and values.
  const values = value as { readonly [name: string]: unknown }
  for (const [each, wire] of entriesOf(fields)) json[each] = wire.write(values[each])
  return json
}

// The table has one reader for each name of its type: walked by name, it is names and readers.
const entriesOf = <T>(fields: Fields<T>): readonly (readonly [string, Wire<unknown>])[] =>
  Object.entries(fields as unknown as { readonly [name: string]: Wire<unknown> })

/** Reads canonical Base64url without padding. */
export function fromBase64Url(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined
  return fromBase64(text.replaceAll('-', '+').replaceAll('_', '/') + '='.repeat((4 - (text.length % 4)) % 4))
}
