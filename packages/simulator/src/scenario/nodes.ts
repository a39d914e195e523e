/**
 * Strict reading of YAML nodes: every refusal names its line and column. Scalars are texts; meaning is given by who
 * reads them.
 */
import { parseCivilDate } from '@keyturn/domain/civil.ts'
import type { CivilDate } from '@keyturn/domain/units.ts'
import { isMap, isScalar, isSeq, type LineCounter, type Node, type Pair } from 'yaml'
import { type Moment, readMoment } from './moment.ts'
import { type Place, Unreadable, unknownWord } from './place.ts'
import type { Reading } from './quantities.ts'

/** A value in the file with its place. `node` is null where a key has no value. */
export type At = { readonly place: Place; readonly node: Node | null }
/** One `key: value` of a mapping. */
export type Field = { readonly key: string; readonly keyPlace: Place; readonly value: At }

/** What a reader needs to know about the file. */
export type File = { readonly counter: LineCounter; readonly text: string }

/** Where a node begins; `otherwise` for one that is not there. */
export const placeOf = (file: File, node: Node | null | undefined, otherwise: Place): Place => {
  const offset = node?.range?.[0]
  if (offset === undefined) return otherwise
  const { line, col } = file.counter.linePos(offset)
  return { line, column: col }
}

/** The fields of a mapping in their order. Unknown keys, values as keys and aliases are refused. */
export function fieldsOf(file: File, at: At, what: string, known: readonly string[]): readonly Field[] {
  if (!isMap(at.node)) throw new Unreadable(at.place, `${what} is a mapping of ${known.join(', ')}`)
  return at.node.items.map((pair) => {
    const field = fieldOf(file, pair, at.place)
    if (!known.includes(field.key))
      throw new Unreadable(field.keyPlace, unknownWord(`a key of ${what}`, field.key, known))
    return field
  })
}

/** The fields of a mapping whose keys are checked by the caller. */
export function anyFieldsOf(file: File, at: At, what: string): readonly Field[] {
  if (!isMap(at.node)) throw new Unreadable(at.place, `${what} is a mapping`)
  return at.node.items.map((pair) => fieldOf(file, pair, at.place))
}

function fieldOf(file: File, pair: Pair, otherwise: Place): Field {
  // The document is parsed without a target type, so keys and values are nodes or null.
  const [key, value] = [pair.key, pair.value] as readonly [Node | null, Node | null]
  const keyPlace = placeOf(file, key, otherwise)
  if (!isScalar(key) || typeof key.value !== 'string') throw new Unreadable(keyPlace, 'a key is a plain word')
  return { key: key.value, keyPlace, value: { place: placeOf(file, value, keyPlace), node: value } }
}

/** The value as it stands in the file, on one line. */
export const sourceOf = (file: File, at: At): string => {
  const range = at.node?.range
  return range === undefined || range === null ? '' : file.text.slice(range[0], range[1]).replaceAll(/\s+/g, ' ').trim()
}

export const isMapping = (at: At): boolean => isMap(at.node)
export const isList = (at: At): boolean => isSeq(at.node)

/** The items of a list, or the single value where one stands alone. */
export function itemsOf(file: File, at: At): readonly At[] {
  if (!isSeq(at.node)) return [at]
  // As above: items of a parsed list are nodes.
  const items = at.node.items as readonly Node[]
  return items.map((node) => ({ place: placeOf(file, node, at.place), node }))
}

/** The items of a value that must be a list. */
export function listOf(file: File, at: At, what: string): readonly At[] {
  if (!isSeq(at.node)) throw new Unreadable(at.place, `${what} is a list, each item on its own line after a hyphen`)
  return itemsOf(file, at)
}

/** The text of a scalar, never empty. */
export function textOf(at: At, what: string): string {
  const { node } = at
  if (!isScalar(node) || typeof node.value !== 'string') throw new Unreadable(at.place, `${what} is a single value`)
  if (node.value.trim() === '') throw new Unreadable(at.place, `${what} has no value`)
  return node.value
}

/**
 * One of the known words. A word of two parts may be written with a space or a hyphen: `case opened`, `case-opened`.
 */
export function wordOf<const W extends string>(at: At, what: string, known: readonly W[]): W {
  const text = textOf(at, what)
  const word = known.find((w) => w === text || w === text.replaceAll(' ', '-'))
  if (word === undefined) throw new Unreadable(at.place, unknownWord(what, text, known))
  return word
}

/** An amount by its reader. */
export function amountOf<T>(at: At, what: string, reader: (text: string) => Reading<T>): T {
  const reading = reader(textOf(at, what))
  if (reading.kind === 'refused') throw new Unreadable(at.place, `${what}: ${reading.because}`)
  return reading.value
}

/** A moment on the clock of the place, or in UTC with a `Z`. @throws Unreadable */
export function momentOf(at: At, what: string, zone: string): Moment {
  const reading = readMoment(textOf(at, what), zone)
  if (reading.kind === 'refused') throw new Unreadable(at.place, `${what}: ${reading.because}`)
  return reading.moment
}

/** A date such as 2026-04-01. @throws Unreadable */
export function dateOf(at: At, what: string): CivilDate {
  const text = textOf(at, what)
  const date = parseCivilDate(text)
  if (date === undefined) throw new Unreadable(at.place, `${what}: "${text}" is not a date such as 2026-04-01`)
  return date
}

/** Truth as people write it. @throws Unreadable unless it is `yes` or `no` */
export function yesOrNo(at: At, what: string): boolean {
  return wordOf(at, what, ['yes', 'no']) === 'yes'
}
