/** Reads scenario files: strict, every refusal with its line and column. `docs/formats/scenario.md` */
import { addDays, civilDateOf } from '@keyturn/domain/civil.ts'
import { before, hours } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { findProfile, profiles } from '@keyturn/rules/profiles.ts'
import { attempt, readDocuments } from './documents.ts'
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
  textOf,
  wordOf,
} from './nodes.ts'
import { parseSteps } from './parse-steps.ts'
import { type Problem, Unreadable } from './place.ts'
import { readCelsius, readCount, readVolts } from './quantities.ts'
import type { Scenario } from './scenario.ts'
import { USUAL_UNIT } from './world.ts'

export type Parsed =
  | { readonly kind: 'parsed'; readonly scenarios: readonly Scenario[] }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }

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
  'device',
  'steps',
]
const NEEDED = ['title', 'jurisdiction', 'start', 'steps']
const VEHICLE: Scenario['vehicle'] = { millivolts: 12_600, deciCelsius: 200 }
const CLAUSE = /^(?:ME|MA|OUT)-[0-9A-Z]+[0-9A-Za-z-]*$/

/** All scenarios of a file, one per YAML document, or every problem found in it. */
export function parseScenarios(text: string): Parsed {
  const read = readDocuments(text, scenarioOf)
  return read.kind === 'read' ? { kind: 'parsed', scenarios: read.all } : read
}

/** Reads as far as it can, so that one run names every problem; what it returns then is not used. */
function scenarioOf(file: File, at: At, problems: Problem[]): Scenario | undefined {
  if (!isMapping(at)) throw new Unreadable(at.place, 'a scenario begins with "title:"')
  const fields = new Map(fieldsOf(file, at, 'a scenario', KEYS).map((field) => [field.key, field] as const))
  const read = <T>(key: string, reader: (value: At) => T): T | undefined => {
    const field = fields.get(key)
    return field === undefined ? undefined : attempt(problems, () => reader(field.value))
  }
  for (const key of NEEDED) {
    if (!fields.has(key)) problems.push({ place: at.place, message: `a scenario needs "${key}:"` })
  }
  const title = read('title', (value) => textOf(value, 'title'))
  const clauses = read('clauses', (value) => clausesOf(file, value)) ?? []
  const seed = read('seed', (value) => amountOf(value, 'seed', readCount)) ?? 1
  const chance = read('chance', (value) => wordOf(value, 'chance', ['drawn', 'earliest', 'latest'])) ?? 'drawn'
  const vehicle = read('vehicle', (value) => vehicleOf(file, value)) ?? VEHICLE
  const unit = read('device', (value) => unitOf(file, value)) ?? USUAL_UNIT
  const profile = read('jurisdiction', profileOf)
  if (profile === undefined) return undefined
  const start = read('start', (value) => momentOf(value, 'start', profile.timeZone).at)
  if (start === undefined) return undefined
  const installed = attempt(problems, () => installedOf(fields, profile, start))
  const steps = read('steps', (value) => parseSteps(file, value, { profile, start }, problems))
  if (title === undefined || installed === undefined || steps === undefined) return undefined
  return { title, clauses, profile, start, seed, chance, installed, vehicle, unit, steps, place: at.place }
}

function profileOf(at: At): Profile {
  const name = textOf(at, 'jurisdiction')
  const profile = findProfile(name)
  if (profile !== undefined) return profile
  const known = profiles.map((p) => p.id).join(', ')
  throw new Unreadable(at.place, `there is no profile for the jurisdiction "${name}"; there is one for ${known}`)
}

export function clausesOf(file: File, list: At): readonly string[] {
  return listOf(file, list, 'clauses').map((at) => {
    const clause = textOf(at, 'a clause')
    if (!CLAUSE.test(clause)) throw new Unreadable(at.place, `"${clause}" is not a clause id such as ME-5a or MA-LCK-1`)
    return clause
  })
}

/**
 * Unless the file says otherwise the device was installed an hour before the start, due as late as the profile allows.
 */
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
  const at = field === undefined ? before(start, hours(1)) : momentOf(field.value, 'installed', zone).at
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

function vehicleOf(file: File, at: At): Scenario['vehicle'] {
  let { millivolts, deciCelsius } = VEHICLE
  for (const { key, value } of fieldsOf(file, at, 'vehicle', ['battery', 'temperature'])) {
    if (key === 'battery') millivolts = amountOf(value, 'battery', readVolts)
    else deciCelsius = amountOf(value, 'temperature', readCelsius)
  }
  return { millivolts, deciCelsius }
}

function unitOf(file: File, at: At): Scenario['unit'] {
  const unit = { ...USUAL_UNIT }
  for (const { key, value } of fieldsOf(file, at, 'device', ['vendor', 'model', 'firmware', 'region'])) {
    const text = textOf(value, key)
    if (key === 'vendor') unit.vendor = text
    else if (key === 'model') unit.model = text
    else if (key === 'firmware') unit.firmware = text
    else unit.region = text
  }
  return unit
}
