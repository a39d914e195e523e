/** Signed statements about a case. Who takes them in has verified the statement they name, to the pinned root. */
import { z } from 'zod'
import { momentIn, nameField, wordsField } from './text.ts'

const citesField = z.array(nameField).max(20).readonly()
const letter = { statement: nameField, issuer: nameField, cites: citesField }

export const letterFacts = [
  z.strictObject({
    kind: z.literal('confirmation-received'),
    ...letter,
    issuedBy: z.enum(['authority', 'vendor']),
    about: wordsField,
    provider: nameField,
    account: wordsField,
    next: wordsField,
  }),
  z.strictObject({
    kind: z.literal('exception-granted'),
    ...letter,
    vehicle: nameField,
    until: momentIn,
    reason: wordsField,
  }),
] as const
