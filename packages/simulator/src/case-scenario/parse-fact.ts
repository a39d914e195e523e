/** Reads what somebody tells: `approval-granted`, `{approval-granted: {toward: …}}`, or the one field it hangs on. */
import type { FactKind } from '@keyturn/cases/program/fact.ts'
import { type At, anyFieldsOf, type File, isMapping, textOf } from '../scenario/nodes.ts'
import { Unreadable, unknownWord } from '../scenario/place.ts'
import type { ToldFact } from './case-scenario.ts'
import { FACT_KINDS, isFactKind, READERS } from './fact-readers.ts'
import { Fields, type Setting } from './fields.ts'

/** The field that a lone value is: `restriction-added: Z`. */
export const MAIN_FIELD: { readonly [K in FactKind]?: string } = {
  'approval-granted': 'toward',
  'approval-withdrawn': 'reason',
  'restriction-added': 'code',
  'affidavit-filed': 'signer',
  'household-member-left': 'member',
  'vehicle-added': 'vehicle',
  'vehicle-back-in-use': 'vehicle',
  'hardship-license-issued': 'until',
  'exam-passed': 'exam',
  'visit-kept': 'purpose',
  'device-installed': 'vehicle',
  'hearing-requested': 'about',
  'decision-contested': 'hearing',
}

/** @throws Unreadable */
export function parseFact(file: File, at: At, setting: Setting): ToldFact {
  if (!isMapping(at)) return factOf(file, textOf(at, 'a fact'), { at, value: { place: at.place, node: null } }, setting)
  const [field, another] = anyFieldsOf(file, at, 'a fact')
  if (field === undefined) throw new Unreadable(at.place, 'there is no fact here')
  if (another !== undefined) {
    throw new Unreadable(another.keyPlace, `one line tells one fact, or a list of them: put "${another.key}" in a list`)
  }
  const keyAt: At = { place: field.keyPlace, node: null }
  return factOf(file, field.key, { at: keyAt, value: field.value }, setting)
}

type Told = { readonly at: At; readonly value: At }

/** One fact of a kind. @throws Unreadable */
export function factOf(file: File, kind: string, { at, value }: Told, setting: Setting): ToldFact {
  if (!isFactKind(kind)) throw new Unreadable(at.place, unknownWord('a kind of fact', kind, FACT_KINDS))
  const fields = new Fields(file, value, kind, setting, MAIN_FIELD[kind])
  const happenedAt = fields.momentOrNone('happened')
  const refused = fields.textOrNone('refused')
  // Read by whoever tells the line again.
  fields.take('repeat')
  if (happenedAt !== null && happenedAt > setting.at) {
    throw new Unreadable(value.place, `${kind}: nobody can tell what happens after the line’s own moment`)
  }
  const log = kind === 'device-installed' ? fields.word('log', ['signed', 'none'], 'signed') : 'none'
  const withdraws = kind === 'fact-withdrawn' ? fields.textOrNone('fact') : null
  if (withdraws !== null && !isFactKind(withdraws)) {
    throw new Unreadable(value.place, unknownWord('a kind of fact', withdraws, FACT_KINDS))
  }
  const body = READERS[kind](fields)
  fields.done()
  return { body, withdraws, happenedAt, refused, log }
}
