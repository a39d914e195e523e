/** Taking in a device's log, and giving it back. */
import { z } from 'zod'
import { endpoint, jsonReply, logBody, logReply, noBody } from '../endpoint.ts'
import { deviceIdField, deviceParams, seqField } from '../fields.ts'

/** What a device gets for an upload. The same upload gets the same answer, byte for byte, however often it is sent. */
export const UploadReceipt = z.strictObject({
  device: deviceIdField,
  /** Everything up to this record is held and durable. */
  lastSeq: z.number().int(),
  receivedAt: z.string(),
  /** The signed note that proves it (docs/formats/receipt.md). */
  receipt: z.string(),
  /** Set when the device's clock and ours are far apart: its time minus ours in milliseconds. The log counts still. */
  clockOffMs: z.number().int().nullable(),
})
export type UploadReceipt = z.infer<typeof UploadReceipt>

/** Appends whole segments to a device's log. The log proves who sent it: no other credential is needed. */
export const appendLog = endpoint({
  method: 'POST',
  path: '/v1/devices/:deviceId/log',
  summary: 'Send whole segments, gzip or plain. Sending them again is harmless.',
  params: deviceParams,
  /** The first record number of the body, for the server's own logs; the segments say it themselves. */
  query: z.strictObject({ from: seqField.optional() }),
  body: logBody,
  reply: jsonReply(UploadReceipt),
  problems: [
    'unknown-device',
    'log-gap',
    'log-fork',
    'wrong-device',
    'bad-signature',
    'malformed-log',
    'bad-encoding',
    'unsupported-encoding',
    'not-durable',
  ],
})

export const readLog = endpoint({
  method: 'GET',
  path: '/v1/devices/:deviceId/log',
  summary: 'The log as the device wrote it, whole uploads from the one that holds record `from` on.',
  params: deviceParams,
  query: z.strictObject({ from: seqField.default(1) }),
  body: noBody,
  reply: logReply,
  /** Ten years at a few hundred kilobytes a month are some fifty megabytes. */
  replyBytesMax: 512 * 1_024 * 1_024,
  problems: ['unknown-device'],
})
