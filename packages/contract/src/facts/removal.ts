/** The end of a requirement, and what is said about another fact of the case. */
import { z } from 'zod'
import { factSeqField, wordsField } from './text.ts'

export const removalFacts = [
  z.strictObject({ kind: z.literal('removal-requested'), statement: wordsField }),
  z.strictObject({
    kind: z.literal('removal-decided'),
    request: factSeqField,
    granted: z.boolean(),
    reason: wordsField,
  }),
] as const

export const recordFacts = [
  z.strictObject({ kind: z.literal('fact-withdrawn'), fact: factSeqField, reason: wordsField }),
] as const
