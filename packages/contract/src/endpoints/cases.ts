/** Cases: opening one, recording facts, everything that is told about one. `docs/formats/case-api.md` explains it. */
import type { CaseAssessment, Stage } from '@keyturn/cases/program/assessment.ts'
import type { CaseFact } from '@keyturn/cases/program/fact.ts'
import { z } from 'zod'
import { endpoint, jsonBody, jsonReply, noBody, textReply } from '../endpoint.ts'
import { newFact } from '../facts/body.ts'
import { participantField } from '../facts/requirement.ts'
import { factSeqField, momentIn } from '../facts/text.ts'
import { caseIdField, jurisdictionField, momentField, noParams, noQuery } from '../fields.ts'

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)
/** Moments inside are milliseconds since 1970, UTC. Its full shape is the type `CaseAssessment`. */
const assessmentField = z.custom<CaseAssessment>(isObject, 'an assessment is an object')

export const caseParams = z.strictObject({ caseId: caseIdField })
/** `knownAt` leaves out what the case learned later than that. */
const atQuery = z.strictObject({ at: momentField.optional(), knownAt: momentField.optional() })
/** From an answer; nothing in it is meant to be read. */
const cursorField = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9_-]+$/, 'a cursor is taken from an answer as it is')
const limitField = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual)
/** An assessment with ten years of device findings is the longest of them. */
const ASSESSMENT_BYTES_MAX = 16 * 1_024 * 1_024

export const OpenCase = z.strictObject({
  /** One is made where none is given. */
  caseId: caseIdField.optional(),
  jurisdiction: jurisdictionField,
  participant: participantField,
  at: momentIn.optional(),
})
export type OpenCase = z.output<typeof OpenCase>

/** What a fact brought about. */
export const Recorded = z.strictObject({
  case: z.string(),
  /** The fact's place; also the number of facts the case has now, for `If-Match`. */
  seq: z.number().int(),
  assessment: assessmentField,
})
export type Recorded = z.infer<typeof Recorded>

export const openCase = endpoint({
  method: 'POST',
  path: '/v1/cases',
  summary: 'Open a case for a participant under a jurisdiction.',
  params: noParams,
  query: noQuery,
  body: jsonBody(OpenCase),
  keyed: true,
  reply: jsonReply(Recorded),
  replyBytesMax: ASSESSMENT_BYTES_MAX,
  problems: ['case-exists', 'unknown-jurisdiction', 'idempotency-key-missing', 'idempotency-key-reused', 'not-durable'],
})

export const recordFact = endpoint({
  method: 'POST',
  path: '/v1/cases/:caseId/facts',
  summary: 'Record a fact. Its consequence is assessed and stored with it, or neither is.',
  params: caseParams,
  query: noQuery,
  body: jsonBody(newFact),
  keyed: true,
  reply: jsonReply(Recorded),
  replyBytesMax: ASSESSMENT_BYTES_MAX,
  problems: [
    'unknown-case',
    'not-allowed-now',
    'precondition-failed',
    'idempotency-key-missing',
    'idempotency-key-reused',
    'case-full',
    'not-durable',
  ],
})

/** A case as lists show it. */
export const CaseLine = z.strictObject({
  case: z.string(),
  jurisdiction: z.string(),
  name: z.string(),
  licenses: z.array(z.strictObject({ state: z.string(), number: z.string() })),
  vendor: z.string().nullable(),
  stage: z.string(),
  standing: z.string(),
  /** As of when it was assessed. */
  asOf: z.string(),
  /** Until when this line holds if nobody records anything. */
  nextChangeAt: z.string().nullable(),
})
export type CaseLine = z.infer<typeof CaseLine>

/** Does not compile when the engine knows another stage. */
const STAGE: { readonly [S in Stage['kind']]: S } = {
  'not-required': 'not-required',
  'awaiting-approval': 'awaiting-approval',
  approved: 'approved',
  installed: 'installed',
  restricted: 'restricted',
  suspended: 'suspended',
  'removal-requested': 'removal-requested',
  'removal-granted': 'removal-granted',
  completed: 'completed',
}
export const STAGES: readonly Stage['kind'][] = Object.values(STAGE)

/**
 * How it stands with the devices, the most urgent first: what the log of any device in a vehicle says, and `no-device`
 * when there is none.
 */
export const STANDINGS = [
  'locked-out',
  'violations-service-due',
  'unknown',
  'service-due-soon',
  'in-good-standing',
  'not-installed',
  'no-device',
] as const
export type DeviceStanding = (typeof STANDINGS)[number]

export const listCases = endpoint({
  method: 'GET',
  path: '/v1/cases',
  summary: 'Cases one may see, by id, a page at a time. `q` is a name or the beginning of one, or a license number.',
  params: noParams,
  query: z.strictObject({
    stage: z.enum(STAGE).optional(),
    standing: z.enum(STANDINGS).optional(),
    q: z.string().min(1).max(100).optional(),
    after: cursorField.optional(),
    limit: limitField(200, 50),
  }),
  body: noBody,
  reply: jsonReply(z.strictObject({ cases: z.array(CaseLine), next: z.string().nullable() })),
  replyBytesMax: 1_024 * 1_024,
  problems: [],
})

export const CaseView = z.strictObject({
  case: z.string(),
  jurisdiction: z.string(),
  vendor: z.string().nullable(),
  openedAt: z.string(),
  /** Facts it has: the number for `If-Match`. */
  facts: z.number().int(),
  assessment: assessmentField,
})
export type CaseView = z.infer<typeof CaseView>

export const getCase = endpoint({
  method: 'GET',
  path: '/v1/cases/:caseId',
  summary: 'A case with its assessment now.',
  params: caseParams,
  query: noQuery,
  body: noBody,
  reply: jsonReply(CaseView),
  replyBytesMax: ASSESSMENT_BYTES_MAX,
  problems: ['unknown-case'],
})

export const caseStatus = endpoint({
  method: 'GET',
  path: '/v1/cases/:caseId/status',
  summary:
    'The assessment as of `at` (default: now), from what was known at `knownAt` (default: everything known today).',
  params: caseParams,
  query: atQuery,
  body: noBody,
  reply: jsonReply(assessmentField),
  replyBytesMax: ASSESSMENT_BYTES_MAX,
  problems: ['unknown-case'],
})

export const explainCaseEndpoint = endpoint({
  method: 'GET',
  path: '/v1/cases/:caseId/explanation',
  summary: 'The status in plain words: stage, term, what is to be done, findings with law and facts.',
  params: caseParams,
  query: atQuery,
  body: noBody,
  reply: textReply,
  replyBytesMax: ASSESSMENT_BYTES_MAX,
  problems: ['unknown-case'],
})

export const CaseTimelineEntry = z.strictObject({
  at: z.string(),
  /** The same for people, in the jurisdiction's zone: `Mon 2 Mar 2026, 09:00 EST`. */
  when: z.string(),
  of: z.enum(['case', 'device']),
  /** Null for what people told. */
  device: z.string().nullable(),
  seq: z.number().int(),
  kind: z.string(),
  words: z.string(),
  /** Who told it; null for what a device recorded. */
  by: z.strictObject({ name: z.string(), role: z.string() }).nullable(),
  /** How much later the case learned it: `12 days`; null when at once. */
  later: z.string().nullable(),
  /** Whether another fact took it back. */
  withdrawn: z.boolean(),
})
export type CaseTimelineEntry = z.infer<typeof CaseTimelineEntry>

export const caseTimelineEndpoint = endpoint({
  method: 'GET',
  path: '/v1/cases/:caseId/timeline',
  summary: 'One sentence for each fact and each record that tells something, newest first, a page at a time.',
  params: caseParams,
  query: z.strictObject({ after: cursorField.optional(), limit: limitField(500, 100) }),
  body: noBody,
  reply: jsonReply(z.strictObject({ entries: z.array(CaseTimelineEntry), next: z.string().nullable() })),
  replyBytesMax: 1_024 * 1_024,
  problems: ['unknown-case'],
})

/** A fact as it was recorded; moments inside are milliseconds since 1970. `words` is the same as a sentence. */
export const ToldFact = z.strictObject({
  fact: z.custom<CaseFact>(isObject, 'a fact is an object'),
  words: z.string(),
})

export const listFacts = endpoint({
  method: 'GET',
  path: '/v1/cases/:caseId/facts',
  summary: 'The facts of a case in the order in which they were recorded, from the one after `after` on.',
  params: caseParams,
  query: z.strictObject({
    after: z.coerce.number().int().min(0).max(1_000_000).default(0),
    limit: limitField(500, 100),
  }),
  body: noBody,
  reply: jsonReply(z.strictObject({ facts: z.array(ToldFact), next: z.number().int().nullable() })),
  replyBytesMax: 16 * 1_024 * 1_024,
  problems: ['unknown-case'],
})

export const CaseRead = z.strictObject({
  at: z.string(),
  user: z.string(),
  name: z.string(),
  role: z.string(),
  /** What was looked at: the name of an endpoint. */
  what: z.string(),
})

export const listReads = endpoint({
  method: 'GET',
  path: '/v1/cases/:caseId/reads',
  summary: 'Who looked at this case, newest first, a page at a time.',
  params: caseParams,
  query: z.strictObject({ after: cursorField.optional(), limit: limitField(500, 100) }),
  body: noBody,
  reply: jsonReply(z.strictObject({ reads: z.array(CaseRead), next: z.string().nullable() })),
  replyBytesMax: 1_024 * 1_024,
  problems: ['unknown-case'],
})

export const Replay = z.strictObject({
  seq: z.number().int(),
  kind: z.string(),
  asOf: z.string(),
  rules: z.array(z.string()),
  /** Whether the assessment made again has the very bytes that were decided on. */
  sameBytes: z.boolean(),
  digestThen: z.string(),
  digestNow: z.string(),
  assessment: assessmentField,
})
export type Replay = z.infer<typeof Replay>

export const replayDecision = endpoint({
  method: 'GET',
  path: '/v1/cases/:caseId/decisions/:seq/replay',
  summary:
    'Assess again what a decision was taken on, from the same facts under the same rules, and compare the bytes.',
  params: z.strictObject({ caseId: caseIdField, seq: z.coerce.number().pipe(factSeqField) }),
  query: noQuery,
  body: noBody,
  reply: jsonReply(Replay),
  replyBytesMax: ASSESSMENT_BYTES_MAX,
  problems: ['unknown-case', 'no-such-decision'],
})
