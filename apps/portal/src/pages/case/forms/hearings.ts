/** A hearing from its request to the board's decision. */
import type { Field, Values } from '../../../ui/form/field.ts'
import { type FactForm, fixed, paper, reason } from './fact-form.ts'
import { type FormCase, findingOptions, freshName, hearingOptions } from './form-case.ts'

const askable = (of: FormCase) =>
  findingOptions(
    of,
    ({ hearingBy, standing }) => hearingBy !== null && hearingBy >= of.asOf && standing.kind === 'stands',
  )
const hearable = (of: FormCase) =>
  findingOptions(of, ({ standing, hearingBy, class: kind }) => {
    const open = standing.kind === 'stands' || standing.kind === 'hearing-requested'
    return open && (hearingBy !== null || kind === 'violation' || kind === 'lockout' || kind === 'for-a-person')
  })

/** What a hearing comes to for the license. */
const sanction = ({ 'sanction.kind': kind = '', hearing = '' }: Values, { hearings }: FormCase): readonly Field[] => [
  {
    kind: 'choice',
    name: 'sanction.kind',
    label: 'Sanction',
    hint: preparedWords(hearings.find((one) => one.hearing === hearing)?.proposed ?? []),
    options: [
      { value: 'none', words: 'None' },
      { value: 'suspension', words: 'Suspension' },
      { value: 'revocation', words: 'Revocation' },
    ],
  },
  ...(kind === 'suspension' || kind === 'revocation'
    ? [
        { kind: 'date', name: 'sanction.from', label: 'First day' } as const,
        { kind: 'date', name: 'sanction.until', label: 'Last day', hint: 'Empty: for life.', optional: true } as const,
      ]
    : []),
]

const preparedWords = (proposed: FormCase['hearings'][number]['proposed']): string =>
  proposed.length === 0
    ? 'The law prepares nothing for this; the officer decides.'
    : `Prepared, should the participant be found responsible: ${proposed.map(({ words }) => words).join(' ')} The officer decides.`

/** One question for each finding that the hearing is about. The place of each in the list is its number. */
const outcomes = (of: FormCase, hearing: string): readonly Field[] => {
  const about = of.hearings.find((one) => one.hearing === hearing)?.about ?? []
  return about.flatMap((id, n) => [
    fixed(`outcomes.${n}.about`, id),
    {
      kind: 'choice',
      name: `outcomes.${n}.outcome`,
      label: `Found about: ${of.findings.find((one) => one.id === id)?.title ?? id}`,
      options: [
        { value: 'responsible', words: 'Responsible' },
        { value: 'not-responsible', words: 'Not responsible' },
      ],
    },
  ])
}

export const hearingForms = {
  'hearing-requested': {
    group: 'Violations and hearings',
    title: 'Record a request for a hearing',
    own: 'Ask for a hearing',
    words: 'An officer of the authority hears both sides. Until the decision the finding stands as it is.',
    send: 'Ask for the hearing',
    when: null,
    fields: (of) => [
      { kind: 'choice', name: 'about', label: 'About which finding', options: askable(of) },
      { kind: 'long-text', name: 'statement', label: 'What should be heard', hint: 'In your own words.' },
    ],
    pointless: (of) => (askable(of).length === 0 ? 'There is no finding for which a hearing can be asked now.' : null),
  },
  'hearing-scheduled': {
    group: 'Violations and hearings',
    title: 'Set a hearing',
    words: 'The participant gets notice of the day, the time and the place.',
    send: 'Set the hearing',
    when: null,
    fields: (of) => [
      fixed(
        'hearing',
        freshName(
          'hearing',
          of.hearings.map(({ hearing }) => hearing),
        ),
      ),
      { kind: 'several', name: 'about', label: 'About', options: hearable(of), none: 'There is no finding to hear.' },
      { kind: 'moment', name: 'for', label: 'Day and time' },
      { kind: 'text', name: 'place', label: 'Place' },
      { kind: 'date', name: 'noticeOn', label: 'Notice sent on' },
    ],
    pointless: (of) => (hearable(of).length === 0 ? 'There is no finding to hear.' : null),
  },
  'hearing-evidence': {
    group: 'Violations and hearings',
    title: 'Add evidence to a hearing',
    words: 'What was said or handed in, and by whom. All of it is before the officer.',
    send: 'Add the evidence',
    when: null,
    fields: (of) => [
      { kind: 'choice', name: 'hearing', label: 'Hearing', options: hearingOptions(of, 'set', 'contested') },
      {
        kind: 'choice',
        name: 'from',
        label: 'From',
        options: [
          { value: 'participant', words: 'The participant' },
          { value: 'provider', words: 'The provider' },
          { value: 'authority', words: 'The authority' },
        ],
      },
      { kind: 'long-text', name: 'what', label: 'What it is' },
      paper('The paper'),
    ],
    pointless: (of) => (hearingOptions(of, 'set', 'contested').length === 0 ? 'No hearing is set.' : null),
  },
  'hearing-decided': {
    group: 'Decisions',
    title: 'Decide a hearing',
    words:
      'For each finding: responsible or not. What was before you is kept with the decision and can be played again.',
    send: 'Decide',
    when: null,
    fields: (of, values) => [
      { kind: 'choice', name: 'hearing', label: 'Hearing', options: hearingOptions(of, 'set') },
      ...outcomes(of, values['hearing'] ?? ''),
      ...sanction(values, of),
      { kind: 'yes-no', name: 'participantPresent', label: 'Was the participant there?' },
      reason(),
    ],
    pointless: (of) => (hearingOptions(of, 'set').length === 0 ? 'No hearing is set.' : null),
  },
  'decision-contested': {
    group: 'Violations and hearings',
    title: 'Record that a decision is contested',
    own: 'Contest a decision',
    words: 'The board of appeal looks at it. Until then the decision holds.',
    send: 'Contest it',
    when: null,
    fields: (of) => [
      { kind: 'choice', name: 'hearing', label: 'Decision of which hearing', options: hearingOptions(of, 'decided') },
      { kind: 'long-text', name: 'statement', label: 'Why it is contested' },
    ],
    pointless: (of) => (hearingOptions(of, 'decided').length === 0 ? 'No hearing has been decided.' : null),
  },
  'contest-decided': {
    group: 'Decisions',
    title: 'Record the board’s decision',
    words:
      'Upheld: the decision holds. Reversed: the finding does not count. Modified: the sanction below holds instead.',
    send: 'Record the board’s decision',
    when: null,
    fields: (of, values) => [
      { kind: 'choice', name: 'hearing', label: 'Hearing', options: hearingOptions(of, 'contested') },
      {
        kind: 'choice',
        name: 'outcome',
        label: 'The board has',
        options: [
          { value: 'upheld', words: 'Upheld it' },
          { value: 'reversed', words: 'Reversed it' },
          { value: 'modified', words: 'Modified it' },
        ],
      },
      ...sanction(values, of),
      reason(),
    ],
    pointless: (of) => (hearingOptions(of, 'contested').length === 0 ? 'No decision is contested.' : null),
  },
} as const satisfies Readonly<Record<string, FactForm>>
