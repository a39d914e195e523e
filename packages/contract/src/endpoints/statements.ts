/** Signed statements: handing them in by any path, looking at the public ones. `docs/formats/statement.md` explains. */
import { LIST_FILE_BYTES_MAX } from '@keyturn/evidence/statement/read-statement.ts'
import { z } from 'zod'
import { endpoint, jsonBody, jsonReply, noBody } from '../endpoint.ts'
import { noParams, noQuery } from '../fields.ts'

/** A statement file as it travels, in characters, all of them ASCII: lists are the longest of them. */
export const STATEMENT_FILE_MAX = LIST_FILE_BYTES_MAX

/** One compact JWS a line, from the one the root signed to the statement itself. */
export const statementFileField = z
  .string()
  .min(1, 'a statement file')
  .max(STATEMENT_FILE_MAX, `a statement file of at most ${STATEMENT_FILE_MAX} characters`)
  .regex(/^[A-Za-z0-9._\r\n-]+$/, 'a statement file: lines of letters, digits, dots, hyphens and underscores')

/** What a statement is called, as its `jti`. */
export const statementIdField = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{5,63}$/, 'a statement id is 6 to 64 letters, digits, dots, hyphens')

/** Kinds that are published to everybody. */
export const PUBLIC_STATEMENTS = [
  'authority-key',
  'vendor',
  'rescue',
  'order',
  'outage',
  'revocations',
  'index',
] as const
/** Kinds about one case, which those see who see the case. */
export const CASE_STATEMENTS = ['confirmation', 'exception'] as const
/** Kinds for one device. Certificates have an address of their own. */
export const DEVICE_STATEMENTS = ['configuration', 'override'] as const

/**
 * Whether a statement counts.
 * - `conflicting`: the same issuer signed another one under this id; neither counts.
 * - `revoked`: it, or a key that it rests on, was withdrawn.
 */
export const STATEMENT_STATES = ['not-yet', 'counts', 'over', 'conflicting', 'revoked'] as const

export const StatementView = z.strictObject({
  id: z.string(),
  kind: z.string(),
  issuer: z.string(),
  subject: z.string(),
  jurisdiction: z.string(),
  issuedAt: z.string(),
  notBefore: z.string(),
  expiresAt: z.string(),
  /** The law that the issuer acts by. */
  cites: z.array(z.string()),
  receivedAt: z.string(),
  /** Of the file, 64 hex digits: its name at mirrors. */
  sha256: z.string(),
  state: z.enum(STATEMENT_STATES),
  /** One sentence: who says what, and whether it counts. */
  words: z.string(),
  /** The same bytes at mirrors, in QR codes, on the link. */
  file: z.string(),
  /** `conflicting`: the files of the others under this id. */
  others: z.array(z.string()),
})
export type StatementView = z.infer<typeof StatementView>

/** The same bytes again change nothing and are answered the same. */
export const postStatement = endpoint({
  method: 'POST',
  path: '/v1/statements',
  summary: 'Hand in a signed statement. It is verified from the pinned root; whoever brings it adds nothing to it.',
  params: noParams,
  query: noQuery,
  body: jsonBody(z.strictObject({ file: statementFileField })),
  reply: jsonReply(StatementView),
  replyBytesMax: 1_024 * 1_024,
  problems: [
    'no-root-key',
    'statement-refused',
    'statement-conflict',
    'unknown-case',
    'unknown-device',
    'too-many-statements',
    'not-durable',
  ],
})

export const getStatement = endpoint({
  method: 'GET',
  path: '/v1/statements/:statementId',
  summary: 'A public statement: an order, an outage, a key, a vendor, a rescue, revocations, an index.',
  params: z.strictObject({ statementId: statementIdField }),
  query: noQuery,
  body: noBody,
  reply: jsonReply(StatementView),
  replyBytesMax: 1_024 * 1_024,
  problems: ['unknown-statement'],
})
