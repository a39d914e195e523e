/** Reads the `expect` of a case file. */
import { STAGES } from '@keyturn/contract/endpoints/cases.ts'
import { parseCivilDate } from '@keyturn/domain/civil.ts'
import type { CivilDate } from '@keyturn/domain/units.ts'
import {
  type At,
  anyFieldsOf,
  dateOf,
  type Field,
  type File,
  isList,
  isMapping,
  itemsOf,
  momentOf,
  textOf,
  wordOf,
} from '../scenario/nodes.ts'
import { type Place, Unreadable, unknownWord } from '../scenario/place.ts'
import {
  type CaseCheck,
  type CaseFindingPattern,
  DEADLINES,
  FINDING_CAUSES,
  FINDING_CLASSES,
  HEARING_STATES,
  REQUIREMENT_STATES,
  STANDINGS,
  VEHICLE_STATES,
} from './case-expectation.ts'
import { Fields, type Setting, textsOf } from './fields.ts'
import { parseFact } from './parse-fact.ts'

type Read = (file: File, field: Field, setting: Setting) => readonly CaseCheck[]

const texts =
  (of: 'headline' | 'next' | 'correction'): Read =>
  (file, { keyPlace: place, value }) => [{ place, of, contains: textsOf(file, value, of) }]

const dateOrNone =
  (of: 'request from' | 'clean since'): Read =>
  (_file, { keyPlace: place, value }) => [{ place, of, on: isWord(value, 'none') ? 'none' : dateOf(value, of) }]

/** Every key of an `expect`, with how its value is read. */
const KEYS: { readonly [key: string]: Read } = {
  stage: (_file, { keyPlace: place, value }) => [{ place, of: 'stage', is: wordOf(value, 'a stage', STAGES) }],
  headline: texts('headline'),
  next: texts('next'),
  correction: texts('correction'),
  explanation: (file, { keyPlace: place, value }, setting) => {
    if (!isMapping(value)) {
      return [{ place, of: 'explanation', contains: textsOf(file, value, 'explanation'), lacks: [] }]
    }
    const fields = new Fields(file, value, 'explanation', setting)
    const check = { contains: fields.texts('contains', []), lacks: fields.texts('lacks', []) }
    fields.done()
    return [{ place, of: 'explanation', ...check }]
  },
  'term ends on': (_file, { keyPlace: place, value }) => [{ place, of: 'term ends on', on: endOf(value) }],
  'request from': dateOrNone('request from'),
  'clean since': dateOrNone('clean since'),
  finding: findings,
  findings,
  'no finding': (file, { keyPlace: place, value }) => [
    { place, of: 'no finding', rules: isWord(value, 'any') ? 'any' : textsOf(file, value, 'no finding') },
  ],
  ...Object.fromEntries(
    REQUIREMENT_STATES.map((state): readonly [string, Read] => [
      state,
      (file, { keyPlace: place, value }) =>
        textsOf(file, value, state).map((id) => ({ place, of: 'requirement', state, id })),
    ]),
  ),
  deadline: (file, { value }, setting) =>
    anyFieldsOf(file, value, 'deadline').map(({ key, keyPlace: place, value: closes }) => ({
      place,
      of: 'deadline',
      what: known(place, 'a deadline', key, DEADLINES),
      closes: isWord(closes, 'none') ? 'none' : momentOf(closes, key, setting.zone),
    })),
  vehicles: (file, { value }) =>
    anyFieldsOf(file, value, 'vehicles').flatMap(({ key, keyPlace: place, value: state }) =>
      itemsOf(file, state).map((one) => ({
        place,
        of: 'vehicle' as const,
        vehicle: key,
        state: wordOf(one, 'a state of a vehicle', VEHICLE_STATES),
      })),
    ),
  hearings: (file, { value }) =>
    anyFieldsOf(file, value, 'hearings').map(({ key, keyPlace: place, value: state }) => ({
      place,
      of: 'hearing',
      hearing: key,
      state: wordOf(state, 'a state of a hearing', HEARING_STATES),
    })),
  may: (file, { keyPlace: place, value }, setting) =>
    itemsOf(file, value).map((item) => ({ place, of: 'may', fact: parseFact(file, item, setting) })),
  'may not': (file, { keyPlace: place, value }, setting) =>
    itemsOf(file, value).map((item) => ({ place, of: 'may not', fact: parseFact(file, item, setting) })),
}
export const EXPECT_KEYS: readonly string[] = Object.keys(KEYS)

/** All checks of an `expect`. @throws Unreadable */
export function parseCaseExpectation(file: File, at: At, setting: Setting): readonly CaseCheck[] {
  const fields = anyFieldsOf(file, at, 'expect').filter(({ key }) => key !== 'as of')
  if (fields.length === 0) throw new Unreadable(at.place, 'expect expects nothing')
  return fields.flatMap((field) => {
    const read = Object.hasOwn(KEYS, field.key) ? KEYS[field.key] : undefined
    if (read === undefined) throw new Unreadable(field.keyPlace, unknownWord('a key of expect', field.key, EXPECT_KEYS))
    return read(file, field, setting)
  })
}

function findings(file: File, { keyPlace: place, value }: Field, setting: Setting): readonly CaseCheck[] {
  const items = isList(value) ? itemsOf(file, value) : [value]
  return items.map((item) => ({ place, of: 'finding', pattern: patternOf(file, item, setting) }))
}

/** A finding by its rule alone, or by any of its parts. */
function patternOf(file: File, at: At, setting: Setting): CaseFindingPattern {
  const f = new Fields(file, at, 'a finding', setting, 'rule')
  const hearing = f.take('hearing by')
  const since = f.take('since')
  const truthOrNull = (name: string): boolean | null => {
    const word = f.wordOrNone(name, ['yes', 'no'])
    return word === null ? null : word === 'yes'
  }
  const pattern: CaseFindingPattern = {
    rule: f.textOrNone('rule'),
    class: f.wordOrNone('class', FINDING_CLASSES),
    standing: f.wordOrNone('standing', STANDINGS),
    cause: f.wordOrNone('cause', FINDING_CAUSES),
    since: since === undefined ? null : momentOf(since, 'since', setting.zone),
    ended: truthOrNull('ended'),
    hearingBy:
      hearing === undefined ? null : isWord(hearing, 'none') ? 'none' : momentOf(hearing, 'hearing by', setting.zone),
    clause: f.textOrNone('clause'),
    late: truthOrNull('came late'),
  }
  f.done()
  return pattern
}

function endOf(at: At): CivilDate | 'life' | 'open' {
  const text = textOf(at, 'term ends on')
  const date = text === 'life' || text === 'open' ? text : parseCivilDate(text)
  if (date === undefined)
    throw new Unreadable(at.place, `term ends on: "${text}" is no date; it may also be life or open`)
  return date
}

function known<const W extends string>(place: Place, what: string, word: string, words: readonly W[]): W {
  const found = words.find((one) => one === word)
  if (found === undefined) throw new Unreadable(place, unknownWord(what, word, words))
  return found
}

const isWord = (at: At, word: string): boolean => at.node !== null && 'value' in at.node && at.node.value === word
