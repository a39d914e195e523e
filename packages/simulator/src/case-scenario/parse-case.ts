/** Reads case files: strict, every refusal with its line and column. `docs/formats/case-scenario.md` */
import { addDays, civilDateOf } from '@keyturn/domain/civil.ts'
import { caseId, type Instant, isCaseId } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { profiles } from '@keyturn/rules/profiles.ts'
import type { Program } from '@keyturn/rules/program.ts'
import { programsOf } from '@keyturn/rules/programs.ts'
import { LineCounter, parseDocument } from 'yaml'
import { attempt, readDocuments } from '../scenario/documents.ts'
import { readMoment } from '../scenario/moment.ts'
import {
  type At,
  amountOf,
  anyFieldsOf,
  dateOf,
  type Field,
  type File,
  fieldsOf,
  isList,
  isMapping,
  listOf,
  sourceOf,
  textOf,
} from '../scenario/nodes.ts'
import { clausesOf } from '../scenario/parse.ts'
import { type Problem, Unreadable, unknownWord } from '../scenario/place.ts'
import { readCount } from '../scenario/quantities.ts'
import { type CaseScenario, type Line, type LineAct, PEOPLE, type Person } from './case-scenario.ts'
import { Fields, type Setting } from './fields.ts'
import { parseCar } from './parse-car.ts'
import { parseCaseExpectation } from './parse-case-expect.ts'
import { factOf, parseFact } from './parse-fact.ts'
import { isPublished, PUBLISHED, publicationOf } from './parse-published.ts'
import { againAt, repeatIn } from './parse-repeat.ts'
import { usualBeginning, usualVisits } from './prelude.ts'

export type ParsedCases =
  | { readonly kind: 'parsed'; readonly cases: readonly CaseScenario[] }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }

const KEYS = ['title', 'clauses', 'jurisdiction', 'case', 'people', 'seed', 'restricted since', 'visits until', 'story']
const NEEDED = ['title', 'jurisdiction', 'case', 'story']
export const LINES_MAX = 5_000
const NAMES: CaseScenario['people'] = {
  officer: 'H. Okafor',
  admin: 'A. Lindqvist',
  vendor: 'V. Duarte',
  technician: 'R. Alden',
  driver: 'Dana Whitfield',
}
const WHO = /^(.+) (\S+)$/
const VEHICLE = /^[a-z][a-z0-9-]{1,30}$/

/** Whether a file tells cases; a file of steps tells of one car. */
export const tellsCases = (text: string): boolean => /^story:/m.test(text)

/** All cases of a file, one per YAML document, or every problem found in it. */
export function parseCases(text: string): ParsedCases {
  const read = readDocuments(text, caseOf)
  return read.kind === 'read' ? { kind: 'parsed', cases: read.all } : read
}

/** Reads as far as it can, so that one run names every problem; what it returns then is not used. */
function caseOf(file: File, at: At, problems: Problem[]): CaseScenario | undefined {
  if (!isMapping(at)) throw new Unreadable(at.place, 'a case begins with "title:"')
  const fields = new Map(fieldsOf(file, at, 'a case', KEYS).map((field) => [field.key, field] as const))
  const read = <T>(key: string, reader: (value: At) => T): T | undefined => {
    const field = fields.get(key)
    return field === undefined ? undefined : attempt(problems, () => reader(field.value))
  }
  for (const key of NEEDED) {
    if (!fields.has(key)) problems.push({ place: at.place, message: `a case needs "${key}:"` })
  }
  const title = read('title', (value) => textOf(value, 'title'))
  const clauses = read('clauses', (value) => clausesOf(file, value)) ?? []
  const law = read('jurisdiction', lawOf)
  const id = read('case', idOf)
  const people = read('people', (value) => peopleOf(file, value)) ?? NAMES
  const seed = read('seed', (value) => amountOf(value, 'seed', readCount)) ?? 1
  if (law === undefined || id === undefined) return undefined
  const home: Home = { ...law, caseId: id, driver: people.driver }
  const begun = attempt(problems, () => beginningOf(fields, home)) ?? []
  const told = read('story', (value) => storyOf(file, value, home, problems))
  const lines = told === undefined ? undefined : [...begun, ...told].toSorted((a, b) => a.at - b.at)
  if (title === undefined || lines === undefined) return undefined
  const { timeZone: zone, id: jurisdiction } = law.program
  return { title, clauses, jurisdiction, zone, caseId: caseId(id), people, seed, lines, place: at.place }
}

/** The usual beginning, where the file asks for it. Its lines stand at the key that asks. */
function beginningOf(fields: ReadonlyMap<string, Field>, home: Home): readonly Line[] {
  const since = fields.get('restricted since')
  const until = fields.get('visits until')
  if (since === undefined) {
    if (until === undefined) return []
    throw new Unreadable(until.keyPlace, 'visits until: needs "restricted since:" beside it')
  }
  const day = dateOf(since.value, 'restricted since')
  const last = until === undefined ? null : dateOf(until.value, 'visits until')
  const text = [usualBeginning(day), ...(last === null ? [] : [usualVisits(day, last)])].join('\n')
  const counter = new LineCounter()
  const { contents: node } = parseDocument(text, { lineCounter: counter, schema: 'failsafe' })
  const problems: Problem[] = []
  const lines = storyOf({ counter, text }, { place: since.keyPlace, node }, home, problems)
  const [problem] = problems
  if (problem !== undefined) throw new Unreadable(since.keyPlace, problem.message)
  return lines.map((line) => ({ ...line, place: since.keyPlace }))
}

type LawHere = { readonly program: Program; readonly profile: Profile }
type Home = LawHere & { readonly caseId: string; readonly driver: string }

function lawOf(at: At): LawHere {
  const id = textOf(at, 'jurisdiction')
  const program = programsOf(id).at(-1)
  const profile = profiles.find((one) => one.id === id)
  if (program !== undefined && profile !== undefined) return { program, profile }
  const known = profiles.filter((one) => programsOf(one.id).length > 0).map((one) => one.id)
  throw new Unreadable(at.place, `there is no program of the jurisdiction "${id}"; there is one of ${known.join(', ')}`)
}

function idOf(at: At): string {
  const text = textOf(at, 'case')
  if (isCaseId(text)) return text
  throw new Unreadable(at.place, `"${text}" is not a case id (3 to 40 letters, digits, hyphens)`)
}

function peopleOf(file: File, at: At): CaseScenario['people'] {
  const people: { -readonly [P in Person]: string } = { ...NAMES }
  for (const { key, keyPlace, value } of anyFieldsOf(file, at, 'people')) {
    if (!isPerson(key)) throw new Unreadable(keyPlace, unknownWord('somebody of a case', key, Object.keys(PEOPLE)))
    people[key] = textOf(value, key)
  }
  return people
}

/** All lines that can be read, in the order of time; for the others a problem each. */
function storyOf(file: File, at: At, home: Home, problems: Problem[]): readonly Line[] {
  const items = listOf(file, at, 'story')
  if (items.length === 0) throw new Unreadable(at.place, 'the story has no lines')
  if (items.length > LINES_MAX) throw new Unreadable(at.place, `the story has more than ${LINES_MAX} lines`)
  const lines: Line[] = []
  let before: Instant | undefined
  for (const item of items) {
    const told = attempt(problems, () => linesOf(file, item, home, problems)) ?? []
    const [first] = told
    if (first === undefined) continue
    if (first.at < (before ?? first.at)) {
      problems.push({ place: first.place, message: 'this line is before the one above it' })
    }
    before = first.at
    lines.push(...told)
  }
  if (lines.length > LINES_MAX)
    throw new Unreadable(at.place, `with repetitions there are more than ${LINES_MAX} lines`)
  return lines.toSorted((a, b) => a.at - b.at)
}

/** `2023-03-06 09:30 officer: …`. Several facts in one line are as many lines at one moment. */
function linesOf(file: File, item: At, home: Home, problems: Problem[]): readonly Line[] {
  if (!isMapping(item)) throw new Unreadable(item.place, `a line begins like "2023-03-06 09:30 officer: …"`)
  const [field, another] = anyFieldsOf(file, item, 'a line')
  if (field === undefined) throw new Unreadable(item.place, 'a line is empty')
  if (another !== undefined) {
    throw new Unreadable(
      another.keyPlace,
      `one line of the story begins with one hyphen: "${another.key}" needs its own`,
    )
  }
  const match = WHO.exec(field.key)
  const moment = match === null ? undefined : readMoment(match[1] ?? '', home.program.timeZone)
  if (match === null || moment === undefined) {
    throw new Unreadable(field.keyPlace, `a line begins like "2023-03-06 09:30 officer: …", got "${field.key}"`)
  }
  if (moment.kind === 'refused') throw new Unreadable(field.keyPlace, moment.because)
  const subject: Field = { ...field, key: match[2] ?? '' }
  const setting = settingOf(moment.moment.at, home)
  const repeat = subject.key === 'expect' ? null : repeatIn(file, field.value, setting)
  const moments = [setting.at, ...(repeat === null ? [] : againAt(setting, repeat))]
  return moments.flatMap((at) => {
    const here = { ...settingOf(at, home), profile: home.profile }
    return actsOf(file, subject, here, problems).map((act) => ({
      place: field.keyPlace,
      text: wordsOf(file, field),
      at,
      act,
    }))
  })
}

function settingOf(at: Instant, { program, profile, caseId: id, driver }: Home): Setting {
  const day = civilDateOf(at, program.timeZone)
  return {
    zone: program.timeZone,
    jurisdiction: program.id,
    state: program.state,
    caseId: id,
    driver,
    at,
    day,
    latestDue: addDays(day, profile.service.dueWithinDays.value),
  }
}

type HereAndNow = Setting & { readonly profile: Profile }

function actsOf(file: File, field: Field, setting: HereAndNow, problems: Problem[]): readonly LineAct[] {
  const { key, keyPlace, value } = field
  if (key === 'expect') return [expectOf(file, value, setting)]
  if (isPublished(key)) return [{ do: 'publish', what: publicationOf(file, key, value, setting) }]
  if (isLetter(key)) {
    const { who, kind } = LETTERS[key]
    return [{ do: 'tell', who, fact: factOf(file, kind, { at: value, value }, setting) }]
  }
  if (isPerson(key)) {
    const facts = isList(value) ? listOf(file, value, key) : [value]
    return facts.map((fact) => ({ do: 'tell', who: key, fact: parseFact(file, fact, setting) }))
  }
  if (!VEHICLE.test(key) || !/\d$/.test(key)) {
    const known = [...Object.keys(PEOPLE), ...PUBLISHED, ...Object.keys(LETTERS), 'expect', 'car-1']
    throw new Unreadable(keyPlace, unknownWord('somebody of a case, a vehicle, or "expect"', key, known))
  }
  return [{ do: 'car', vehicle: key, acts: parseCar(file, value, setting, problems) }]
}

function expectOf(file: File, at: At, setting: Setting): LineAct {
  const asOf = isMapping(at) ? anyFieldsOf(file, at, 'expect').filter(({ key }) => key === 'as of') : []
  const [field] = asOf
  const moment = field === undefined ? null : new Fields(file, at, 'expect', setting).momentOrNone('as of')
  return { do: 'expect', asOf: moment, checks: parseCaseExpectation(file, at, setting) }
}

/** Signed letters about the case, and who sends them as a rule. */
const LETTERS = {
  confirmation: { who: 'vendor', kind: 'confirmation-received' },
  exception: { who: 'officer', kind: 'exception-granted' },
} as const

const isLetter = (word: string): word is keyof typeof LETTERS => Object.hasOwn(LETTERS, word)

const isPerson = (word: string): word is Person => Object.hasOwn(PEOPLE, word)

/** The line in one line, as a report shows it. */
function wordsOf(file: File, { key, value }: Field): string {
  const source = key.endsWith(' expect') ? '' : sourceOf(file, value)
  return source === '' ? key : source.length > 70 ? `${key}: ${source.slice(0, 69)}…` : `${key}: ${source}`
}
