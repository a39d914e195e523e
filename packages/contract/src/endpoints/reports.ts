/** Reports to authorities: what is due, what was made, files to hand over, and what comes back. */
import { z } from 'zod'
import { bytesBody, bytesReply, endpoint, jsonBody, jsonReply, noBody } from '../endpoint.ts'
import { momentIn, organizationIdField } from '../facts/text.ts'
import { caseIdField, jurisdictionField, noParams, noQuery } from '../fields.ts'
import { REPORT_FORMATS } from '../reports/formats.ts'
import { caseParams } from './cases.ts'

const cursorField = z
  .string()
  .max(500)
  .regex(/^[A-Za-z0-9_-]+$/, 'a cursor is taken from an answer as it is')

export const ReportLine = z.strictObject({
  case: z.string(),
  /** Rule and occurrence: the same in every later look. */
  report: z.string(),
  rule: z.string(),
  /** `violation`, `provider-incident`, `monitoring`, `installation`, `upload`, `status`, `correction`. */
  sort: z.string(),
  title: z.string(),
  jurisdiction: z.string(),
  vendor: z.string().nullable(),
  to: z.string(),
  words: z.string(),
  occurredAt: z.string(),
  discoveredAt: z.string(),
  /** The last moment that is in time. */
  dueAt: z.string(),
  state: z.enum(['due', 'made', 'sent', 'returned']),
  madeAt: z.string().nullable(),
  sentAt: z.string().nullable(),
  /** Why the authority sent it back. */
  returned: z.array(z.string()),
  /** How late it was delivered, or is by now, in milliseconds; 0 when in time. */
  lateByMs: z.number().int(),
  /** Why by then: the law or the assumption, in words. */
  law: z.string(),
})
export type ReportLine = z.infer<typeof ReportLine>

export const caseReports = endpoint({
  method: 'GET',
  path: '/v1/cases/:caseId/reports',
  summary: 'The reports that a case calls for, soonest due first, with what has become of each.',
  params: caseParams,
  query: noQuery,
  body: noBody,
  reply: jsonReply(z.strictObject({ reports: z.array(ReportLine) })),
  replyBytesMax: 4 * 1_024 * 1_024,
  problems: ['unknown-case'],
})

export const listReports = endpoint({
  method: 'GET',
  path: '/v1/reports',
  summary: 'Reports over all cases one may see, soonest due first, a page at a time; late ones come first.',
  params: noParams,
  query: z.strictObject({
    which: z.enum(['open', 'sent', 'all']).default('open'),
    jurisdiction: jurisdictionField.optional(),
    after: cursorField.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  body: noBody,
  reply: jsonReply(z.strictObject({ reports: z.array(ReportLine), next: z.string().nullable() })),
  replyBytesMax: 4 * 1_024 * 1_024,
  problems: [],
})

export const ReportFileView = z.strictObject({
  file: z.string(),
  vendor: z.string().nullable(),
  jurisdiction: z.string(),
  format: z.enum(REPORT_FORMATS),
  test: z.boolean(),
  createdAt: z.string(),
  by: z.string(),
  /** SHA-256 of the bytes, 64 hex digits. */
  digest: z.string(),
  records: z.array(z.strictObject({ number: z.number().int(), case: z.string(), report: z.string() })),
  /** Records of which a value did not fit the format, with the fields: somebody has to look. */
  cut: z.array(z.strictObject({ report: z.string(), fields: z.array(z.string()) })),
  sentAt: z.string().nullable(),
  returnedAt: z.string().nullable(),
})
export type ReportFileView = z.infer<typeof ReportFileView>

/** In one file. */
export const FILE_RECORDS_MAX = 500

export const makeReportFile = endpoint({
  method: 'POST',
  path: '/v1/report-files',
  summary: 'Make reports that are due, or came back, and put them in a file for the authority.',
  params: noParams,
  query: noQuery,
  body: jsonBody(
    z.strictObject({
      jurisdiction: jurisdictionField,
      format: z.enum(REPORT_FORMATS),
      /** A test file: nothing in it counts, and what is due stays due. */
      test: z.boolean().default(false),
      /** Only these cases. */
      cases: z.array(caseIdField).min(1).max(FILE_RECORDS_MAX).optional(),
      /** Also those that stand in a file which was never delivered. */
      again: z.boolean().default(false),
    }),
  ),
  reply: jsonReply(ReportFileView),
  replyBytesMax: 1_024 * 1_024,
  problems: ['unknown-jurisdiction', 'nothing-to-report', 'not-durable'],
})

export const listReportFiles = endpoint({
  method: 'GET',
  path: '/v1/report-files',
  summary: 'Files of reports, newest first, a page at a time.',
  params: noParams,
  query: z.strictObject({
    after: cursorField.optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  body: noBody,
  reply: jsonReply(z.strictObject({ files: z.array(ReportFileView), next: z.string().nullable() })),
  replyBytesMax: 16 * 1_024 * 1_024,
  problems: [],
})

export const fileParams = z.strictObject({ fileId: z.uuid() })

export const getReportFile = endpoint({
  method: 'GET',
  path: '/v1/report-files/:fileId',
  summary: 'What stands in a file of reports, and whether it was delivered.',
  params: fileParams,
  query: noQuery,
  body: noBody,
  reply: jsonReply(ReportFileView),
  replyBytesMax: 1_024 * 1_024,
  problems: ['unknown-file'],
})

export const reportFileContent = endpoint({
  method: 'GET',
  path: '/v1/report-files/:fileId/content',
  summary: 'The file itself, byte for byte as it is handed over.',
  params: fileParams,
  query: noQuery,
  body: noBody,
  reply: bytesReply,
  replyBytesMax: 16 * 1_024 * 1_024,
  problems: ['unknown-file'],
})

export const markFileSent = endpoint({
  method: 'POST',
  path: '/v1/report-files/:fileId/sent',
  summary: 'Say that a file was delivered, and when.',
  params: fileParams,
  query: noQuery,
  body: jsonBody(z.strictObject({ at: momentIn.optional() })),
  reply: jsonReply(ReportFileView),
  replyBytesMax: 1_024 * 1_024,
  problems: ['unknown-file', 'not-durable'],
})

export const ERROR_RETURN_BYTES_MAX = 1_024 * 1_024

export const postErrorReturn = endpoint({
  method: 'POST',
  path: '/v1/report-files/:fileId/errors',
  summary: 'Hand in the authority’s error return for a file: which records were not processed, and why.',
  params: fileParams,
  query: noQuery,
  body: bytesBody(['text/csv'], ERROR_RETURN_BYTES_MAX),
  reply: jsonReply(
    z.strictObject({
      file: z.string(),
      returned: z.array(
        z.strictObject({
          number: z.number().int(),
          case: z.string(),
          report: z.string(),
          reasons: z.array(z.string()),
        }),
      ),
    }),
  ),
  replyBytesMax: 4 * 1_024 * 1_024,
  problems: ['unknown-file', 'file-refused', 'not-durable'],
})

export const StatusReportView = z.strictObject({
  vendor: z.string(),
  jurisdiction: z.string(),
  half: z.string(),
  dueAt: z.string(),
  /** Whether the half is over: only then it is complete. */
  final: z.boolean(),
  law: z.string(),
  /** Cents, by charge. */
  prices: z.array(z.strictObject({ effectiveOn: z.string(), prices: z.record(z.string(), z.int()) })),
  /** What was charged besides the visits and the lease. */
  outside: z.array(z.strictObject({ charge: z.string(), times: z.int(), total: z.int() })),
})
export type StatusReportView = z.infer<typeof StatusReportView>

export const vendorStatusReport = endpoint({
  method: 'GET',
  path: '/v1/vendors/:vendor/status-reports/:jurisdiction/:half',
  summary: 'A vendor’s report for half a year (`2026-1`, `2026-2`): its prices, and charges outside its list.',
  params: z.strictObject({
    vendor: organizationIdField,
    jurisdiction: jurisdictionField,
    half: z.string().regex(/^\d{4}-[12]$/, 'half a year is written 2026-1 or 2026-2'),
  }),
  query: noQuery,
  body: noBody,
  reply: jsonReply(StatusReportView),
  replyBytesMax: 1_024 * 1_024,
  problems: ['unknown-jurisdiction'],
})
