/** Why and how long a device is required. A case itself is opened on a page of its own. */
import type { Field } from '../../../ui/form/field.ts'
import { type FactForm, state } from './fact-form.ts'

const from: Field = { kind: 'date', name: 'from', label: 'First day' }
const until: Field = { kind: 'date', name: 'until', label: 'Last day', optional: true }

export const requirementForms = {
  conviction: {
    group: 'Why and how long',
    title: 'Record a conviction',
    words: 'An OUI conviction. Two or more bring the requirement of a device with a hardship license or reinstatement.',
    send: 'Record the conviction',
    when: null,
    fields: () => [
      { kind: 'fixed', name: 'offense', label: 'Offense', value: 'oui' },
      { kind: 'date', name: 'on', label: 'Date of the conviction' },
      state('state', 'State of the conviction'),
      { kind: 'text', name: 'docket', label: 'Docket number', optional: true },
    ],
  },
  'court-order': {
    group: 'Why and how long',
    title: 'Record a court’s order',
    words: 'A device ordered by a court is required for the whole time of the order.',
    send: 'Record the order',
    when: null,
    fields: () => [
      { kind: 'text', name: 'docket', label: 'Docket number' },
      from,
      { ...until, hint: 'Empty: until the court says otherwise.' },
    ],
  },
  suspension: {
    group: 'Why and how long',
    title: 'Record a suspension',
    words: 'A period of suspension or revocation as prescribed by law. It counts toward how long a device is required.',
    send: 'Record the suspension',
    when: null,
    fields: () => [
      from,
      { ...until, hint: 'Empty: for life.' },
      { kind: 'long-text', name: 'why', label: 'What it is for' },
    ],
  },
} as const satisfies Readonly<Record<string, FactForm>>
