/** Time in other states, the end of the requirement, and what is said about another fact. */
import type { Field } from '../../../ui/form/field.ts'
import { type FactForm, papers, reason, state } from './fact-form.ts'
import { type FormCase, factOptions } from './form-case.ts'

const decided = (of: FormCase, kind: string): readonly number[] =>
  of.facts.flatMap((fact) => {
    const request = fact.body['request']
    return fact.kind === kind && typeof request === 'number' ? [request] : []
  })

/** Requests that no decision names yet. */
const open = (of: FormCase, requested: string, decision: string) => {
  const done = decided(of, decision)
  return factOptions(of, requested).filter(({ value }) => !done.includes(Number(value)))
}

const request = (options: ReturnType<typeof open>): Field => ({
  kind: 'choice',
  name: 'request',
  label: 'Request',
  number: true,
  options,
  none: 'No request is open.',
})

const granted: Field = {
  kind: 'yes-no',
  name: 'granted',
  label: 'Decision',
  words: { yes: 'Granted', no: 'Refused' },
}

export const elsewhereForms = {
  'credit-requested': {
    group: 'Other states',
    title: 'Record a request for credit',
    own: 'Ask for credit for time in another state',
    words: 'Time with a device in another state counts when it was kept to the same standards, and when it is proved.',
    send: 'Ask for the credit',
    when: null,
    fields: () => [
      state('state', 'State'),
      { kind: 'date', name: 'from', label: 'From' },
      { kind: 'date', name: 'until', label: 'Until' },
      { kind: 'text', name: 'vendor', label: 'Vendor there' },
      { kind: 'yes-no', name: 'proof.maintained', label: 'Proved: the device was in the vehicle all the time' },
      { kind: 'yes-no', name: 'proof.serviced', label: 'Proved: it was serviced when due' },
      { kind: 'yes-no', name: 'proof.freeOfViolations', label: 'Proved: there was no violation' },
      { kind: 'yes-no', name: 'proof.sameSettings', label: 'Proved: it was set to the same standards as here' },
      papers('The proof'),
    ],
  },
  'credit-decided': {
    group: 'Decisions',
    title: 'Decide a request for credit',
    words: 'Granted: the time counts toward the term here.',
    send: 'Decide',
    when: null,
    fields: (of) => [request(open(of, 'credit-requested', 'credit-decided')), granted, reason()],
    pointless: (of) =>
      open(of, 'credit-requested', 'credit-decided').length === 0 ? 'No request for credit is open.' : null,
  },
} as const satisfies Readonly<Record<string, FactForm>>

export const removalForms = {
  'removal-requested': {
    group: 'Removal',
    title: 'Record a request for removal',
    own: 'Ask that the device may be removed',
    words: 'An officer decides. Until then nothing changes: the device stays in and is used and serviced as before.',
    send: 'Ask for the removal',
    when: null,
    fields: () => [{ kind: 'long-text', name: 'statement', label: 'What you want to say to it' }],
  },
  'removal-decided': {
    group: 'Decisions',
    title: 'Decide a request for removal',
    words: 'Granted: a provider may take the device out. The restriction on the license is removed on its own.',
    send: 'Decide',
    when: null,
    fields: (of) => [request(open(of, 'removal-requested', 'removal-decided')), granted, reason()],
    pointless: (of) =>
      open(of, 'removal-requested', 'removal-decided').length === 0 ? 'No request for removal is open.' : null,
  },
  'fact-withdrawn': {
    group: 'The record itself',
    title: 'Withdraw a fact',
    words:
      'Nothing is deleted: the fact stays on record, marked as withdrawn, and everything is assessed again without it.',
    send: 'Withdraw it',
    when: null,
    fields: (of) => [
      { kind: 'choice', name: 'fact', label: 'Which fact', options: factOptions(of), number: true },
      reason(),
    ],
  },
} as const satisfies Readonly<Record<string, FactForm>>
