/** All kinds of facts, each with how it is read from a case file. The compiler holds the table complete. */
import type { FactBody, FactKind } from '@keyturn/cases/program/fact.ts'
import type { Fields } from './fields.ts'
import { HEARING, RECORD, REMOVAL, VIOLATION } from './hearing-facts.ts'
import { LETTER } from './letter-facts.ts'
import { APPROVAL, ELSEWHERE, HOUSEHOLD, REQUIREMENT } from './license-facts.ts'
import { SERVICE, VEHICLE } from './service-facts.ts'

/** Reads one kind of fact. @throws Unreadable */
export type Reader<K extends FactKind> = (fields: Fields) => Extract<FactBody, { readonly kind: K }>

export const READERS: { readonly [K in FactKind]: Reader<K> } = {
  ...REQUIREMENT,
  ...APPROVAL,
  ...HOUSEHOLD,
  ...VEHICLE,
  ...SERVICE,
  ...VIOLATION,
  ...HEARING,
  ...ELSEWHERE,
  ...REMOVAL,
  ...LETTER,
  ...RECORD,
}

export const FACT_KINDS: readonly string[] = Object.keys(READERS)
export const isFactKind = (word: string): word is FactKind => FACT_KINDS.includes(word)
