/** Who lives with the participant, what was sworn, where they live. */
import type { Field } from '../../../ui/form/field.ts'
import { type FactForm, fixed, paper, reason, state } from './fact-form.ts'
import { type FormCase, freshName, textsIn } from './form-case.ts'

const members = (of: FormCase) => {
  const names = textsIn(of, 'household-member-added', 'name')
  const left = textsIn(of, 'household-member-left', 'member')
  return textsIn(of, 'household-member-added', 'member')
    .map((member, n) => ({ value: member, words: names[n] ?? member }))
    .filter(({ value }) => !left.includes(value))
}

const license: readonly Field[] = [
  { ...state('license.state', 'State of the license'), optional: true },
  {
    kind: 'text',
    name: 'license.number',
    label: 'License number',
    hint: 'Both stay empty for somebody who does not drive.',
    max: 25,
    optional: true,
  },
]

export const householdForms = {
  'household-member-added': {
    group: 'Household and papers',
    title: 'Add a member of the household',
    words: 'Each licensed member of the household signs an affidavit of their own.',
    send: 'Add the person',
    when: null,
    fields: (of) => [
      fixed('member', freshName('member', textsIn(of, 'household-member-added', 'member'))),
      { kind: 'text', name: 'name', label: 'Name' },
      ...license,
    ],
  },
  'household-member-left': {
    group: 'Household and papers',
    title: 'Somebody has left the household',
    words: 'Their affidavit is asked for no longer.',
    send: 'Record it',
    when: 'When it happened',
    fields: (of) => [
      { kind: 'choice', name: 'member', label: 'Who', options: members(of), none: 'No member is on record.' },
      { kind: 'long-text', name: 'why', label: 'What happened' },
    ],
    pointless: (of) => (members(of).length === 0 ? 'No member of the household is on record.' : null),
  },
  'affidavit-filed': {
    group: 'Household and papers',
    title: 'File an affidavit',
    words: 'Signed before a notary: by the participant, and by each licensed member of the household.',
    send: 'File the affidavit',
    when: null,
    fields: (of) => [
      {
        kind: 'choice',
        name: 'signer',
        label: 'Who signed',
        options: [{ value: 'participant', words: 'The participant' }, ...members(of)],
      },
      { kind: 'date', name: 'signedOn', label: 'Signed on' },
      {
        kind: 'text',
        name: 'notary.name',
        label: 'Notary',
        hint: 'Without a notary the affidavit is kept and does not count.',
        optional: true,
      },
      { kind: 'date', name: 'notary.on', label: 'Notarized on', optional: true },
      paper('The signed paper'),
    ],
  },
  'address-changed': {
    group: 'Household and papers',
    title: 'Record a new address',
    own: 'Tell a new address',
    words: 'A change of address is told within the time that the program sets.',
    send: 'Record the address',
    when: 'When it changed',
    fields: () => [
      { kind: 'text', name: 'address.street', label: 'Street and number' },
      { kind: 'text', name: 'address.city', label: 'City or town' },
      state('address.state', 'State'),
      { kind: 'text', name: 'address.postalCode', label: 'Postal code', max: 12 },
    ],
  },
  'hardship-finding': {
    group: 'Decisions',
    title: 'Find that the costs are borne by others',
    words: 'A written finding of hardship: for its time the participant is not charged for the device.',
    send: 'Record the finding',
    when: null,
    fields: () => [
      { kind: 'date', name: 'from', label: 'From' },
      { kind: 'date', name: 'until', label: 'Until', hint: 'Empty: until further notice.', optional: true },
      reason(),
    ],
  },
} as const satisfies Readonly<Record<string, FactForm>>
