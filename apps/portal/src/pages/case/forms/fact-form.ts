/** One fact as a form: what it is called, who is spoken to, what is asked. */
import type { Field, Values } from '../../../ui/form/field.ts'
import type { FormCase } from './form-case.ts'

export type FactForm = {
  readonly group: FactGroup
  /** As staff call it: "Decide a hearing". */
  readonly title: string
  /** As the participant calls it, where it is another name: "Ask for a hearing". */
  readonly own?: string
  /** What comes of it, in a sentence or two. */
  readonly words: string
  /** The button. */
  readonly send: string
  /** The question for the moment at which it happened; null when it happens as it is recorded. */
  readonly when: string | null
  readonly fields: (of: FormCase, values: Values) => readonly Field[]
  /** Why it makes no sense in this case now; null when it does. The law itself is asked when it is sent. */
  readonly pointless?: (of: FormCase) => string | null
}

export type FactGroup =
  | 'Decisions'
  | 'Why and how long'
  | 'License'
  | 'Household and papers'
  | 'Vehicles'
  | 'Service'
  | 'Violations and hearings'
  | 'Other states'
  | 'Removal'
  | 'The record itself'

/** The reason of a decision: it is kept with the decision and shown to the participant. */
export const reason = (label = 'The reason'): Field => ({
  kind: 'long-text',
  name: 'reason',
  label,
  hint: 'Kept with the decision and shown to the participant.',
})

export const fixed = (name: string, value: string | number | boolean | null | readonly string[]): Field => ({
  kind: 'fixed',
  name,
  label: name,
  value,
})

export const papers = (label = 'Papers'): Field => ({
  kind: 'papers',
  name: 'documents',
  label,
  hint: 'PDF, JPEG or PNG.',
  many: true,
  optional: true,
})

export const paper = (label: string): Field => ({
  kind: 'papers',
  name: 'document',
  label,
  hint: 'PDF, JPEG or PNG.',
  many: false,
  optional: true,
})

export const state = (name: string, label: string): Field => ({
  kind: 'text',
  name,
  label,
  hint: 'Two letters, such as MA.',
  max: 2,
  capitals: true,
})
