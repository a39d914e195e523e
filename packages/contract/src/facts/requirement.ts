/** Why and how long a device is required. */
import { BRAC_MAX, mgPer210L } from '@keyturn/domain/units.ts'
import { z } from 'zod'
import { jurisdictionField } from '../fields.ts'
import { codeField, dateField, inOrder, nameField, ORDER, stateField, wordsField } from './text.ts'

export const licenseField = z.strictObject({
  state: stateField,
  number: z
    .string()
    .regex(/^[A-Za-z0-9*](?:[A-Za-z0-9* -]{0,23}[A-Za-z0-9*])?$/, 'a license number is 1 to 25 letters and digits'),
})

export const addressField = z.strictObject({
  street: nameField,
  city: nameField,
  state: stateField,
  postalCode: z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9 -]{1,10})[A-Za-z0-9]$/, 'a postal code such as 02116'),
})

export const participantField = z.strictObject({
  name: nameField,
  bornOn: dateField,
  license: licenseField,
  address: addressField,
  email: z.email().max(254).nullable(),
  telephone: z
    .string()
    .regex(/^[+0-9(][0-9 ()./-]{4,24}$/, 'a telephone number such as +1 617 555 0100')
    .nullable(),
})

/** Whole milligrams per 210 L of breath. */
const bracField = z
  .int()
  .min(0)
  .max(BRAC_MAX)
  .transform((mg) => mgPer210L(mg))

const docketField = nameField.nullable()

export const requirementFacts = [
  z.strictObject({
    kind: z.literal('case-opened'),
    jurisdiction: jurisdictionField,
    participant: participantField,
  }),
  z.strictObject({
    kind: z.literal('conviction'),
    offense: z.literal('oui'),
    on: dateField,
    state: stateField,
    docket: docketField,
    brac: bracField.nullable().exactOptional(),
  }),
  z
    .strictObject({
      kind: z.literal('court-order'),
      docket: nameField,
      from: dateField,
      until: dateField.nullable(),
    })
    .refine(inOrder, { message: ORDER, path: ['until'] }),
  z
    .strictObject({
      kind: z.literal('suspension'),
      from: dateField,
      until: dateField.nullable(),
      why: wordsField,
    })
    .refine(inOrder, { message: ORDER, path: ['until'] }),
] as const

export const restrictionCodeField = codeField.max(8)
