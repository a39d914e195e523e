/** What the law says about a driver's case, as of a moment, with everything it rests on. */
import type { Assessment } from '@keyturn/cases/assessment.ts'
import type { TimelineEntry } from '@keyturn/cases/timeline.ts'
import { z } from 'zod'
import { endpoint, jsonReply, noBody } from '../endpoint.ts'
import { deviceIdField, deviceParams, momentField } from '../fields.ts'
import { LogHead } from './devices.ts'

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Something about the log itself that a person has to look at. */
export const IntegrityNote = z.strictObject({
  kind: z.enum(['two-histories', 'clock-far-off', 'unreadable-record', 'visit-contradicts']),
  /** The record, segment or certificate it is about. */
  reference: z.string(),
  foundAt: z.string(),
  words: z.string(),
})
export type IntegrityNote = z.infer<typeof IntegrityNote>

export const DeviceStatus = z.strictObject({
  device: deviceIdField,
  case: z.string(),
  profile: z.string(),
  asOf: z.string(),
  /** Moments inside are milliseconds since 1970, UTC. Its full shape is the type `Assessment`. */
  assessment: z.custom<Assessment>(isObject, 'an assessment is an object'),
  /** The same in plain text: status, rule, law quoted, facts, what to do. */
  explanation: z.string(),
  /** One sentence a record, oldest first, the newest 500. */
  timeline: z.array(z.custom<TimelineEntry>(isObject, 'a timeline entry is an object')),
  /** How many older records the timeline leaves out. */
  timelineLeftOut: z.number().int(),
  integrity: z.array(IntegrityNote),
  log: LogHead,
  lastReceivedAt: z.string().nullable(),
})
export type DeviceStatus = z.infer<typeof DeviceStatus>

export const deviceStatus = endpoint({
  method: 'GET',
  path: '/v1/devices/:deviceId/status',
  summary: 'Status, findings with law and facts, deadlines, next steps and timeline, as of `at` (default: now).',
  params: deviceParams,
  query: z.strictObject({ at: momentField.optional() }),
  body: noBody,
  reply: jsonReply(DeviceStatus),
  replyBytesMax: 16 * 1_024 * 1_024,
  problems: ['unknown-device', 'unsupported-profile'],
})
