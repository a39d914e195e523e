/**
 * Reads the fields of one mapping by name, strictly: each is asked for with its type, and what nobody asked for is
 * refused with its place.
 */
import type { BrAC, CivilDate, Instant } from '@keyturn/domain/units.ts'
import {
  type At,
  amountOf,
  anyFieldsOf,
  dateOf,
  type Field,
  type File,
  isMapping,
  listOf,
  momentOf,
  textOf,
  wordOf,
  yesOrNo,
} from '../scenario/nodes.ts'
import { Unreadable, unknownWord } from '../scenario/place.ts'
import { readBrAC, readCount } from '../scenario/quantities.ts'

/** Where and when a line of a story is told: what its fields mean unless they say otherwise. */
export type Setting = {
  readonly zone: string
  /** `US-MA`, and `MA`. */
  readonly jurisdiction: string
  readonly state: string
  readonly caseId: string
  readonly driver: string
  readonly at: Instant
  /** The day of `at` there. */
  readonly day: CivilDate
  /** The last day that a visit of this day may set for the next one. */
  readonly latestDue: CivilDate
}

/** The fields of a mapping that have not been asked for yet. `what` is how messages call the mapping. */
export class Fields {
  readonly what: string
  readonly setting: Setting
  readonly file: File
  readonly at: At
  readonly #left: Map<string, Field>
  readonly #known: string[] = []

  /**
   * A value that is left out has no fields; one that is a text alone is the field `main`, where there is one.
   * @throws Unreadable
   */
  constructor(file: File, at: At, what: string, setting: Setting, main?: string) {
    this.file = file
    this.at = at
    this.what = what
    this.setting = setting
    const alone = main !== undefined && isScalarAt(at)
    const lone: readonly Field[] = alone ? [{ key: main, keyPlace: at.place, value: at }] : []
    const fields = alone || at.node === null ? lone : anyFieldsOf(file, at, what)
    this.#left = new Map(fields.map((field) => [field.key, field]))
  }

  /** The value of a field, or undefined where it is left out. */
  take(name: string): At | undefined {
    this.#known.push(name)
    const field = this.#left.get(name)
    this.#left.delete(name)
    return field?.value
  }

  /** The value of a field that must be there. */
  needed(name: string): At {
    return this.#read(name, undefined, (value) => value)
  }

  text(name: string, otherwise?: string): string {
    return this.#read(name, otherwise, (value) => textOf(value, name))
  }

  textOrNone(name: string): string | null {
    return this.#read(name, null, (value) => textOf(value, name))
  }

  word<const W extends string>(name: string, known: readonly W[], otherwise?: W): W {
    return this.#read(name, otherwise, (value) => wordOf(value, name, known))
  }

  wordOrNone<const W extends string>(name: string, known: readonly W[]): W | null {
    return this.#read<W | null>(name, null, (value) => wordOf(value, name, known))
  }

  date(name: string, otherwise?: CivilDate): CivilDate {
    return this.#read(name, otherwise, (value) => dateOf(value, name))
  }

  /** A date, or null where the field says `word`. Needed unless `otherwise` is given. */
  dateOr(name: string, word: string, otherwise?: null): CivilDate | null {
    return this.#read(name, otherwise, (value) => (isWord(value, word) ? null : dateOf(value, name)))
  }

  moment(name: string): Instant {
    return this.#read<Instant>(name, undefined, (value) => momentOf(value, name, this.setting.zone).at)
  }

  momentOrNone(name: string): Instant | null {
    return this.#read(name, null, (value) => momentOf(value, name, this.setting.zone).at)
  }

  truth(name: string, otherwise: boolean): boolean {
    return this.#read(name, otherwise, (value) => yesOrNo(value, name))
  }

  bracOrNone(name: string): BrAC | null {
    return this.#read(name, null, (value) => amountOf(value, name, readBrAC))
  }

  /** A whole number, zero or more. */
  count(name: string, otherwise?: number): number {
    return this.#read(name, otherwise, (value) => amountOf(value, name, readCount))
  }

  /** One text, or a list of them. */
  texts(name: string, otherwise?: readonly string[]): readonly string[] {
    return this.#read(name, otherwise, (value) => textsOf(this.file, value, name))
  }

  /** The fields of a mapping inside this one; none where it is left out. */
  inner(name: string): Fields {
    const value = this.take(name) ?? { place: this.at.place, node: null }
    return new Fields(this.file, value, name, this.setting)
  }

  has(name: string): boolean {
    return this.#left.has(name)
  }

  /** Nothing is left over. @throws Unreadable naming the first field that nobody knows */
  done(): void {
    const [left] = this.#left.values()
    if (left !== undefined) {
      throw new Unreadable(left.keyPlace, unknownWord(`a field of ${this.what}`, left.key, this.#known))
    }
  }

  #read<T>(name: string, otherwise: T | undefined, reader: (value: At) => T): T {
    const value = this.take(name)
    if (value !== undefined) return reader(value)
    if (otherwise === undefined) throw new Unreadable(this.at.place, `${this.what} needs "${name}:"`)
    return otherwise
  }
}

/** One text, or a list of them. */
export function textsOf(file: File, at: At, what: string): readonly string[] {
  return isMapping(at) || !isScalarAt(at)
    ? listOf(file, at, what).map((item) => textOf(item, what))
    : [textOf(at, what)]
}

const isScalarAt = (at: At): boolean => at.node !== null && 'value' in at.node
const isWord = (at: At, word: string): boolean => at.node !== null && 'value' in at.node && at.node.value === word
