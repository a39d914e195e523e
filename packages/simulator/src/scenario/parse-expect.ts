/** Reads an `expect:` step. */
import { brac, flag, moment as momentField, momentOrNull } from '@keyturn/evidence/fields.ts'
import { COMMON, isKind, KINDS } from '@keyturn/evidence/kinds.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import {
  type Check,
  type Expectation,
  type FieldPattern,
  type IntervalPattern,
  type RecordPattern,
  type RecordsPattern,
  SIMPLE,
  type Simple,
} from './expectation.ts'
import {
  type At,
  amountOf,
  anyFieldsOf,
  type Field,
  type File,
  fieldsOf,
  isList,
  isMapping,
  itemsOf,
  listOf,
  momentOf,
  textOf,
  wordOf,
  yesOrNo,
} from './nodes.ts'
import { RELIEF_CHECKS, reliefCheckOf } from './parse-relief-expect.ts'
import { parseStatus, visitByOf } from './parse-status.ts'
import { Unreadable, unknownWord } from './place.ts'
import { readBrAC, readCount, readSpan } from './quantities.ts'

const KEYS = [
  'mode',
  'display',
  'starter',
  'horn',
  'buzzer',
  'lamp',
  'engine',
  'countdown to',
  'lockout',
  ...RELIEF_CHECKS,
  'records',
  'interval',
  'status',
  'server',
]
const KIND_NAMES = Object.keys(KINDS)

/** All checks of one step. @throws Unreadable */
export function parseExpectation(file: File, at: At, profile: Profile): Expectation {
  const checks = fieldsOf(file, at, 'expect', KEYS).map((field) => checkOf(file, field, profile))
  if (checks.length === 0) throw new Unreadable(at.place, 'expect expects nothing')
  return checks
}

function checkOf(file: File, field: Field, profile: Profile): Check {
  const { key, keyPlace: place, value } = field
  const zone = profile.timeZone
  const relief = RELIEF_CHECKS.find((known) => known === key)
  if (relief !== undefined) return reliefCheckOf(file, relief, field, zone)
  switch (key) {
    case 'display':
      return displayOf(file, value, place)
    case 'countdown to':
      return { place, of: 'countdown', to: isWord(value, 'none') ? 'none' : momentOf(value, key, zone) }
    case 'lockout':
      return { place, of: 'lockout', lockout: isWord(value, 'none') ? 'none' : lockoutOf(file, value, profile) }
    case 'records':
      return { place, of: 'records', records: recordsOf(file, value, zone) }
    case 'interval':
      return { place, of: 'interval', interval: intervalOf(file, value) }
    case 'status':
      return { place, of: 'status', status: parseStatus(file, value, zone) }
    case 'server':
      return { place, of: 'server', holds: holdsOf(file, value) }
    default: {
      // The keys were checked; those not named above are the simple ones.
      const of = key as Simple
      return { place, of, is: wordOf<string>(value, `a state of ${key}`, SIMPLE[of]) }
    }
  }
}

const isWord = (at: At, word: string): boolean => !isMapping(at) && !isList(at) && textOf(at, word) === word

/** `[line, line]`, or `contains:` with one text or several. */
function displayOf(file: File, at: At, place: Check['place']): Check {
  if (isMapping(at)) {
    const [field] = fieldsOf(file, at, 'display', ['contains'])
    if (field === undefined) throw new Unreadable(at.place, 'display expects nothing')
    return { place, of: 'display-contains', texts: itemsOf(file, field.value).map((item) => textOf(item, 'contains')) }
  }
  const lines = listOf(file, at, 'display').map((item) => lineOf(item))
  const [first, second] = lines
  if (first === undefined || second === undefined || lines.length > 2) {
    throw new Unreadable(at.place, 'display has two lines; write "" for an empty one, or use "contains:"')
  }
  return { place, of: 'display', lines: [first, second] }
}

function lineOf(at: At): string {
  if (at.node !== null && 'value' in at.node && at.node.value === '') return ''
  const line = textOf(at, 'a line of the display')
  if (line.length > 20)
    throw new Unreadable(at.place, `a line of the display has at most 20 characters; this has ${line.length}`)
  return line
}

function lockoutOf(file: File, at: At, profile: Profile): Extract<Check, { of: 'lockout' }>['lockout'] {
  if (!isMapping(at)) return { rule: ruleOf(at, profile), visitBy: undefined }
  const fields = fieldsOf(file, at, 'lockout', ['rule', 'visit by'])
  const rule = fields.find(({ key }) => key === 'rule')
  const visitBy = fields.find(({ key }) => key === 'visit by')
  return {
    rule: rule === undefined ? undefined : ruleOf(rule.value, profile),
    visitBy: visitBy === undefined ? undefined : visitByOf(visitBy.value, profile.timeZone),
  }
}

const ruleOf = (at: At, profile: Profile): string =>
  wordOf<string>(
    at,
    `a lockout rule of ${profile.name}`,
    profile.lockouts.map(({ id }) => id),
  )

const FORMS = ['exactly', 'in order', 'include', 'none of', 'count'] as const

/** A list means "in this order, others may stand between"; a mapping names one form and from where it looks. */
function recordsOf(file: File, at: At, zone: string): RecordsPattern {
  if (!isMapping(at)) return { since: 'start', form: 'in order', patterns: patternsOf(file, at, zone) }
  let since: RecordsPattern['since'] = 'start'
  let found: Pick<RecordsPattern, 'form' | 'patterns'> | undefined
  for (const { key, keyPlace, value } of fieldsOf(file, at, 'records', [...FORMS, 'since'])) {
    if (key === 'since') {
      since = wordOf(value, 'since', ['start', 'last-expect'])
      continue
    }
    if (found !== undefined)
      throw new Unreadable(keyPlace, `records takes one of ${FORMS.join(', ')}; write a second "expect:" for another`)
    const form = FORMS.find((name) => name === key) ?? 'include'
    found = { form, patterns: form === 'count' ? countsOf(file, value) : patternsOf(file, value, zone) }
  }
  if (found === undefined) throw new Unreadable(at.place, `records needs one of ${FORMS.join(', ')}`)
  return { since, ...found }
}

const patternsOf = (file: File, at: At, zone: string): readonly RecordPattern[] =>
  listOf(file, at, 'records').map((item) => {
    if (!isMapping(item)) return { place: item.place, kind: kindOf(item), fields: [], times: 0 }
    const [field, another] = anyFieldsOf(file, item, 'a record')
    if (field === undefined || another !== undefined)
      throw new Unreadable(item.place, 'each record has a hyphen of its own')
    const kind = kindNamed(field.key, field.keyPlace)
    return { place: field.keyPlace, kind, fields: fieldPatternsOf(file, kind, field.value, zone), times: 0 }
  })

const countsOf = (file: File, at: At): readonly RecordPattern[] =>
  anyFieldsOf(file, at, 'count').map(({ key, keyPlace, value }) => ({
    place: keyPlace,
    kind: kindNamed(key, keyPlace),
    fields: [],
    times: amountOf(value, key, readCount),
  }))

const kindOf = (at: At): RecordPattern['kind'] => kindNamed(textOf(at, 'a kind of record'), at.place)

function kindNamed(name: string, place: Check['place']): RecordPattern['kind'] {
  if (isKind(name)) return name
  throw new Unreadable(place, unknownWord('a kind of record', name, KIND_NAMES))
}

function fieldPatternsOf(file: File, kind: RecordPattern['kind'], at: At, zone: string): readonly FieldPattern[] {
  const own: { readonly [name: string]: unknown } = { ...COMMON, ...KINDS[kind] }
  const names = Object.keys(own)
  return anyFieldsOf(file, at, `a record "${kind}"`).map(({ key, keyPlace, value }) => {
    const name = names.find((known) => known === key || spaced(known) === key)
    if (name !== undefined) return fieldPatternOf(name, own[name], value, zone)
    throw new Unreadable(keyPlace, unknownWord(`a key of a record "${kind}"`, key, names.map(spaced)))
  })
}

/** Fields may be written in plain words: `visit by` for `visitBy`. */
const spaced = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

/**
 * The text is read as the log reads the field: a moment by the clock of the place, breath in g/210 L, yes or no, a
 * number, a word.
 */
function fieldPatternOf(name: string, field: unknown, at: At, zone: string): FieldPattern {
  const text = textOf(at, name)
  const value = (is: unknown): FieldPattern => ({ field: name, text, is: { kind: 'value', value: is } })
  if (field === momentOrNull && text === 'none') return value(null)
  if (field === momentField || field === momentOrNull) {
    return { field: name, text, is: { kind: 'moment', moment: momentOf(at, name, zone) } }
  }
  if (field === brac) return value(amountOf(at, name, readBrAC))
  if (field === flag) return value(yesOrNo(at, name))
  return value(readByLog(field, name, at))
}

function readByLog(field: unknown, name: string, at: At): unknown {
  // Every field of the log's table has a reader and says what it wants.
  const { read, says } = field as { readonly read: (wire: unknown) => unknown; readonly says: string }
  const text = textOf(at, name)
  const asNumber = /^-?\d+$/.test(text) ? read(Number(text)) : undefined
  const value = asNumber ?? read(text) ?? read(text.replaceAll(' ', '-'))
  if (value === undefined) throw new Unreadable(at.place, `${name}: "${text}" is not ${says}`)
  return value
}

function intervalOf(file: File, at: At): IntervalPattern {
  const fields = new Map(
    fieldsOf(file, at, 'interval', ['from', 'to', 'at least', 'at most']).map((f) => [f.key, f.value] as const),
  )
  const [from, to] = [fields.get('from'), fields.get('to')]
  const [least, most] = [fields.get('at least'), fields.get('at most')]
  if (from === undefined || to === undefined)
    throw new Unreadable(at.place, 'interval needs "from:" and "to:", two kinds of record')
  if (least === undefined && most === undefined)
    throw new Unreadable(at.place, 'interval needs "at least:" or "at most:"')
  return {
    from: kindOf(from),
    to: kindOf(to),
    atLeast: least === undefined ? undefined : amountOf(least, 'at least', readSpan),
    atMost: most === undefined ? undefined : amountOf(most, 'at most', readSpan),
  }
}

function holdsOf(file: File, at: At): 'everything' | 'nothing' | number {
  const [field] = fieldsOf(file, at, 'server', ['holds'])
  if (field === undefined) throw new Unreadable(at.place, 'server needs "holds:"')
  const text = textOf(field.value, 'holds')
  if (/^\d+$/.test(text)) return amountOf(field.value, 'holds', readCount)
  return wordOf(field.value, 'what a server holds', ['everything', 'nothing'])
}
