/** Tokens of programs that work for a vendor or an agency. */
import { z } from 'zod'
import { endpoint, jsonBody, jsonReply, noBody } from '../endpoint.ts'
import { jurisdictionField, noParams, noQuery } from '../fields.ts'
import { isScope, type Scope } from '../scopes.ts'
import { idField, organizationField, personNameField } from './accounts.ts'

/** A token that nobody renews for a year is a forgotten one. */
export const TOKEN_DAYS_MAX = 366

export const scopeField = z
  .string()
  .refine((text): text is Scope => isScope(text), 'a scope; the reference page lists them')

export const ApiToken = z.strictObject({
  id: z.string(),
  /** Its beginning, to tell it from others. */
  shown: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  jurisdiction: z.string().nullable(),
  vendor: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  revokedAt: z.string().nullable(),
  /** To the minute. */
  usedAt: z.string().nullable(),
})
export type ApiToken = z.infer<typeof ApiToken>

export const createToken = endpoint({
  method: 'POST',
  path: '/v1/tokens',
  summary: 'Make a token for a program of one’s own vendor or jurisdiction. The token itself is told this once.',
  params: noParams,
  query: noQuery,
  body: jsonBody(
    z.strictObject({
      name: personNameField,
      scopes: z
        .array(scopeField)
        .min(1)
        .max(32)
        .refine((scopes) => new Set(scopes).size === scopes.length, 'each scope once'),
      expiresInDays: z.number().int().min(1).max(TOKEN_DAYS_MAX),
      /** For the server's operator, who has neither: exactly one of them. */
      jurisdiction: jurisdictionField.optional(),
      vendor: organizationField.optional(),
    }),
  ),
  reply: jsonReply(z.strictObject({ token: ApiToken, secret: z.string() })),
  problems: [],
})

export const listTokens = endpoint({
  method: 'GET',
  path: '/v1/tokens',
  summary: 'The newest 500 tokens of one’s own vendor or jurisdiction, revoked ones too.',
  params: noParams,
  query: noQuery,
  body: noBody,
  reply: jsonReply(z.strictObject({ tokens: z.array(ApiToken) })),
  replyBytesMax: 1_024 * 1_024,
  problems: [],
})

export const revokeToken = endpoint({
  method: 'POST',
  path: '/v1/tokens/:tokenId/revoke',
  summary: 'Revoke a token: from now on it opens nothing.',
  params: z.strictObject({ tokenId: idField }),
  query: noQuery,
  body: noBody,
  reply: jsonReply(ApiToken),
  problems: ['not-found'],
})
