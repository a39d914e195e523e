/** Papers of a case: kept as they came, named by the digest of their bytes. */
import { z } from 'zod'
import { bytesBody, bytesReply, endpoint, jsonReply, noBody } from '../endpoint.ts'
import { documentIdField, nameField } from '../facts/text.ts'
import { caseIdField, noQuery } from '../fields.ts'
import { caseParams } from './cases.ts'

export const DOCUMENT_BYTES_MAX = 5 * 1_024 * 1_024
export const DOCUMENT_TYPES = ['application/pdf', 'image/png', 'image/jpeg', 'text/plain'] as const
export type DocumentType = (typeof DOCUMENT_TYPES)[number]

export const Document = z.strictObject({
  /** SHA-256 of the bytes, 64 hex digits. */
  id: z.string(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number().int(),
  addedAt: z.string(),
  addedBy: z.string(),
})
export type Document = z.infer<typeof Document>

/** The same paper again changes nothing and answers the same. */
export const addDocument = endpoint({
  method: 'POST',
  path: '/v1/cases/:caseId/documents',
  summary: 'Keep a paper with the case: PDF, PNG, JPEG or plain text, at most 5 MiB.',
  params: caseParams,
  query: z.strictObject({ name: nameField }),
  body: bytesBody(DOCUMENT_TYPES, DOCUMENT_BYTES_MAX),
  reply: jsonReply(Document),
  problems: ['unknown-case', 'wrong-content', 'case-full', 'not-durable'],
})

export const listDocuments = endpoint({
  method: 'GET',
  path: '/v1/cases/:caseId/documents',
  summary: 'The papers of a case, oldest first.',
  params: caseParams,
  query: noQuery,
  body: noBody,
  reply: jsonReply(z.strictObject({ documents: z.array(Document) })),
  replyBytesMax: 1_024 * 1_024,
  problems: ['unknown-case'],
})

export const getDocument = endpoint({
  method: 'GET',
  path: '/v1/cases/:caseId/documents/:documentId',
  summary: 'A paper, byte for byte as it came.',
  params: z.strictObject({ caseId: caseIdField, documentId: documentIdField }),
  query: noQuery,
  body: noBody,
  reply: bytesReply,
  replyBytesMax: DOCUMENT_BYTES_MAX,
  problems: ['unknown-case', 'unknown-document'],
})
