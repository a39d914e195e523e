/** What somebody reports, and what is said about a finding. */
import { z } from 'zod'
import { deviceIdField } from '../fields.ts'
import { codeField, documentsField, findingIdField, momentIn, organizationIdField, wordsField } from './text.ts'

export const violationFacts = [
  z.strictObject({
    kind: z.literal('violation-reported'),
    violation: codeField,
    account: wordsField,
    device: deviceIdField.nullable(),
    documents: documentsField,
  }),
  z.strictObject({
    kind: z.literal('provider-failure'),
    vendor: organizationIdField,
    until: momentIn.nullable(),
    what: wordsField,
    documents: documentsField,
  }),
  z.strictObject({
    kind: z.literal('excusal-granted'),
    about: findingIdField,
    cause: z.enum(['device', 'power', 'provider', 'vehicle', 'unknown']),
    reason: wordsField,
    documents: documentsField,
  }),
] as const
