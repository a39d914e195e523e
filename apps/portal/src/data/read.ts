/**
 * Reads answers at the edge, once: inside, types are trusted. A reader turns an unknown value into a `T` or throws a
 * `TypeError` that names the place. Unknown fields are left alone: a newer car may say more than an older page knows.
 */
import { type Instant, instant, parseInstant } from '@keyturn/domain/units.ts'

export type Read<T> = (value: unknown, at: string) => T

const wrong = (at: string, wanted: string, value: unknown): TypeError =>
  new TypeError(`${at} should be ${wanted}, and is ${value === null ? 'null' : typeof value}`)

export const text: Read<string> = (value, at) => {
  if (typeof value !== 'string') throw wrong(at, 'text', value)
  return value
}

export const number: Read<number> = (value, at) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(at, 'a number', value)
  return value
}

export const flag: Read<boolean> = (value, at) => {
  if (typeof value !== 'boolean') throw wrong(at, 'true or false', value)
  return value
}

/** A moment, as `2026-03-02T14:00:00.000Z` or as milliseconds. */
export const moment: Read<Instant> = (value, at) => {
  const read = typeof value === 'string' ? parseInstant(value) : typeof value === 'number' ? instant(value) : undefined
  if (read === undefined) throw wrong(at, 'a moment', value)
  return read
}

export const oneOf =
  <const T extends string>(...words: readonly T[]): Read<T> =>
  (value, at) => {
    const found = words.find((word) => word === value)
    if (found === undefined) throw wrong(at, words.join(' or '), value)
    return found
  }

/** Null and absent are the same here. */
export const orNull =
  <T>(read: Read<T>): Read<T | null> =>
  (value, at) =>
    value === null || value === undefined ? null : read(value, at)

export const list =
  <T>(read: Read<T>): Read<readonly T[]> =>
  (value, at) => {
    if (!Array.isArray(value)) throw wrong(at, 'a list', value)
    return value.map((item, n) => read(item, `${at}[${n}]`))
  }

export const object =
  <F extends { readonly [field: string]: Read<unknown> }>(
    fields: F,
  ): Read<{ readonly [K in keyof F]: F[K] extends Read<infer T> ? T : never }> =>
  (value, at) => {
    if (typeof value !== 'object' || value === null) throw wrong(at, 'an object', value)
    const read: Record<string, unknown> = {}
    for (const [field, readField] of Object.entries(fields)) {
      read[field] = readField(Reflect.get(value, field), at === '' ? field : `${at}.${field}`)
    }
    // Every field of `fields` was read by its own reader just above.
    return read as { readonly [K in keyof F]: F[K] extends Read<infer T> ? T : never }
  }
