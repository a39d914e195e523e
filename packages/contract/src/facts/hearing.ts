/** A hearing from its request to the board's decision. */
import { z } from 'zod'
import {
  dateField,
  documentIdField,
  findingIdField,
  inOrder,
  momentIn,
  nameField,
  ORDER,
  shortName,
  wordsField,
} from './text.ts'

const sanctionField = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z
    .strictObject({ kind: z.enum(['suspension', 'revocation']), from: dateField, until: dateField.nullable() })
    .refine(inOrder, { message: ORDER, path: ['until'] }),
])

export const hearingFacts = [
  z.strictObject({ kind: z.literal('hearing-requested'), about: findingIdField, statement: wordsField }),
  z.strictObject({
    kind: z.literal('hearing-scheduled'),
    hearing: shortName,
    about: z.array(findingIdField).min(1).max(50).readonly(),
    for: momentIn,
    place: nameField,
    noticeOn: dateField,
  }),
  z.strictObject({
    kind: z.literal('hearing-evidence'),
    hearing: shortName,
    from: z.enum(['participant', 'provider', 'authority']),
    what: wordsField,
    document: documentIdField.nullable(),
  }),
  z.strictObject({
    kind: z.literal('hearing-decided'),
    hearing: shortName,
    outcomes: z
      .array(z.strictObject({ about: findingIdField, outcome: z.enum(['responsible', 'not-responsible']) }))
      .min(1)
      .max(50)
      .refine((all) => new Set(all.map(({ about }) => about)).size === all.length, 'one outcome for each finding')
      .readonly(),
    sanction: sanctionField,
    participantPresent: z.boolean(),
    reason: wordsField,
  }),
  z.strictObject({ kind: z.literal('decision-contested'), hearing: shortName, statement: wordsField }),
  z.strictObject({
    kind: z.literal('contest-decided'),
    hearing: shortName,
    outcome: z.enum(['upheld', 'reversed', 'modified']),
    sanction: sanctionField,
    reason: wordsField,
  }),
] as const
