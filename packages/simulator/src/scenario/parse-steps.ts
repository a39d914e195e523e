/** Reads the `steps:` of a scenario. */
import type { Instant } from '@keyturn/domain/units.ts'
import { mgPer210L } from '@keyturn/domain/units.ts'
import { MANNERS } from '../breath.ts'
import {
  type At,
  amountOf,
  anyFieldsOf,
  type Field,
  type File,
  fieldsOf,
  isMapping,
  listOf,
  momentOf,
  sourceOf,
  textOf,
  wordOf,
  yesOrNo,
} from './nodes.ts'
import { parseExpectation } from './parse-expect.ts'
import { parseRelief, RELIEF_WORDS } from './parse-relief.ts'
import { parseService } from './parse-service.ts'
import type { Setting } from './parse-signed.ts'
import { type Problem, Unreadable, unknownWord } from './place.ts'
import { readBrAC, readCelsius, readSpan, readVolts } from './quantities.ts'
import type { Act, Blow, Step } from './scenario.ts'

/** Gas from a bottle is a technician's, not a way to blow. */
export const BREATHS = MANNERS.filter((manner) => manner !== 'reference')

export const STEPS_MAX = 2_000

/** Steps that are a word alone. */
const BARE = ['crank', 'upload'] as const
/** Steps with a value. */
const KEYED = [
  'ignition',
  'blow',
  'wait',
  'wait until',
  'drive',
  'retest',
  'engine',
  'power',
  'battery',
  'temperature',
  'head',
  'tamper',
  'malfunction',
  'malfunction over',
  'keypad',
  'clock',
  'service',
  'server',
  'crash',
  'expect',
] as const
export const STEP_WORDS: readonly string[] = [...BARE, ...KEYED, ...RELIEF_WORDS]

/** All steps that can be read; for the others a problem each. */
export function parseSteps(file: File, at: At, setting: Setting, problems: Problem[]): readonly Step[] {
  const items = listOf(file, at, 'steps')
  if (items.length === 0) throw new Unreadable(at.place, 'steps has no steps')
  if (items.length > STEPS_MAX) throw new Unreadable(at.place, `steps has more than ${STEPS_MAX} steps`)
  const steps: Step[] = []
  for (const item of items) {
    try {
      steps.push(stepOf(file, item, setting))
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      problems.push({ place: error.place, message: error.message })
    }
  }
  return steps
}

function stepOf(file: File, at: At, setting: Setting): Step {
  if (!isMapping(at)) {
    const word = textOf(at, 'a step')
    const bare = BARE.find((w) => w === word)
    if (bare !== undefined) return { place: at.place, text: word, act: { do: bare } }
    if (STEP_WORDS.includes(word)) throw new Unreadable(at.place, `the step "${word}" needs a value: "${word}: …"`)
    throw new Unreadable(at.place, unknownWord('a step', word, STEP_WORDS))
  }
  const [field, another] = anyFieldsOf(file, at, 'a step')
  if (field === undefined) throw new Unreadable(at.place, 'a step is empty')
  if (another !== undefined) {
    throw new Unreadable(another.keyPlace, `one step is one line: begin "${another.key}" with a hyphen of its own`)
  }
  return { place: field.keyPlace, text: wordsOf(file, field), act: actOf(file, field, setting) }
}

function actOf(file: File, field: Field, setting: Setting): Act {
  const { key, keyPlace, value } = field
  const relief = RELIEF_WORDS.find((word) => word === key)
  if (relief !== undefined) return parseRelief(file, relief, value, setting)
  const keyed = KEYED.find((word) => word === key)
  switch (keyed) {
    case undefined:
      if (BARE.some((word) => word === key)) throw new Unreadable(value.place, `the step "${key}" takes no value`)
      throw new Unreadable(keyPlace, unknownWord('a step', key, STEP_WORDS))
    case 'ignition':
      return { do: 'ignition', to: wordOf(value, 'ignition', ['on', 'off']) }
    case 'blow':
      return { do: 'blow', breath: blowOf(file, value) }
    case 'wait':
      return { do: 'wait', span: amountOf(value, 'wait', readSpan) }
    case 'wait until':
      return { do: 'wait-until', moment: untilOf(value, setting) }
    case 'drive':
      return driveOf(file, value)
    case 'retest':
      wordOf(value, 'retest', ['now'])
      return { do: 'retest' }
    case 'engine':
      return { do: 'engine', to: wordOf(value, 'engine', ['stall', 'push-start']) }
    case 'power':
      return powerOf(file, value)
    case 'battery':
      return { do: 'battery', millivolts: amountOf(value, 'battery', readVolts) }
    case 'temperature':
      return { do: 'temperature', deciCelsius: amountOf(value, 'temperature', readCelsius) }
    case 'head':
      return { do: 'head', to: wordOf(value, 'head', ['connected', 'disconnected']) }
    case 'tamper':
      return { do: 'tamper', sign: wordOf(value, 'tamper', ['case-opened', 'harness-cut']) }
    case 'malfunction':
      return { do: 'malfunction', code: codeOf(value), present: true }
    case 'malfunction over':
      return { do: 'malfunction', code: codeOf(value), present: false }
    case 'keypad':
      return { do: 'keypad', digits: digitsOf(value) }
    case 'clock':
      return { do: 'clock', byMs: clockOf(value) }
    case 'service':
      return { do: 'service', acts: parseService(file, value) }
    case 'server':
      return { do: 'server', to: wordOf(value, 'server', ['down', 'up']) }
    case 'crash':
      wordOf(value, 'crash', ['unit'])
      return { do: 'crash' }
    case 'expect':
      return { do: 'expect', expectation: parseExpectation(file, value, setting.profile) }
  }
}

/** `blow: 0.031`, or a mapping with the manner. */
function blowOf(file: File, at: At): Blow {
  if (!isMapping(at)) return { brac: amountOf(at, 'blow', readBrAC), how: 'good', atOnce: false }
  let brac = mgPer210L(0)
  let how: Blow['how'] = 'good'
  let atOnce = false
  for (const { key, value } of fieldsOf(file, at, 'blow', ['brac', 'how', 'at once'])) {
    if (key === 'brac') brac = amountOf(value, 'brac', readBrAC)
    else if (key === 'how') how = wordOf(value, 'a way to blow', BREATHS)
    else atOnce = yesOrNo(value, 'at once')
  }
  return { brac, how, atOnce }
}

function driveOf(file: File, at: At): Act {
  if (!isMapping(at)) return { do: 'drive', span: amountOf(at, 'drive', readSpan), retests: mgPer210L(0) }
  const fields = fieldsOf(file, at, 'drive', ['for', 'retests'])
  const span = fields.find(({ key }) => key === 'for')
  const retests = fields.find(({ key }) => key === 'retests')
  if (span === undefined) throw new Unreadable(at.place, 'drive needs "for:", how long')
  return {
    do: 'drive',
    span: amountOf(span.value, 'for', readSpan),
    retests: retests === undefined ? mgPer210L(0) : amountOf(retests.value, 'retests', readBrAC),
  }
}

function powerOf(file: File, at: At): Act {
  if (!isMapping(at)) {
    return wordOf(at, 'power', ['lost', 'restored']) === 'lost'
      ? { do: 'power-lost', manner: 'unplugged' }
      : { do: 'power-restored' }
  }
  const [field] = fieldsOf(file, at, 'power', ['lost'])
  if (field === undefined)
    throw new Unreadable(at.place, 'power is "lost", "restored" or "lost: unplugged / flat battery"')
  return { do: 'power-lost', manner: wordOf(field.value, 'a way to lose power', ['unplugged', 'flat-battery']) }
}

function untilOf(at: At, { profile, start }: Setting): Instant {
  const moment = momentOf(at, 'wait until', profile.timeZone).at
  if (moment <= start) throw new Unreadable(at.place, 'wait until: that moment is not after the start of the scenario')
  return moment
}

const codeOf = (at: At): string => {
  const code = textOf(at, 'malfunction')
  if (!/^[a-z][a-z0-9-]{1,38}$/.test(code))
    throw new Unreadable(at.place, `"${code}" is not a malfunction code: small letters, digits, hyphens`)
  return code
}

const digitsOf = (at: At): string => {
  const digits = textOf(at, 'keypad')
  if (!/^\d{1,32}$/.test(digits)) throw new Unreadable(at.place, 'keypad: 1 to 32 digits')
  return digits
}

/** `2 h back` or `2 h ahead`: somebody sets the device's clock. */
function clockOf(at: At): number {
  const match = /^(.+) (back|ahead)$/.exec(textOf(at, 'clock'))
  if (match === null)
    throw new Unreadable(at.place, 'clock is set by an amount and a direction, such as "2 h back" or "1 day ahead"')
  const reading = readSpan(match[1] ?? '')
  if (reading.kind === 'refused') throw new Unreadable(at.place, `clock: ${reading.because}`)
  return match[2] === 'back' ? -reading.value : reading.value
}

/** The step in one line, as a report shows it. */
function wordsOf(file: File, { key, value }: Field): string {
  const source = key === 'expect' ? '' : sourceOf(file, value)
  return source === '' || source.length > 60 ? `${key}: …` : `${key}: ${source}`
}
