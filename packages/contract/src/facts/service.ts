/** What the participant arranges with a provider, and what the provider did. */
import { z } from 'zod'
import { deviceIdField } from '../fields.ts'
import { dateField, momentIn, nameField, organizationIdField, shortName, wordsField } from './text.ts'

const purposeField = z.enum(['installation', 'scheduled', 'lockout', 'removal'])

export const serviceFacts = [
  z.strictObject({ kind: z.literal('vendor-chosen'), vendor: organizationIdField, center: organizationIdField }),
  z.strictObject({
    kind: z.literal('visit-booked'),
    vehicle: shortName,
    center: organizationIdField,
    purpose: purposeField,
    for: momentIn,
    confirmation: nameField,
  }),
  z.strictObject({
    kind: z.literal('device-installed'),
    device: deviceIdField,
    vehicle: shortName,
    vendor: organizationIdField,
    center: organizationIdField,
    technician: nameField,
    identity: nameField.nullable(),
    instructed: z.boolean(),
    dueOn: dateField,
    certificate: nameField.nullable(),
  }),
  z.strictObject({
    kind: z.literal('device-moved'),
    device: deviceIdField,
    to: shortName,
    center: organizationIdField,
    technician: nameField,
  }),
  z.strictObject({
    kind: z.literal('device-removed'),
    device: deviceIdField,
    removedBy: z.enum(['provider', 'participant', 'unknown']),
    why: z.enum(['program-completed', 'vehicle-changed', 'device-replaced', 'not-said']),
  }),
  z.strictObject({
    kind: z.literal('visit-kept'),
    device: deviceIdField,
    center: organizationIdField,
    technician: nameField,
    purpose: purposeField,
    dueOn: dateField.nullable(),
    sound: z.boolean(),
    uploaded: z.boolean(),
    certificate: nameField.nullable().exactOptional(),
    rescue: z.strictObject({ credential: nameField, vendor: organizationIdField }).nullable().exactOptional(),
  }),
  z.strictObject({ kind: z.literal('visit-announced-missed'), dueOn: dateField, why: wordsField }),
] as const
