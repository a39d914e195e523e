/** What people are told about a case by itself, and whom somebody has to call. `docs/formats/notices.md` tells more. */
import { AUDIENCES } from '@keyturn/cases/notices/notice.ts'
import { z } from 'zod'
import { endpoint, jsonBody, jsonReply, noBody } from '../endpoint.ts'
import { wordsField } from '../facts/text.ts'
import { noParams } from '../fields.ts'
import { caseParams } from './cases.ts'

const NOTICE_ID_MAX = 400
const noticeIdField = z
  .string()
  .min(1)
  .max(NOTICE_ID_MAX)
  .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), 'a notice id is taken from an answer as it is')
/** From an answer; nothing in it is meant to be read. */
const cursorField = z
  .string()
  .max(1_000)
  .regex(/^[A-Za-z0-9_-]+$/, 'a cursor is taken from an answer as it is')
const pageQuery = z.strictObject({
  after: cursorField.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const NoticeBody = z.strictObject({
  id: z.string(),
  audience: z.enum(AUDIENCES),
  /** For programs: `service-visit/3-days`. */
  kind: z.string(),
  /** When it was to be told, and when it was made: later after a time without a server. */
  dueAt: z.string(),
  madeAt: z.string(),
  subject: z.string(),
  words: z.string(),
  /** One line; null where somebody's decision is the ground. */
  law: z.string().nullable(),
  /** When the caller has read it; null before that. */
  readAt: z.string().nullable(),
})
export type NoticeBody = z.infer<typeof NoticeBody>

export const listCaseNotices = endpoint({
  method: 'GET',
  path: '/v1/cases/:caseId/notices',
  summary: 'What was told about a case, newest first, as far as it is for the caller.',
  params: caseParams,
  query: pageQuery,
  body: noBody,
  reply: jsonReply(z.strictObject({ notices: z.array(NoticeBody), next: z.string().nullable() })),
  replyBytesMax: 1_024 * 1_024,
  problems: ['unknown-case'],
})

export const StaffNotice = NoticeBody.extend({ case: z.string() })
export type StaffNotice = z.infer<typeof StaffNotice>

export const listNotices = endpoint({
  method: 'GET',
  path: '/v1/notices',
  summary: 'What the caller’s own organization was told over all its cases, newest first.',
  params: noParams,
  query: pageQuery,
  body: noBody,
  reply: jsonReply(z.strictObject({ notices: z.array(StaffNotice), next: z.string().nullable() })),
  replyBytesMax: 1_024 * 1_024,
  problems: [],
})

/** Again and again, it comes to the same: the first time counts. */
export const readNotices = endpoint({
  method: 'POST',
  path: '/v1/cases/:caseId/notices/read',
  summary: 'Note that the caller has read notices.',
  params: caseParams,
  query: noParams,
  body: jsonBody(z.strictObject({ ids: z.array(noticeIdField).min(1).max(200) })),
  reply: jsonReply(z.strictObject({ read: z.number().int() })),
  problems: ['unknown-case'],
})

export const NoticeToTell = z.strictObject({
  case: z.string(),
  id: z.string(),
  subject: z.string(),
  words: z.string(),
  dueAt: z.string(),
  madeAt: z.string(),
  /** Why no mail arrived; null where no address is known. */
  because: z.string().nullable(),
})

export const listNoticesToTell = endpoint({
  method: 'GET',
  path: '/v1/notices/to-tell',
  summary: 'Notices that no mail brought to the participant: somebody calls, or sends a letter.',
  params: noParams,
  query: pageQuery,
  body: noBody,
  reply: jsonReply(z.strictObject({ notices: z.array(NoticeToTell), next: z.string().nullable() })),
  replyBytesMax: 1_024 * 1_024,
  problems: [],
})

export const noteTold = endpoint({
  method: 'POST',
  path: '/v1/cases/:caseId/notices/told',
  summary: 'Note that the participant was told a notice by telephone, letter or in person.',
  params: caseParams,
  query: noParams,
  body: jsonBody(
    z.strictObject({
      id: noticeIdField,
      how: z.enum(['telephone', 'letter', 'in-person']),
      words: wordsField.optional(),
    }),
  ),
  reply: jsonReply(z.strictObject({ told: z.literal(true) })),
  problems: ['unknown-case', 'no-such-notice'],
})
