/** How each sort of value looks on the wire, and what may stand there. One spelling per value. */
import { parseCivilDate } from '@keyturn/domain/civil.ts'
import {
  BRAC_MAX,
  type BrAC,
  type CivilDate,
  type Duration,
  type Instant,
  iso,
  parseInstant,
} from '@keyturn/domain/units.ts'

/** One sort of value: what it is in words, how it is read from JSON, how it is written as JSON text. */
export type Field<T> = {
  readonly says: string
  /** The value in memory; undefined when the wire value is not one. */
  readonly read: (wire: unknown) => T | undefined
  /** JSON text; undefined when the value cannot stand in a log. */
  readonly write: (value: unknown) => string | undefined
}

/** The longest text a record or a header can carry, in UTF-16 units. */
export const TEXT_MAX = 500
/** The years that have four digits, 0000 to 9999: a clock that lost its time may show any of them. */
export const INSTANT_MIN = -62_167_219_200_000
export const INSTANT_MAX = 253_402_300_799_999

export const flag: Field<boolean> = {
  says: 'true or false',
  read: (wire) => (typeof wire === 'boolean' ? wire : undefined),
  write: (value) => (typeof value === 'boolean' ? String(value) : undefined),
}

export const text: Field<string> = {
  says: `text of up to ${TEXT_MAX} characters`,
  read: (wire) => (typeof wire === 'string' && wire.length <= TEXT_MAX ? wire : undefined),
  write: (value) => (typeof value === 'string' && value.length <= TEXT_MAX ? JSON.stringify(value) : undefined),
}

/** A whole number within limits. The type parameter is the unit it is read as. */
const whole = <T extends number>(says: string, least: number, most: number): Field<T> => ({
  says,
  // The range is the unit's own, so a number inside it is a value of the unit.
  read: (wire) => (isWhole(wire, least, most) ? (wire as T) : undefined),
  write: (value) => (isWhole(value, least, most) ? String(value) : undefined),
})

export const count: Field<number> = whole('a whole number, 0 or more', 0, Number.MAX_SAFE_INTEGER)
export const place: Field<number> = whole('a whole number, 1 or more', 1, Number.MAX_SAFE_INTEGER)
export const signed: Field<number> = whole('a whole number', -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
export const span: Field<Duration> = whole('whole milliseconds, 0 or more', 0, Number.MAX_SAFE_INTEGER)
export const brac: Field<BrAC> = whole(`whole mg per 210 L, 0 to ${BRAC_MAX}`, 0, BRAC_MAX)

export const moment: Field<Instant> = {
  says: 'a moment, 2026-03-02T14:00:00.000Z',
  read: (wire) => (typeof wire === 'string' && wire.length === 24 ? parseInstant(wire) : undefined),
  // iso reads a number of milliseconds; the range keeps it inside four-digit years.
  write: (value) => (isWhole(value, INSTANT_MIN, INSTANT_MAX) ? `"${iso(value as Instant)}"` : undefined),
}

export const momentOrNull: Field<Instant | null> = {
  says: 'a moment, or null',
  read: (wire) => (wire === null ? null : moment.read(wire)),
  write: (value) => (value === null ? 'null' : moment.write(value)),
}

export const date: Field<CivilDate> = {
  says: 'a day, 2026-03-02',
  read: (wire) => (typeof wire === 'string' ? parseCivilDate(wire) : undefined),
  write: (value) =>
    typeof value === 'string' && parseCivilDate(value) !== undefined ? JSON.stringify(value) : undefined,
}

/** One of the listed words. The table must name every word of the union, so a new word cannot be forgotten here. */
export const oneOf = <T extends string>(words: { readonly [W in T]: true }): Field<T> => {
  const is = (value: unknown): value is T => typeof value === 'string' && Object.hasOwn(words, value)
  return {
    says: Object.keys(words).join(', '),
    read: (wire) => (is(wire) ? wire : undefined),
    write: (value) => (is(value) ? JSON.stringify(value) : undefined),
  }
}

/** One or more of the listed words, none twice, in the order of the table. */
export const listOf = <T extends string>(words: { readonly [W in T]: true }): Field<readonly T[]> => {
  const order: readonly string[] = Object.keys(words)
  const is = (value: unknown): value is readonly T[] =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((word, n) => order.includes(word) && (n === 0 || order.indexOf(value[n - 1]) < order.indexOf(word)))
  return {
    says: `a list of one or more of ${order.join(', ')}, in this order`,
    read: (wire) => (is(wire) ? wire : undefined),
    write: (value) => (is(value) ? JSON.stringify(value) : undefined),
  }
}

const isWhole = (value: unknown, least: number, most: number): value is number =>
  Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most && !Object.is(value, -0)
