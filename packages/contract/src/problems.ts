/** What can be refused, and the one table that gives each refusal its HTTP status. Bodies follow RFC 9457. */
import type { Law } from '@keyturn/cases/law.ts'
import { z } from 'zod'

type Kind = { readonly status: number; readonly title: string }

/** The codes are for programs and never change their meaning; the titles are for people. */
export const PROBLEMS = {
  'bad-request': { status: 400, title: 'The request is not what this address expects' },
  'bad-encoding': { status: 400, title: 'The body is not what its Content-Encoding says' },
  unauthorized: { status: 401, title: 'This needs a valid credential' },
  forbidden: { status: 403, title: 'This credential may not do that' },
  'second-factor-required': { status: 403, title: 'This account needs its second factor first' },
  'cross-site': { status: 403, title: 'A page of another site may not do that' },
  'sign-in-failed': { status: 401, title: 'The sign-in did not succeed' },
  'wrong-code': { status: 401, title: 'That code does not hold' },
  'may-not-invite': { status: 403, title: 'This account may not invite that' },
  'agency-refused': { status: 403, title: 'The agency’s account may not sign in here' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'unknown-device': { status: 404, title: 'No such device is enrolled' },
  'link-over': { status: 404, title: 'This link cannot be used, or not any more' },
  'unknown-case': { status: 404, title: 'There is no such case, or it is not yours to see' },
  'unknown-document': { status: 404, title: 'There is no such paper in this case' },
  'no-such-decision': { status: 404, title: 'There is no such decision in this case' },
  'no-such-notice': { status: 404, title: 'There is no such notice that waits to be told' },
  'unknown-webhook': { status: 404, title: 'There is no such webhook, or it is not yours' },
  'unknown-event': { status: 404, title: 'That event is not on this webhook’s list' },
  'webhook-address': { status: 422, title: 'Webhooks cannot be sent to this address' },
  'too-many-webhooks': { status: 409, title: 'There are as many webhooks as there may be' },
  'unknown-jurisdiction': { status: 422, title: 'This jurisdiction has no program here' },
  'unknown-file': { status: 404, title: 'There is no such file, or it is not yours to see' },
  'nothing-to-report': { status: 409, title: 'Nothing is due that is not in a file already' },
  'file-refused': { status: 422, title: 'This file is not what it has to be' },
  'no-root-key': { status: 503, title: 'This server knows no root of authority' },
  'statement-refused': { status: 422, title: 'This statement does not hold here' },
  'statement-conflict': { status: 409, title: 'Another statement was signed under this id' },
  'unknown-statement': { status: 404, title: 'There is no such public statement here' },
  'too-many-statements': { status: 409, title: 'There are as many of these statements as there may be' },
  'unknown-mapping': { status: 404, title: 'There is no such mapping, or it is not yours to see' },
  'unknown-import': { status: 404, title: 'There is no such import, or it is not yours to see' },
  'import-refused': { status: 422, title: 'Nothing of this file was taken' },
  'no-such-record': { status: 404, title: 'That record is not held here' },
  'account-exists': { status: 409, title: 'This e-mail address has an account already' },
  'case-exists': { status: 409, title: 'There is a case under this id already' },
  'not-allowed-now': { status: 409, title: 'The law does not allow this now' },
  'case-full': { status: 409, title: 'This case holds as much as it can' },
  'precondition-failed': { status: 412, title: 'Somebody else recorded something meanwhile' },
  'idempotency-key-missing': { status: 400, title: 'This needs an Idempotency-Key' },
  'idempotency-key-reused': { status: 422, title: 'This Idempotency-Key was used for something else' },
  'wrong-content': { status: 415, title: 'The content is not what its Content-Type says' },
  'device-exists': { status: 409, title: 'A different device is enrolled under this id' },
  'log-gap': { status: 409, title: 'Records are missing before this upload' },
  'log-fork': { status: 409, title: 'This log contradicts the one already held' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-encoding': { status: 415, title: 'This Content-Encoding is not supported' },
  'unsupported-media-type': { status: 415, title: 'This Content-Type is not supported' },
  'wrong-device': { status: 422, title: 'This is the log of another device' },
  'bad-signature': { status: 422, title: 'The log is not what the device signed' },
  'malformed-log': { status: 422, title: 'This is not a log of whole segments' },
  'unsupported-profile': { status: 422, title: 'This profile is not known here' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'The server failed' },
  busy: { status: 503, title: 'The server is busy' },
  'not-durable': { status: 503, title: 'The server could not make this durable' },
  unavailable: { status: 503, title: 'The server cannot do this now' },
} as const satisfies Readonly<Record<string, Kind>>

export type ProblemCode = keyof typeof PROBLEMS

/** Refusals that any endpoint may answer with. */
export const COMMON_PROBLEMS = [
  'bad-request',
  'unauthorized',
  'forbidden',
  'second-factor-required',
  'cross-site',
  'body-too-large',
  'unsupported-media-type',
  'too-many-requests',
  'internal',
  'busy',
  'unavailable',
] as const satisfies readonly ProblemCode[]

export type CommonProblem = (typeof COMMON_PROBLEMS)[number]

/** Where in an upload the fault is: line from 1; null where the bytes do not tell. */
export const FaultPlace = z.strictObject({
  code: z.string(),
  line: z.number().int(),
  segment: z.number().int().nullable(),
  records: z.strictObject({ from: z.number().int(), to: z.number().int() }).nullable(),
  what: z.string(),
})

/** `application/problem+json`. Members beyond the standard ones are there when the code has them. */
export const ProblemBody = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  /** One sentence about this very case, with the remedy where there is one. */
  detail: z.string(),
  code: z.string(),
  /** Names this one refusal in the server's logs. */
  instance: z.string().optional(),
  /** `log-gap`: the record number to send from. */
  wantedFrom: z.number().int().optional(),
  /** `log-fork`: the first segment known to differ, and its first record. */
  atSegment: z.number().int().optional(),
  atSeq: z.number().int().optional(),
  /** `malformed-log`, `wrong-device`, `bad-signature`: what is wrong and where. */
  fault: FaultPlace.optional(),
  /** `bad-request`: one sentence for each field that is wrong. */
  errors: z.array(z.string()).optional(),
  /** `not-allowed-now`: why, in a sentence, and the law that says so. */
  because: z.string().optional(),
  law: z.custom<Law>((value) => typeof value === 'object' && value !== null).optional(),
  /** `precondition-failed`: the number of facts that the case has now. */
  facts: z.number().int().optional(),
  /** `import-refused`: the first rows that cannot be read, by their line, and how many there are. */
  badRows: z.array(z.strictObject({ line: z.number().int(), what: z.string() })).optional(),
  badRowsTotal: z.number().int().optional(),
  /** `statement-refused`: how it fails, and which statement of the file. */
  refusal: z.strictObject({ code: z.string(), statement: z.string().nullable() }).optional(),
})
export type ProblemBody = z.infer<typeof ProblemBody>
export type ProblemExtras = Pick<
  ProblemBody,
  | 'badRows'
  | 'badRowsTotal'
  | 'refusal'
  | 'wantedFrom'
  | 'atSegment'
  | 'atSeq'
  | 'fault'
  | 'errors'
  | 'because'
  | 'law'
  | 'facts'
  | 'instance'
>

/** Whether the code is one of the table. */
export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(PROBLEMS, code)

/** The `type` of a problem, whoever refuses: the server, or a unit with codes of its own. */
export const problemType = (code: string): string => `urn:keyturn:problem:${code}`

/** The body for a refusal. */
export const problemBody = (code: ProblemCode, detail: string, extras: ProblemExtras = {}): ProblemBody => ({
  type: problemType(code),
  title: PROBLEMS[code].title,
  status: PROBLEMS[code].status,
  detail,
  code,
  ...extras,
})
