/** One coded row as the fields of a record: what the code says, what the columns say, and what the law fills in. */
import { addDays, civilDateOf, endOfDay } from '@keyturn/domain/civil.ts'
import type { Cause, Kind } from '@keyturn/domain/record.ts'
import { after, type Instant, iso } from '@keyturn/domain/units.ts'
import type { Field } from '@keyturn/evidence/fields.ts'
import { cause as causeField, KINDS } from '@keyturn/evidence/kinds.ts'
import { fails, type Profile, profileName } from '@keyturn/rules/profile.ts'
import { bracFrom } from './amount.ts'
import { readTime, type TimeRule } from './local-time.ts'
import type { Mapping } from './mapping.ts'
import type { ImportedRow } from './read-import.ts'

type Coded = Exclude<Mapping['codes'][string], { readonly skip: string }>

export type Around = {
  readonly at: Instant
  readonly cell: (column: string) => string
  readonly profile: Profile
  readonly rule: TimeRule
  readonly value: Mapping['value']
}

/** The entry, or why the row cannot be one. */
export function entryOf(told: Coded, around: Around): ImportedRow['entry'] | string {
  const fields: { [name: string]: unknown } = { ...defaultsOf(told.kind, around), ...told.with }
  for (const [name, column] of Object.entries(told.from)) {
    const text = around.cell(column)
    const value = fromCell(name, text, around)
    if (value === undefined) return `"${text.slice(0, 40)}" in "${column}" is no ${name}`
    fields[name] = value
  }
  if (told.kind === 'sample') {
    const brac = fields['brac'] ?? amountOf(around)
    if (typeof brac !== 'number') return `no breath alcohol: ${brac ?? 'the mapping names no column for it'}`
    fields['brac'] = brac
    // A whole number of a device's range, just read.
    fields['result'] ??= fails(around.profile.setPoint.value, brac as Parameters<typeof fails>[1]) ? 'fail' : 'pass'
  }
  const table: [string, Field<unknown>][] = Object.entries(KINDS[told.kind])
  const entry: { [name: string]: unknown } = {}
  for (const [name, field] of table) {
    const value = field.read(fields[name])
    if (value === undefined) return `${told.kind} wants ${name}: ${field.says}`
    entry[name] = fields[name]
  }
  const cause = causeField.read(told.cause ?? causeOf(told.kind)) ?? 'unknown'
  return { kind: told.kind, cause, ...entry }
}

/** A number, or what stands in its place. */
function amountOf({ value, cell }: Around): number | string | undefined {
  if (value === undefined) return undefined
  const text = cell(value.column)
  return bracFrom(text, value.unit) ?? `"${text.slice(0, 40)}" is no ${value.unit}`
}

const MOMENTS: readonly string[] = ['until', 'answerBy', 'visitBy', 'dueAt']
const AMOUNTS: readonly string[] = ['brac', 'reference', 'measured']

function fromCell(name: string, text: string, { rule, value }: Around): unknown {
  if (MOMENTS.includes(name)) {
    if (text === '') return name === 'visitBy' ? null : undefined
    const read = readTime(text, rule)
    return read.kind === 'moment' ? iso(read.at) : undefined
  }
  if (AMOUNTS.includes(name)) return bracFrom(text, value?.unit ?? 'g/210L')
  if (/^-?\d{1,15}$/.test(text) && NUMBERS.includes(name)) return Number(text)
  return NUMBERS.includes(name) ? undefined : text
}

const NUMBERS: readonly string[] = [
  'volumeMl',
  'number',
  'lastMillivolts',
  'lowestMillivolts',
  'deciCelsius',
  'afterMs',
  'millivolts',
]

/** What another maker's log does not tell and the law, or nothing at all, gives. Zero of a measure: not told. */
function defaultsOf(kind: Kind, { at, profile }: Around): { readonly [name: string]: unknown } {
  switch (kind) {
    case 'sample':
      return { test: 'start', volumeMl: 0 }
    case 'sample-rejected':
      return { test: 'start', reason: 'no-plateau', volumeMl: 0 }
    case 'engine-started':
      return { basis: 'passed-test' }
    case 'start-attempted':
      return { allowed: false, why: 'test-required' }
    case 'retest-requested':
      return { number: 1, answerBy: iso(after(at, profile.retest.answerWithin.value)) }
    case 'retest-missed':
      return { how: 'not-taken' }
    case 'retest-cut-short':
      return { how: 'stalled' }
    case 'lockout-began':
      return { visitBy: null }
    case 'installed':
      return { technician: 'not told', profile: profileName(profile), dueAt: dueAfter(at, profile) }
    case 'uninstalled':
      return { technician: 'not told' }
    case 'service-completed':
      return { technician: 'not told', certificate: 'not told', visit: 'scheduled', dueAt: dueAfter(at, profile) }
    case 'service-required':
      return { why: 'scheduled', visitBy: null }
    case 'service-reminder':
    case 'service-warning':
    case 'service-missed':
      return { dueAt: iso(at) }
    case 'power-lost':
      return { lastMillivolts: 0, lowestMillivolts: 0, deciCelsius: 0 }
    case 'power-restored':
      return { afterMs: 0 }
    case 'low-voltage':
    case 'voltage-recovered':
      return { millivolts: 0 }
    default:
      // The mapping tells the rest, or the row is refused.
      return {}
  }
}

const dueAfter = (at: Instant, { timeZone, service }: Profile): string =>
  iso(endOfDay(addDays(civilDateOf(at, timeZone), service.dueWithinDays.value), timeZone))

/** What only a driver does is the driver's unless the mapping says otherwise; of the rest nobody can be sure. */
function causeOf(kind: Kind): Cause {
  switch (kind) {
    case 'installed':
    case 'uninstalled':
    case 'service-completed':
      return 'provider'
    case 'malfunction':
    case 'malfunction-cleared':
      return 'device'
    case 'power-lost':
    case 'low-voltage':
      return 'power'
    case 'tamper':
    case 'circumvention':
    case 'head-disconnected':
    case 'engine-stalled':
    case 'service-missed':
      return 'unknown'
    default:
      return 'operator'
  }
}
