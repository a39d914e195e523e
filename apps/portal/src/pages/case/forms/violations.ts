/** What somebody reports, and what is said about a finding. */
import type { Option } from '../../../ui/form/field.ts'
import { type FactForm, papers, reason } from './fact-form.ts'
import { deviceOptions, type FormCase, findingOptions, organizationOptions } from './form-case.ts'

/** What a person may report. The program says what each comes to, and which of them it knows. */
const reportable: readonly Option[] = [
  { value: 'no-device', words: 'Drove without a device' },
  { value: 'other-person', words: 'Another person’s breath, or a breath for somebody else' },
  { value: 'artificial-sample', words: 'An air sample by artificial means' },
  { value: 'tampering', words: 'Tampered with the device or circumvented it' },
]

const held = ['lockout', 'violations-reset', 'violation', 'for-a-person', 'integrity']
const excusable = (of: FormCase) =>
  findingOptions(of, (one) => held.includes(one.class) && !['excused', 'not-responsible'].includes(one.standing.kind))

export const violationForms = {
  'violation-reported': {
    group: 'Violations and hearings',
    title: 'Report a violation',
    words:
      'What you saw, in your words. It becomes a finding that a hearing decides about; nobody is found guilty here.',
    send: 'Report it',
    when: 'When it happened',
    fields: (of) => [
      { kind: 'choice', name: 'violation', label: 'What happened', options: reportable },
      { kind: 'long-text', name: 'account', label: 'What you saw, and how you know' },
      { kind: 'choice', name: 'device', label: 'Device', options: deviceOptions(of), optional: true },
      papers(),
    ],
  },
  'provider-failure': {
    group: 'Service',
    title: 'Record a failure of the provider',
    own: 'Tell that my provider has failed',
    words:
      'Closed when it should be open, no part in stock, a device that broke. It excuses nothing by itself: an officer decides.',
    send: 'Record the failure',
    when: 'Since when',
    fields: (of) => [
      of.ownVendor === null
        ? { kind: 'choice', name: 'vendor', label: 'Vendor', options: organizationOptions(of, 'vendor') }
        : { kind: 'fixed', name: 'vendor', label: 'Vendor', value: of.ownVendor },
      { kind: 'moment', name: 'until', label: 'Until when', hint: 'Empty: it goes on.', optional: true },
      { kind: 'long-text', name: 'what', label: 'What failed' },
      papers(),
    ],
  },
  'excusal-granted': {
    group: 'Decisions',
    title: 'Excuse a finding',
    words: 'It was somebody else’s doing. The finding stays on record and does not count against the participant.',
    send: 'Excuse it',
    when: null,
    fields: (of) => [
      { kind: 'choice', name: 'about', label: 'Which finding', options: excusable(of) },
      {
        kind: 'choice',
        name: 'cause',
        label: 'Whose doing it was',
        options: [
          { value: 'device', words: 'The device’s' },
          { value: 'power', words: 'The power’s' },
          { value: 'provider', words: 'The provider’s' },
          { value: 'vehicle', words: 'The vehicle’s' },
          { value: 'unknown', words: 'It is not known' },
        ],
      },
      reason(),
      papers(),
    ],
    pointless: (of) => (excusable(of).length === 0 ? 'No finding counts against the participant.' : null),
  },
} as const satisfies Readonly<Record<string, FactForm>>
