/** Who lives with the participant, and what was sworn. */
import { z } from 'zod'
import { addressField, licenseField } from './requirement.ts'
import { dateField, documentIdField, inOrder, nameField, ORDER, shortName, wordsField } from './text.ts'

/** The participant signs under this name, so no member of the household has it. */
const memberField = shortName.refine((name) => name !== 'participant', 'this name is the participant’s own')

export const householdFacts = [
  z.strictObject({
    kind: z.literal('household-member-added'),
    member: memberField,
    name: nameField,
    license: licenseField.nullable(),
  }),
  z.strictObject({ kind: z.literal('household-member-left'), member: memberField, why: wordsField }),
  z.strictObject({
    kind: z.literal('affidavit-filed'),
    signer: shortName,
    signedOn: dateField,
    notary: z.strictObject({ name: nameField, on: dateField }).nullable(),
    document: documentIdField.nullable(),
  }),
  z.strictObject({ kind: z.literal('address-changed'), address: addressField }),
  z
    .strictObject({
      kind: z.literal('hardship-finding'),
      from: dateField,
      until: dateField.nullable(),
      reason: wordsField,
    })
    .refine(inOrder, { message: ORDER, path: ['until'] }),
] as const
