/** Time with a device under another jurisdiction. */
import { z } from 'zod'
import { dateField, documentsField, factSeqField, inOrder, nameField, ORDER, stateField, wordsField } from './text.ts'

export const elsewhereFacts = [
  z
    .strictObject({
      kind: z.literal('credit-requested'),
      state: stateField,
      from: dateField,
      until: dateField,
      vendor: nameField,
      proof: z.strictObject({
        maintained: z.boolean(),
        serviced: z.boolean(),
        freeOfViolations: z.boolean(),
        sameSettings: z.boolean(),
      }),
      documents: documentsField,
    })
    .refine(inOrder, { message: ORDER, path: ['until'] }),
  z.strictObject({
    kind: z.literal('credit-decided'),
    request: factSeqField,
    granted: z.boolean(),
    reason: wordsField,
  }),
] as const
