/** Service visits made at a bench: their certificates, and whether the device's own log says the same. */
import { z } from 'zod'
import { endpoint, jsonBody, jsonReply, noBody } from '../endpoint.ts'
import { deviceIdField, deviceParams, noQuery } from '../fields.ts'
import { statementFileField } from './statements.ts'

/**
 * Whether bench and car say the same.
 * - `agreed`: the log has the visit under this certificate, as the certificate tells it.
 * - `waiting-for-log`: the certificate is here, the device's record of it is not yet.
 * - `waiting-for-bench`: the device recorded the visit, its certificate is not here yet.
 * - `contradicts`: they say different things. Both stay; a person looks.
 * - `conflicting`: two different certificates under one id. Neither counts.
 */
export const VISIT_AGREEMENTS = [
  'agreed',
  'waiting-for-log',
  'waiting-for-bench',
  'contradicts',
  'conflicting',
] as const
export type VisitAgreement = (typeof VISIT_AGREEMENTS)[number]

const measuredView = z.strictObject({ reference: z.int(), measured: z.int() })

export const VisitView = z.strictObject({
  device: deviceIdField,
  /** The certificate's id, as the device records it. */
  certificate: z.string(),
  agreement: z.enum(VISIT_AGREEMENTS),
  /** One sentence about it. */
  words: z.string(),
  /** What does not fit, one sentence each. */
  contradictions: z.array(z.string()),
  /** The place of the device's record; null while it is not here. */
  record: z.int().nullable(),
  /** When the visit was made, as far as it is known. */
  at: z.string(),
  technician: z.string(),
  center: z.string(),
  vendor: z.string().nullable(),
  visit: z.string(),
  dueOn: z.string(),
  /** The credential by which a center of another vendor served the device. */
  rescue: z.string().nullable(),
  /** What the technician signed; null while the certificate is not here. Milligrams per 210 L. */
  signed: z
    .strictObject({
      sound: z.boolean(),
      notes: z.string(),
      asFound: measuredView.nullable(),
      calibration: z.strictObject({ gasLot: z.string(), reference: z.int() }).nullable(),
      asLeft: z.array(measuredView),
      resets: z.array(z.string()),
      logSeq: z.int(),
      logHead: z.string().nullable(),
      issuedAt: z.string(),
      receivedAt: z.string(),
      sha256: z.string(),
      file: z.string(),
    })
    .nullable(),
})
export type VisitView = z.infer<typeof VisitView>

/** The same certificate again, from this bench or another one, changes nothing and is answered the same. */
export const postVisit = endpoint({
  method: 'POST',
  path: '/v1/devices/:deviceId/visits',
  summary: 'Hand in the certificate of a visit that was made at a bench, in any order and as often as needed.',
  params: deviceParams,
  query: noQuery,
  body: jsonBody(
    z.strictObject({
      certificate: statementFileField,
      /** The authority's credential, where a center of another vendor served the device. */
      rescue: statementFileField.nullable().default(null),
    }),
  ),
  reply: jsonReply(VisitView),
  replyBytesMax: 1_024 * 1_024,
  problems: [
    'no-root-key',
    'unknown-device',
    'statement-refused',
    'statement-conflict',
    'too-many-statements',
    'not-durable',
  ],
})

export const listVisits = endpoint({
  method: 'GET',
  path: '/v1/devices/:deviceId/visits',
  summary: 'Visits at a device, newest first: what the bench signed, what the car recorded, whether they agree.',
  params: deviceParams,
  query: noQuery,
  body: noBody,
  reply: jsonReply(z.strictObject({ visits: z.array(VisitView) })),
  replyBytesMax: 8 * 1_024 * 1_024,
  problems: ['unknown-device'],
})
