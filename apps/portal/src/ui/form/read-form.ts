/** What was typed into a form, as what is sent; or what is missing, field by field, in words. */
import { parseCivilDate } from '@keyturn/domain/civil.ts'
import { iso, unreachable } from '@keyturn/domain/units.ts'
import { type Field, listIn, type Values } from './field.ts'
import { momentOfWall } from './wall-time.ts'

export type Filled =
  | { readonly kind: 'filled'; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'wrong'; readonly errors: { readonly [name: string]: string } }

type Read = { readonly value: unknown } | { readonly error: string }

/** The longest answer a field takes where it says nothing else, in characters. */
export const TEXT_MAX = 200
export const LONG_TEXT_MAX = 4_000
const PASSWORD_MIN = 12

/** Reads every field. `zone` is the one that times of day were typed in. */
export function readForm(fields: readonly Field[], values: Values, zone: string): Filled {
  const body: Record<string, unknown> = {}
  const errors: Record<string, string> = {}
  for (const field of fields) {
    const read = readField(field, (values[field.name] ?? '').trim(), zone)
    if ('error' in read) errors[field.name] = read.error
    else place(body, field.name.split('.'), read.value)
  }
  return Object.keys(errors).length > 0 ? { kind: 'wrong', errors } : { kind: 'filled', body: fold(body) }
}

function readField(field: Field, value: string, zone: string): Read {
  if (field.kind === 'fixed') return { value: field.value }
  if (field.kind === 'several') {
    const list = listIn(value)
    return list.length === 0 && field.optional !== true ? { error: 'Pick at least one.' } : { value: list }
  }
  if (field.kind === 'papers') return { value: field.many ? listIn(value) : (listIn(value)[0] ?? null) }
  if (value === '') return field.optional === true ? { value: null } : { error: missing(field) }
  switch (field.kind) {
    case 'text':
    case 'long-text':
    case 'telephone':
    case 'password':
    case 'code':
      return { value: field.capitals === true ? value.toUpperCase() : value }
    case 'choice':
      return { value: field.number === true ? Number(value) : value }
    case 'email':
      return /^[^@\s]+@[^@\s]+$/.test(value) ? { value } : { error: 'Write an e-mail address, such as a@example.org.' }
    case 'new-password':
      return value.length >= PASSWORD_MIN ? { value } : { error: `Take at least ${PASSWORD_MIN} characters.` }
    case 'date': {
      const date = parseCivilDate(value)
      return date === undefined ? { error: 'Give a day of the calendar.' } : { value: date }
    }
    case 'moment': {
      const at = momentOfWall(value, zone)
      return at === undefined ? { error: 'Give a day and a time of day.' } : { value: iso(at) }
    }
    case 'whole-number': {
      const number = Number(value)
      const fits = Number.isInteger(number) && number >= field.min && number <= field.max
      return fits ? { value: number } : { error: `Give a whole number from ${field.min} to ${field.max}.` }
    }
    case 'yes-no':
      return { value: value === 'yes' }
    default:
      return unreachable(field)
  }
}

const missing = ({ kind }: Field): string => (kind === 'choice' || kind === 'yes-no' ? 'Pick one.' : 'Fill this in.')

function place(body: Record<string, unknown>, [first = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    body[first] = value
    return
  }
  const inner = body[first]
  const holder: Record<string, unknown> = typeof inner === 'object' && inner !== null ? { ...inner } : {}
  place(holder, rest, value)
  body[first] = holder
}

const fold = (body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(body).map(([name, value]) => [name, foldGroup(value)]))

/**
 * A group of which nothing was filled in is null as a whole: no notary rather than a notary without a name. A group
 * whose names are numbers is a list.
 */
function foldGroup(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value)
  if (entries.every(([, one]) => one === null)) return null
  return entries.every(([name]) => /^\d+$/.test(name)) ? entries.map(([, one]) => one) : value
}
