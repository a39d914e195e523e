/** Enrolling devices and looking at them. */
import { z } from 'zod'
import { endpoint, jsonBody, jsonReply, noBody } from '../endpoint.ts'
import { caseIdField, deviceIdField, deviceParams, noParams, noQuery, profileField, publicKeyField } from '../fields.ts'

/** How far a device's log is held. */
export const LogHead = z.strictObject({
  lastSeq: z.number().int(),
  lastSegment: z.number().int(),
  /** SHA-256 of the last segment, 64 hex digits; zeros before the first upload. */
  digest: z.string(),
})

export const Device = z.strictObject({
  id: deviceIdField,
  case: z.string(),
  profile: z.string(),
  publicKey: z.string(),
  /** The key as note tools print it: `keyturn.org/device/ID+hash+base64`. */
  verifierKey: z.string(),
  enrolledAt: z.string(),
  log: LogHead,
  /** When the newest upload arrived; null before the first. */
  lastReceivedAt: z.string().nullable(),
})
export type Device = z.infer<typeof Device>

export const EnrollDevice = z.strictObject({
  id: deviceIdField,
  publicKey: publicKeyField,
  profile: profileField,
  case: caseIdField,
})
export type EnrollDevice = z.infer<typeof EnrollDevice>

/** Enrolls a device. Enrolling the same device again changes nothing and answers the same. */
export const enrollDevice = endpoint({
  method: 'POST',
  path: '/v1/devices',
  summary: 'Enroll a device under its public key, profile and case.',
  params: noParams,
  query: noQuery,
  body: jsonBody(EnrollDevice),
  reply: jsonReply(Device),
  problems: ['device-exists', 'unsupported-profile'],
})

export const listDevices = endpoint({
  method: 'GET',
  path: '/v1/devices',
  summary: 'List enrolled devices by id, up to 500 from `after` on.',
  params: noParams,
  query: z.strictObject({
    after: deviceIdField.optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  body: noBody,
  reply: jsonReply(z.strictObject({ devices: z.array(Device) })),
  replyBytesMax: 1_024 * 1_024,
  problems: [],
})

export const getDevice = endpoint({
  method: 'GET',
  path: '/v1/devices/:deviceId',
  summary: 'One device and how far its log is held.',
  params: deviceParams,
  query: noQuery,
  body: noBody,
  reply: jsonReply(Device),
  problems: ['unknown-device'],
})
