/** What every signed statement of a scenario may say of itself, and the small words it is written in. */
import { parseCivilDate } from '@keyturn/domain/civil.ts'
import type { DaySpan } from '@keyturn/domain/relief.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { type At, type Field, type File, itemsOf, momentOf, textOf } from './nodes.ts'
import { Unreadable } from './place.ts'
import { type Reading, readCount } from './quantities.ts'
import type { Signed, Signer } from './relief-steps.ts'

export type Setting = { readonly profile: Profile; readonly start: Instant }

export const SIGNED_KEYS = ['name', 'by', 'signed', 'expires'] as const

const NAME = /^[a-z0-9][a-z0-9 -]{0,38}$/
const SIGNERS = 'authority, vendor, stranger, or the authority of a state: "authority of US-ME"'

/** Name, signer, moment of signing and end; whatever is left out is as usual. */
export function signedOf(fields: ReadonlyMap<string, At>, { profile }: Setting): Signed {
  const [name, by] = [fields.get('name'), fields.get('by')]
  const [signed, expires] = [fields.get('signed'), fields.get('expires')]
  return {
    name: name === undefined ? null : nameOf(name),
    by: by === undefined ? { as: 'authority', jurisdiction: profile.id } : signerOf(by, profile),
    signedAt: signed === undefined ? null : momentOf(signed, 'signed', profile.timeZone).at,
    expiresAt: expires === undefined ? null : momentOf(expires, 'expires', profile.timeZone).at,
  }
}

/** What later steps call a statement: small letters, digits, spaces. @throws Unreadable */
export function nameOf(at: At): string {
  const name = textOf(at, 'a name')
  if (!NAME.test(name)) throw new Unreadable(at.place, `"${name}" is not a name: small letters, digits and spaces`)
  return name
}

/** @throws Unreadable */
export function signerOf(at: At, profile: Profile): Signer {
  const text = textOf(at, 'by')
  if (text === 'authority') return { as: 'authority', jurisdiction: profile.id }
  if (text === 'vendor' || text === 'stranger') return { as: text }
  const [, jurisdiction] = /^authority of (US-[A-Z]{2})$/.exec(text) ?? []
  if (jurisdiction === undefined) throw new Unreadable(at.place, `by: "${text}" is not one who signs: ${SIGNERS}`)
  return { as: 'authority', jurisdiction }
}

/** `2026-11-28 to 2026-12-05`, both days included. A span backwards is read: what comes of it is a story too. */
export function daysOf(at: At, what: string): DaySpan {
  const text = textOf(at, what)
  const [, first = '', last = ''] = /^(\S+) to (\S+)$/.exec(text) ?? []
  const [from, until] = [parseCivilDate(first), parseCivilDate(last)]
  if (from === undefined || until === undefined) {
    throw new Unreadable(at.place, `${what}: "${text}" is not days such as 2026-11-28 to 2026-12-05`)
  }
  return { from, until }
}

/** `8 days` or `1 day`, whole, up to 999. */
export function readDayCount(text: string): Reading<number> {
  const [, count] = /^(\d{1,3}) days?$/.exec(text) ?? []
  return count === undefined
    ? { kind: 'refused', because: `"${text}" is not whole days such as 8 days` }
    : readCount(count)
}

/** One text or a list of them. */
export const textsOf = (file: File, at: At, what: string): readonly string[] =>
  itemsOf(file, at).map((item) => textOf(item, what))

export const byKey = (fields: readonly Field[]): ReadonlyMap<string, At> =>
  new Map(fields.map(({ key, value }) => [key, value] as const))
