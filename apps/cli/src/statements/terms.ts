/**
 * The terms of a statement as a person writes them: YAML or JSON, dates as dates, moments as moments. What is left out
 * of a scope is all; what the form does not know is refused.
 */
import { type Duration, days, hours, type Instant, parseInstant } from '@keyturn/domain/units.ts'
import { BODIES } from '@keyturn/evidence/statement/bodies.ts'
import type { StatementBody, StatementKind } from '@keyturn/evidence/statement/statement.ts'
import { type Fields, readFields } from '@keyturn/evidence/statement/wire.ts'
import { parse, YAMLParseError } from 'yaml'
import { badInput } from '../exit.ts'
import { parseSpan } from './duration.ts'

/** Kinds that are written as terms. Credentials are made by `keyturn keys`, visits at the bench. */
const WRITTEN = {
  order: days(60),
  override: hours(20),
  outage: days(60),
  confirmation: days(365),
  exception: days(30),
  revocations: days(730),
  configuration: days(1_000),
  index: days(14),
} as const satisfies { readonly [K in StatementKind]?: Duration }
type Written = keyof typeof WRITTEN
const isWritten = (kind: unknown): kind is Written => typeof kind === 'string' && Object.hasOwn(WRITTEN, kind)

export type ReadTerms = {
  readonly body: StatementBody
  readonly subject: string | undefined
  readonly cites: readonly string[]
  readonly id: string | undefined
  readonly notBefore: Instant | undefined
  readonly lasts: Duration
}

type Json = { [name: string]: unknown }
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads terms. `file` names them in what is said. @throws Refusal with the field at fault */
export function readTerms(text: string, file: string): ReadTerms {
  const given = parsed(text, file)
  if (!isObject(given)) throw badInput(`${file} holds no terms: names with values are wanted.`)
  const { kind, subject, cites = [], id, 'good from': goodFrom, lasts, ...fields } = given
  if (!isWritten(kind)) throw badInput(`${file}: kind is one of ${Object.keys(WRITTEN).join(', ')}.`)
  // Whatever the kind, its table reads its fields.
  const form = BODIES[kind].fields as unknown as Fields<{ readonly [field: string]: unknown }>
  const body = readFields(form, plain(kind, fields))
  if (typeof body === 'string') throw badInput(`${file}: ${kind}: ${body}.`)
  return {
    // Read by the table of its kind.
    body: { kind, ...body } as unknown as StatementBody,
    subject: textOf(subject, 'subject', file),
    cites: textsOf(cites, file),
    id: textOf(id, 'id', file),
    notBefore: momentOf(goodFrom, 'good from', file),
    lasts: spanOf(lasts, file) ?? WRITTEN[kind],
  }
}

function parsed(text: string, file: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    const what = error instanceof YAMLParseError ? error.message.split('\n')[0] : 'not YAML'
    throw badInput(`${file} cannot be read: ${what}`, error)
  }
}

/** People's ways of writing become those of the wire: moments as text, and lists that are left out. */
function plain(kind: Written, fields: Json): Json {
  const wire = { ...fields }
  if (isObject(wire['scope']))
    wire['scope'] = { vendors: null, models: null, firmwares: null, regions: null, ...wire['scope'] }
  if (kind === 'outage' || kind === 'order') wire['supersedes'] ??= null
  if (kind === 'outage') {
    wire['from'] = secondsOf(wire['from'])
    wire['until'] = secondsOf(wire['until'] ?? null)
  }
  if (kind === 'revocations' && Array.isArray(wire['revoked']))
    wire['revoked'] = wire['revoked'].map((each: unknown) =>
      isObject(each) ? { id: each['id'], at: secondsOf(each['at']), why: each['why'] } : each,
    )
  return wire
}

/** Whole seconds of `2026-03-14T05:00Z`; anything else as it is, for the reader to refuse. */
function secondsOf(value: unknown): unknown {
  const at = typeof value === 'string' ? parseInstant(value) : undefined
  return at === undefined ? value : Math.floor(at / 1_000)
}

function textOf(value: unknown, name: string, file: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value
  throw badInput(`${file}: ${name} is text.`)
}

function textsOf(value: unknown, file: string): readonly string[] {
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value
  throw badInput(`${file}: cites is a list of texts, such as ["540 CMR 25.06(3)"].`)
}

function momentOf(value: unknown, name: string, file: string): Instant | undefined {
  if (value === undefined) return undefined
  const at = typeof value === 'string' ? parseInstant(value) : undefined
  if (at === undefined) throw badInput(`${file}: ${name} is a moment in UTC, 2026-03-14T05:00Z.`)
  return at
}

function spanOf(value: unknown, file: string): Duration | undefined {
  if (value === undefined) return undefined
  const span = typeof value === 'string' ? parseSpan(value) : undefined
  if (span === undefined) throw badInput(`${file}: lasts looks like "60 days" or "20 hours".`)
  return span
}
