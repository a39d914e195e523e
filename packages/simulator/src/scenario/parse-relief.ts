/** Reads the steps of `relief-steps.ts`. */
import {
  type At,
  amountOf,
  dateOf,
  type Field,
  type File,
  fieldsOf,
  isMapping,
  textOf,
  wordOf,
  yesOrNo,
} from './nodes.ts'
import { parseOrder, parseOutage } from './parse-order.ts'
import { byKey, nameOf, readDayCount, type Setting, SIGNED_KEYS, signedOf, signerOf } from './parse-signed.ts'
import { parseVisit } from './parse-visit.ts'
import { Unreadable } from './place.ts'
import { type Carry, type CodeStep, type OverrideStep, PATHS, type ReliefStep } from './relief-steps.ts'

/** Steps of this file, each with a value. */
export const RELIEF_WORDS = [
  'vendor',
  'authority',
  'order',
  'override',
  'outage',
  'withdraw',
  'carry',
  'code',
  'visit',
] as const
export type ReliefWord = (typeof RELIEF_WORDS)[number]

/** @throws Unreadable */
export function parseRelief(file: File, word: ReliefWord, at: At, setting: Setting): ReliefStep {
  switch (word) {
    case 'vendor':
    case 'authority':
      return { do: 'side', of: word, to: wordOf(at, `the ${word}`, ['down', 'up']) }
    case 'order':
      return { do: 'order', order: parseOrder(file, at, setting) }
    case 'override':
      return { do: 'override', override: overrideOf(file, at, setting) }
    case 'outage':
      return { do: 'outage', outage: parseOutage(file, at, setting) }
    case 'withdraw':
      return { do: 'withdraw', name: nameOf(at) }
    case 'carry':
      return { do: 'carry', carry: carryOf(file, at) }
    case 'code':
      return { do: 'code', code: codeOf(file, at) }
    case 'visit':
      return { do: 'visit', visit: parseVisit(file, at) }
  }
}

/** `override: authority`, or a mapping. */
function overrideOf(file: File, at: At, setting: Setting): OverrideStep {
  if (!isMapping(at)) {
    const by = signerOf(at, setting.profile)
    return { name: null, by, signedAt: null, expiresAt: null, device: 'this' }
  }
  const fields = byKey(fieldsOf(file, at, 'override', [...SIGNED_KEYS, 'device']))
  const device = fields.get('device')
  return { ...signedOf(fields, setting), device: device === undefined ? 'this' : deviceOf(device) }
}

const deviceOf = (at: At): 'this' | 'another' => wordOf(at, 'device', ['this', 'another'])

/** `carry: phone` brings the newest statement; a mapping names another one. */
function carryOf(file: File, at: At): Carry {
  if (!isMapping(at)) return { by: wordOf(at, 'a path', PATHS), name: null, altered: false }
  const fields = byKey(fieldsOf(file, at, 'carry', ['by', 'what', 'altered']))
  const [by, what, altered] = [fields.get('by'), fields.get('what'), fields.get('altered')]
  if (by === undefined) throw new Unreadable(at.place, `carry needs "by:", one of ${PATHS.join(', ')}`)
  return {
    by: wordOf(by, 'a path', PATHS),
    name: what === undefined ? null : nameOf(what),
    altered: altered !== undefined && yesOrNo(altered, 'altered'),
  }
}

/** `override`, `7 days`, `again`, `wrong`, or a mapping of what was made and for whom. */
function codeOf(file: File, at: At): CodeStep {
  if (!isMapping(at)) {
    const word = textOf(at, 'code')
    if (word === 'again' || word === 'wrong') return { kind: word }
    return { kind: 'made', by: 'authority', gives: givesOf(at), device: 'this', on: null }
  }
  const fields: readonly Field[] = fieldsOf(file, at, 'code', ['gives', 'by', 'device', 'made for'])
  const known = byKey(fields)
  const [gives, by] = [known.get('gives'), known.get('by')]
  const [device, on] = [known.get('device'), known.get('made for')]
  if (gives === undefined) throw new Unreadable(at.place, 'code needs "gives:", override or whole days')
  return {
    kind: 'made',
    by: by === undefined ? 'authority' : wordOf(by, 'by', ['authority', 'vendor']),
    gives: givesOf(gives),
    device: device === undefined ? 'this' : deviceOf(device),
    on: on === undefined ? null : dateOf(on, 'made for'),
  }
}

type Gives = Extract<CodeStep, { readonly kind: 'made' }>['gives']

function givesOf(at: At): Gives {
  const text = textOf(at, 'code')
  if (text === 'override') return { kind: 'override' }
  if (!/^\d/.test(text))
    throw new Unreadable(at.place, `code: "${text}" is not a code; known: override, 7 days, again, wrong`)
  return { kind: 'extension', days: amountOf(at, 'code', readDayCount) }
}
