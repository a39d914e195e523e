/** A driver's folder: what was confirmed, allowed, certified and booked, each with the proof to show (OUT-8). */
import { z } from 'zod'
import { endpoint, jsonReply, noBody } from '../endpoint.ts'
import { noQuery } from '../fields.ts'
import { caseParams } from './cases.ts'

export const LETTER_KINDS = ['confirmation', 'exception', 'certificate', 'booking'] as const

export const Letter = z.strictObject({
  /** A statement's id; `booking-7` for the booking that is fact 7 of the case. */
  id: z.string(),
  kind: z.enum(LETTER_KINDS),
  at: z.string(),
  /** Until when it holds, where it ends. */
  until: z.string().nullable(),
  /** Who says so, by name. */
  from: z.string(),
  title: z.string(),
  words: z.string(),
  /** What to do next. */
  next: z.string().nullable(),
  /** What there is to show: a confirmation number, a signature that anybody can check. */
  proof: z.string(),
  /** Papers kept with the case: confirmations with a number and a date, photographs. */
  documents: z.array(z.strictObject({ id: z.string(), name: z.string(), mediaType: z.string() })),
  /** The signed statement itself; null for what is recorded in the case alone. */
  file: z.string().nullable(),
  /** Whether it counts; a sentence in `words` says why not. */
  counts: z.boolean(),
})
export type Letter = z.infer<typeof Letter>

export const caseLetters = endpoint({
  method: 'GET',
  path: '/v1/cases/:caseId/letters',
  summary: 'What was confirmed, allowed, certified and booked for the participant, newest first, each with its proof.',
  params: caseParams,
  query: noQuery,
  body: noBody,
  reply: jsonReply(z.strictObject({ letters: z.array(Letter) })),
  replyBytesMax: 8 * 1_024 * 1_024,
  problems: ['unknown-case'],
})
