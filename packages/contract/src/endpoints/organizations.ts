/** Vendors and service centers that an authority has approved, for everybody to read (MA-VEN-1). */
import { z } from 'zod'
import { endpoint, jsonReply, noBody } from '../endpoint.ts'
import { jurisdictionField, noParams } from '../fields.ts'

export const ORGANIZATION_KINDS = ['vendor', 'center', 'authority'] as const

export const Organization = z.strictObject({
  id: z.string(),
  kind: z.enum(ORGANIZATION_KINDS),
  /** The vendor that a center belongs to; itself otherwise. */
  parent: z.string(),
  name: z.string(),
  /** The jurisdictions that approve it: `US-MA`. */
  jurisdictions: z.array(z.string()),
  /** The states it does business in: `MA`. */
  states: z.array(z.string()),
  /** Where it is and how it is reached, as far as that is known. */
  address: z.string().nullable(),
  telephone: z.string().nullable(),
  website: z.string().nullable(),
})
export type Organization = z.infer<typeof Organization>

export const listOrganizations = endpoint({
  method: 'GET',
  path: '/v1/organizations',
  summary: 'Approved vendors and their service centers.',
  params: noParams,
  query: z.strictObject({
    kind: z.enum(ORGANIZATION_KINDS).optional(),
    jurisdiction: jurisdictionField.optional(),
  }),
  body: noBody,
  reply: jsonReply(z.strictObject({ organizations: z.array(Organization) })),
  replyBytesMax: 1_024 * 1_024,
  problems: [],
})
