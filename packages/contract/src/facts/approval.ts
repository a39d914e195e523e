/** The hearings officer's side of a license. */
import { z } from 'zod'
import { restrictionCodeField } from './requirement.ts'
import { dateField, shortName, wordsField } from './text.ts'

export const approvalFacts = [
  z.strictObject({
    kind: z.literal('approval-granted'),
    toward: z.enum(['hardship-license', 'full-reinstatement']),
    reason: wordsField,
  }),
  z.strictObject({ kind: z.literal('approval-withdrawn'), reason: wordsField }),
  z.strictObject({
    kind: z.literal('exam-passed'),
    exam: z.enum(['learners-permit', 'road-test', 'special-road-test']),
    on: dateField,
    vehicle: shortName.nullable(),
  }),
  z
    .strictObject({ kind: z.literal('hardship-license-issued'), on: dateField, until: dateField })
    .refine(({ on, until }) => on <= until, { message: 'it ends on the day it begins, or later', path: ['until'] }),
  z.strictObject({ kind: z.literal('fully-reinstated'), on: dateField }),
  z.strictObject({ kind: z.literal('restriction-added'), code: restrictionCodeField }),
  z.strictObject({ kind: z.literal('restriction-removed'), reason: wordsField }),
] as const
