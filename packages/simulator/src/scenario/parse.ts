/** Reads scenario files: strict, every refusal with its line and column. `docs/formats/scenario.md` */
import { addDays, civilDateOf } from '@keyturn/domain/civil.ts'
import { hours } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { findProfile, profiles } from '@keyturn/rules/profiles.ts'
import { type Document, LineCounter, parseAllDocuments, visit } from 'yaml'
import {
  type At,
  amountOf,
  dateOf,
  type Field,
  type File,
  fieldsOf,
  isMapping,
  listOf,
  momentOf,
  placeOf,
  textOf,
  wordOf,
} from './nodes.ts'
import { parseSteps } from './parse-steps.ts'
import { type Place, type Problem, Unreadable } from './place.ts'
import { readCelsius, readCount, readVolts } from './quantities.ts'
import type { Scenario } from './scenario.ts'

export type Parsed =
  | { readonly kind: 'parsed'; readonly scenarios: readonly Scenario[] }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }

/** Larger than any case a person would write; a limit all the same. */
export const FILE_CHARACTERS_MAX = 1_000_000
const TOP: Place = { line: 1, column: 1 }
const KEYS = [
  'title',
  'clauses',
  'jurisdiction',
  'start',
  'seed',
  'chance',
  'installed',
  'service due',
  'vehicle',
  'steps',
]
const CLAUSE = /^(?:ME|MA|OUT)-[0-9A-Z]+[0-9A-Za-z-]*$/

/** All scenarios of a file, one per YAML document, or every problem found in it. */
export function parseScenarios(text: string): Parsed {
  if (text.length > FILE_CHARACTERS_MAX) {
    return refused([{ place: TOP, message: `the file has more than ${FILE_CHARACTERS_MAX} characters` }])
  }
  const counter = new LineCounter()
  // The failsafe schema leaves every scalar a text: 0.031 keeps its digits and `on` stays a word.
  const documents = parseAllDocuments(text, { lineCounter: counter, schema: 'failsafe', uniqueKeys: true })
  if (!Array.isArray(documents) || documents.length === 0)
    return refused([{ place: TOP, message: 'the file is empty' }])
  const file: File = { counter }
  const problems: Problem[] = []
  const scenarios: Scenario[] = []
  for (const document of documents as readonly Document.Parsed[]) {
    const syntax = syntaxProblems(file, document)
    if (syntax.length > 0) {
      problems.push(...syntax)
      continue
    }
    try {
      const place = placeOf(file, document.contents, TOP)
      scenarios.push(scenarioOf(file, { place, node: document.contents }, problems))
    } catch (error) {
      problems.push(problemOf(error))
    }
  }
  return problems.length > 0 ? refused(problems) : { kind: 'parsed', scenarios }
}

function scenarioOf(file: File, at: At, problems: Problem[]): Scenario {
  if (!isMapping(at)) throw new Unreadable(at.place, 'a scenario begins with "title:"')
  const fields = new Map(fieldsOf(file, at, 'a scenario', KEYS).map((field) => [field.key, field] as const))
  const need = (key: string): Field => {
    const field = fields.get(key)
    if (field === undefined) throw new Unreadable(at.place, `a scenario needs "${key}:"`)
    return field
  }
  const title = textOf(need('title').value, 'title')
  const profile = profileOf(need('jurisdiction').value)
  const zone = profile.timeZone
  const start = momentOf(need('start').value, 'start', zone).at
  const seed = fields.get('seed')
  const chance = fields.get('chance')
  return {
    title,
    clauses: clausesOf(file, fields.get('clauses')),
    profile,
    start,
    seed: seed === undefined ? 1 : amountOf(seed.value, 'seed', readCount),
    chance: chance === undefined ? 'drawn' : wordOf(chance.value, 'chance', ['drawn', 'earliest', 'latest']),
    installed: installedOf(fields, profile, start),
    vehicle: vehicleOf(file, fields.get('vehicle')),
    steps: parseSteps(file, need('steps').value, { profile, start }, problems),
    place: at.place,
  }
}

function profileOf(at: At): Profile {
  const name = textOf(at, 'jurisdiction')
  const profile = findProfile(name)
  if (profile !== undefined) return profile
  const known = profiles.map((p) => p.id).join(', ')
  throw new Unreadable(at.place, `there is no profile for the jurisdiction "${name}"; there is one for ${known}`)
}

function clausesOf(file: File, field: Field | undefined): readonly string[] {
  if (field === undefined) return []
  return listOf(file, field.value, 'clauses').map((at) => {
    const clause = textOf(at, 'a clause')
    if (!CLAUSE.test(clause)) throw new Unreadable(at.place, `"${clause}" is not a clause id such as ME-5a or MA-LCK-1`)
    return clause
  })
}

/** Unless the file says otherwise the device was installed an hour before the start, due as late as the profile allows. */
function installedOf(
  fields: ReadonlyMap<string, Field>,
  profile: Profile,
  start: Scenario['start'],
): Scenario['installed'] {
  const field = fields.get('installed')
  const due = fields.get('service due')
  if (field !== undefined && textOf(field.value, 'installed') === 'no') {
    if (due !== undefined) throw new Unreadable(due.keyPlace, 'a device that is not installed has no service date')
    return null
  }
  const zone = profile.timeZone
  const at =
    field === undefined ? ((start - hours(1)) as Scenario['start']) : momentOf(field.value, 'installed', zone).at
  if (field !== undefined && at > start - hours(1)) {
    throw new Unreadable(field.value.place, 'installed: the device is installed at least an hour before the start')
  }
  const latest = addDays(civilDateOf(at, zone), profile.service.dueWithinDays.value)
  if (due === undefined) return { at, dueOn: latest }
  const dueOn = dateOf(due.value, 'service due')
  if (dueOn < civilDateOf(at, zone))
    throw new Unreadable(due.value.place, 'service due: the date is before the installation')
  if (dueOn > latest) {
    const days = profile.service.dueWithinDays.value
    throw new Unreadable(
      due.value.place,
      `service due: ${profile.name} allows ${days} days from installation, ${latest} at the latest`,
    )
  }
  return { at, dueOn }
}

function vehicleOf(file: File, field: Field | undefined): Scenario['vehicle'] {
  let millivolts = 12_600
  let deciCelsius = 200
  if (field === undefined) return { millivolts, deciCelsius }
  for (const { key, value } of fieldsOf(file, field.value, 'vehicle', ['battery', 'temperature'])) {
    if (key === 'battery') millivolts = amountOf(value, 'battery', readVolts)
    else deciCelsius = amountOf(value, 'temperature', readCelsius)
  }
  return { millivolts, deciCelsius }
}

/** What the YAML parser objects to, and what this format does without: aliases, anchors and tags. */
function syntaxProblems(file: File, document: Document.Parsed): readonly Problem[] {
  const found: Problem[] = [...document.errors, ...document.warnings].map((error) => ({
    place: { line: error.linePos?.[0].line ?? 1, column: error.linePos?.[0].col ?? 1 },
    // The first line says what is wrong; the rest repeats the file.
    message: error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? error.code,
  }))
  visit(document, {
    Alias: (_, node) => {
      found.push({ place: placeOf(file, node, TOP), message: 'aliases (*name) are not part of this format' })
    },
    Node: (_, node) => {
      if ('anchor' in node && node.anchor !== undefined) {
        found.push({ place: placeOf(file, node, TOP), message: 'anchors (&name) are not part of this format' })
      }
    },
  })
  return found
}

/** @throws whatever was thrown, unless the parser threw it to refuse the file. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof Unreadable)) throw error
  return { place: error.place, message: error.message }
}

const refused = (problems: readonly Problem[]): Parsed => ({ kind: 'refused', problems })
