/**
 * Who one is here, and what one's account has: invitations, sessions, the demo's accounts. Signing in is under `/auth`.
 */
import { z } from 'zod'
import { endpoint, jsonBody, jsonReply, noBody } from '../endpoint.ts'
import { noParams, noQuery } from '../fields.ts'

/** What an account of a person can be. */
export const ACCOUNT_ROLES = [
  'driver',
  'technician',
  'vendor-operator',
  'authority-officer',
  'authority-admin',
  'auditor',
] as const
export const accountRoleField = z.enum(ACCOUNT_ROLES)
export type AccountRole = (typeof ACCOUNT_ROLES)[number]

/** Shorter ones are guessed; longer ones only cost time to check. */
export const PASSWORD_MIN = 12
export const PASSWORD_MAX = 128

export const emailField = z
  .email('an e-mail address')
  .max(254)
  .transform((text) => text.toLowerCase())
/** A person's name in any script: no line breaks, nothing that cannot be seen. */
export const personNameField = z
  .string()
  .trim()
  .min(1, 'a name')
  .max(120)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u, 'a name on one line')
export const passwordField = z
  .string()
  .min(PASSWORD_MIN, `a password of at least ${PASSWORD_MIN} characters`)
  .max(PASSWORD_MAX)
export const organizationField = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, 'an organization is 1 to 64 of a-z, 0-9 and inner hyphens')
/** What a link or a token carries: 32 bytes in base64url, with or without what stands before them. */
export const secretField = z.string().regex(/^[A-Za-z0-9_-]{20,80}$/, 'a secret as the link has it')
export const idField = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'an id')

/**
 * - `not-needed`: none is set up, and this role may do without.
 * - `to-set-up`: this role needs one, and none is set up: nothing else can be done before.
 * - `to-give`: one is set up, and this session has not given it yet.
 * - `given`: this session has proved it.
 */
export const secondFactorField = z.enum(['not-needed', 'to-set-up', 'to-give', 'given'])
export type SecondFactor = z.infer<typeof secondFactorField>

export const Me = z.strictObject({
  user: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  role: z.string(),
  jurisdiction: z.string().nullable(),
  vendor: z.string().nullable(),
  /** A driver's own cases. */
  cases: z.array(z.string()),
  /** What a program's token is good for. */
  scopes: z.array(z.string()),
  secondFactor: secondFactorField,
  sessionEndsAt: z.string().nullable(),
})
export type Me = z.infer<typeof Me>

export const whoAmI = endpoint({
  method: 'GET',
  path: '/v1/me',
  summary: 'Who calls, as far as the request proves it: role, name, jurisdiction, vendor, own cases, second factor.',
  params: noParams,
  query: noQuery,
  body: noBody,
  reply: jsonReply(Me),
  problems: [],
})

/** Which ways of signing in the server offers. */
export const SignInWays = z.strictObject({
  /** The agency whose own accounts are taken, as people call it; null where there is none. */
  agency: z.string().nullable(),
  /** Whether anybody may look at the demo and take one of its accounts. */
  demo: z.boolean(),
})

export const signInWays = endpoint({
  method: 'GET',
  path: '/v1/sign-in-ways',
  summary: 'Which ways of signing in this server offers besides e-mail address and password.',
  params: noParams,
  query: noQuery,
  body: noBody,
  reply: jsonReply(SignInWays),
  problems: [],
})

export const OpenSession = z.strictObject({
  id: z.string(),
  /** The network address and the browser it was begun from. */
  address: z.string(),
  agent: z.string(),
  secondFactor: z.string().nullable(),
  beganAt: z.string(),
  endsAt: z.string(),
  /** Whether it is the one that asks. */
  current: z.boolean(),
})

export const listSessions = endpoint({
  method: 'GET',
  path: '/v1/sessions',
  summary: 'The sessions of one’s own account that have not ended.',
  params: noParams,
  query: noQuery,
  body: noBody,
  reply: jsonReply(z.strictObject({ sessions: z.array(OpenSession) })),
  problems: [],
})

export const revokeSession = endpoint({
  method: 'POST',
  path: '/v1/sessions/:sessionId/revoke',
  summary: 'End one of one’s own sessions.',
  params: z.strictObject({ sessionId: idField }),
  query: noQuery,
  body: noBody,
  reply: jsonReply(z.strictObject({ revoked: z.literal(true) })),
  problems: ['not-found'],
})

export const DemoAccount = z.strictObject({
  /** What `demo-sign-in` takes. */
  email: z.string(),
  name: z.string(),
  role: accountRoleField,
  jurisdiction: z.string().nullable(),
  vendor: z.string().nullable(),
})

export const listDemoAccounts = endpoint({
  method: 'GET',
  path: '/v1/demo/accounts',
  summary: 'The accounts of a public demo that anybody may take with one click.',
  params: noParams,
  query: noQuery,
  body: noBody,
  reply: jsonReply(z.strictObject({ accounts: z.array(DemoAccount) })),
  problems: ['not-found'],
})

export const demoSignIn = endpoint({
  method: 'POST',
  path: '/v1/demo/sign-in',
  summary: 'Sign in as one of the accounts of a public demo; the answer sets the session’s cookie.',
  params: noParams,
  query: noQuery,
  body: jsonBody(z.strictObject({ account: z.string().max(254) })),
  reply: jsonReply(DemoAccount),
  problems: ['not-found'],
})
