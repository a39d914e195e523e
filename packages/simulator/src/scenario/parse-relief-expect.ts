/** Reads what is expected of moved dates, overrides, the keypad, and of what was refused. */
import type { Check, DueMove, RefusedPattern } from './expectation.ts'
import { type At, amountOf, dateOf, type Field, type File, fieldsOf, isMapping, momentOf, textOf } from './nodes.ts'
import { byKey, nameOf } from './parse-signed.ts'
import { Unreadable } from './place.ts'
import { readCount } from './quantities.ts'

export const RELIEF_CHECKS = ['service due', 'override until', 'keypad held until', 'refused'] as const
export type ReliefCheck = (typeof RELIEF_CHECKS)[number]

/** @throws Unreadable */
export function reliefCheckOf(file: File, key: ReliefCheck, { keyPlace: place, value }: Field, zone: string): Check {
  switch (key) {
    case 'service due':
      return { place, of: 'service-due', ...dueOf(file, value) }
    case 'override until':
      return { place, of: 'override', until: isNone(value) ? 'none' : momentOf(value, key, zone) }
    case 'keypad held until':
      return { place, of: 'keypad-hold', until: isNone(value) ? 'none' : momentOf(value, key, zone) }
    case 'refused':
      return { place, of: 'refused', refused: isNone(value) ? 'none' : refusedOf(file, value) }
  }
}

const isNone = (at: At): boolean => !isMapping(at) && textOf(at, 'a value') === 'none'

/** A date, or a mapping that also says which order moved it and by how many days. */
function dueOf(file: File, at: At): DueMove {
  if (!isMapping(at)) return { on: dateOf(at, 'service due'), movedBy: undefined, days: undefined }
  const fields = byKey(fieldsOf(file, at, 'service due', ['on', 'moved by', 'days']))
  const [on, by, days] = [fields.get('on'), fields.get('moved by'), fields.get('days')]
  if (on === undefined) throw new Unreadable(at.place, 'service due needs "on:", the date')
  return {
    on: dateOf(on, 'on'),
    movedBy: by === undefined ? undefined : textOf(by, 'moved by') === 'nothing' ? 'nothing' : nameOf(by),
    days: days === undefined ? undefined : amountOf(days, 'days', readCount),
  }
}

/** Words of the reason, or a mapping with the name of what was refused. */
function refusedOf(file: File, at: At): RefusedPattern {
  if (!isMapping(at)) return { what: undefined, because: textOf(at, 'refused') }
  const fields = byKey(fieldsOf(file, at, 'refused', ['what', 'because']))
  const [what, because] = [fields.get('what'), fields.get('because')]
  return {
    what: what === undefined ? undefined : nameOf(what),
    because: because === undefined ? undefined : textOf(because, 'because'),
  }
}
