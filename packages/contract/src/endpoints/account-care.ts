/**
 * Looking after the accounts of an office or a vendor: who has one, who was refused what, what was written to people.
 */
import { z } from 'zod'
import { endpoint, jsonBody, jsonReply, noBody } from '../endpoint.ts'
import { momentField, noParams, noQuery } from '../fields.ts'
import { accountRoleField, idField } from './accounts.ts'

export const Account = z.strictObject({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: accountRoleField,
  jurisdiction: z.string().nullable(),
  vendor: z.string().nullable(),
  hasSecondFactor: z.boolean(),
  createdAt: z.string(),
  disabledAt: z.string().nullable(),
})
export type Account = z.infer<typeof Account>

export const listAccounts = endpoint({
  method: 'GET',
  path: '/v1/accounts',
  summary: 'Accounts of one’s own jurisdiction or vendor by e-mail address, up to 500 from `after` on.',
  params: noParams,
  query: z.strictObject({
    after: z.string().max(254).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  body: noBody,
  reply: jsonReply(z.strictObject({ accounts: z.array(Account) })),
  replyBytesMax: 1_024 * 1_024,
  problems: [],
})

/**
 * - `disable`: the account may not sign in any more, and every session of it ends.
 * - `enable`: it may again.
 * - `remove-second-factor`: for somebody who lost it and the backup codes; every session ends.
 */
export const ACCOUNT_CHANGES = ['disable', 'enable', 'remove-second-factor'] as const

export const changeAccount = endpoint({
  method: 'POST',
  path: '/v1/accounts/:userId/changes',
  summary: 'Disable or enable an account of one’s own jurisdiction or vendor, or remove a lost second factor.',
  params: z.strictObject({ userId: idField }),
  query: noQuery,
  body: jsonBody(z.strictObject({ change: z.enum(ACCOUNT_CHANGES) })),
  reply: jsonReply(Account),
  problems: ['not-found'],
})

export const AccessRefusal = z.strictObject({
  id: z.string(),
  at: z.string(),
  user: z.string(),
  name: z.string(),
  role: z.string(),
  endpoint: z.string(),
  /** Method and path, without the query. */
  path: z.string(),
  code: z.string(),
})

export const listRefusals = endpoint({
  method: 'GET',
  path: '/v1/access-refusals',
  summary: 'Calls that were refused to people and programs of one’s own jurisdiction, newest first.',
  params: noParams,
  query: z
    .strictObject({
      /** Where the page before ended: both of its last row. */
      beforeAt: momentField.optional(),
      beforeId: z.uuid().optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    })
    .refine(({ beforeAt, beforeId }) => (beforeAt === undefined) === (beforeId === undefined), 'both or neither'),
  body: noBody,
  reply: jsonReply(z.strictObject({ refusals: z.array(AccessRefusal) })),
  replyBytesMax: 1_024 * 1_024,
  problems: [],
})

export const WrittenMail = z.strictObject({
  id: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  about: z.string(),
  at: z.string(),
  /** Null where there is no mail server, or it has not taken the mail. */
  sentAt: z.string().nullable(),
  failure: z.string().nullable(),
})

export const listMail = endpoint({
  method: 'GET',
  path: '/v1/mail',
  summary: 'What the server wrote to people, newest first: of one’s own jurisdiction, or for its operator all.',
  params: noParams,
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
  body: noBody,
  reply: jsonReply(z.strictObject({ mail: z.array(WrittenMail) })),
  replyBytesMax: 4 * 1_024 * 1_024,
  problems: [],
})
