/** The hearings officer's side of a license. */
import { type FactForm, reason } from './fact-form.ts'
import { vehicleOptions } from './form-case.ts'

export const approvalForms = {
  'approval-granted': {
    group: 'Decisions',
    title: 'Approve the installation',
    words: 'From now on a provider may install a device for this participant. Nobody may before.',
    send: 'Approve',
    when: null,
    fields: () => [
      {
        kind: 'choice',
        name: 'toward',
        label: 'Toward',
        options: [
          { value: 'hardship-license', words: 'A hardship license' },
          { value: 'full-reinstatement', words: 'Full reinstatement' },
        ],
      },
      reason(),
    ],
  },
  'approval-withdrawn': {
    group: 'Decisions',
    title: 'Withdraw the approval',
    words: 'No further device may be installed. What is installed stays until it is decided about.',
    send: 'Withdraw the approval',
    when: null,
    fields: () => [reason()],
  },
  'exam-passed': {
    group: 'License',
    title: 'Record a passed exam',
    words: 'Learner’s exam or road test. After two years of suspension the road test is a special one.',
    send: 'Record the exam',
    when: null,
    fields: (of, { exam }) => [
      {
        kind: 'choice',
        name: 'exam',
        label: 'Exam',
        options: [
          { value: 'learners-permit', words: 'Learner’s permit' },
          { value: 'road-test', words: 'Road test' },
          { value: 'special-road-test', words: 'Special road test' },
        ],
      },
      { kind: 'date', name: 'on', label: 'Passed on' },
      exam === 'road-test' || exam === 'special-road-test'
        ? { kind: 'choice', name: 'vehicle', label: 'In which vehicle', options: vehicleOptions(of), optional: true }
        : { kind: 'fixed', name: 'vehicle', label: 'Vehicle', value: null },
    ],
  },
  'hardship-license-issued': {
    group: 'License',
    title: 'Issue a hardship license',
    words: 'A license for limited hours. The device is required for as long as it holds, and for two years after.',
    send: 'Record the license',
    when: null,
    fields: () => [
      { kind: 'date', name: 'on', label: 'Issued on' },
      { kind: 'date', name: 'until', label: 'Holds until' },
    ],
  },
  'fully-reinstated': {
    group: 'License',
    title: 'Reinstate the license',
    words: 'The license is whole again, under the restriction as long as the device is required.',
    send: 'Record the reinstatement',
    when: null,
    fields: () => [{ kind: 'date', name: 'on', label: 'Reinstated on' }],
  },
  'restriction-added': {
    group: 'License',
    title: 'Put the restriction on the license',
    words: 'HZ for a hardship license, Z otherwise. Proof of the installation comes first.',
    send: 'Add the restriction',
    when: null,
    fields: () => [
      {
        kind: 'choice',
        name: 'code',
        label: 'Restriction',
        options: [
          { value: 'Z', words: 'Z: ignition interlock' },
          { value: 'HZ', words: 'HZ: hardship and ignition interlock' },
        ],
      },
    ],
  },
  'restriction-removed': {
    group: 'Removal',
    title: 'Take the restriction off the license',
    words: 'The restriction never ends by itself: an officer removes it once removal of the device is granted.',
    send: 'Remove the restriction',
    when: null,
    fields: () => [reason()],
  },
} as const satisfies Readonly<Record<string, FactForm>>
