/** The one log over everything received (RFC 6962 hashing, C2SP checkpoints). */
import { z } from 'zod'
import { endpoint, jsonReply, noBody, textReply } from '../endpoint.ts'
import { deviceIdField, deviceParams, noParams, noQuery, seqField } from '../fields.ts'

export const getCheckpoint = endpoint({
  method: 'GET',
  path: '/v1/checkpoint',
  summary: 'The newest signed checkpoint of the log over everything received.',
  params: noParams,
  query: noQuery,
  body: noBody,
  reply: textReply,
  problems: [],
})

/** Proves that an upload is in the log: hash `content` as a leaf, walk up `path`, arrive at the checkpoint's root. */
export const InclusionProof = z.strictObject({
  device: deviceIdField,
  /** The upload that holds the asked record ends with this one. */
  lastSeq: z.number().int(),
  leaf: z.number().int(),
  size: z.number().int(),
  /** The leaf's content: the five lines of the upload's receipt (docs/formats/receipt.md). */
  content: z.string(),
  /** Hashes from the leaf's sibling upwards, base64. */
  path: z.array(z.string()),
  checkpoint: z.string(),
})
export type InclusionProof = z.infer<typeof InclusionProof>

export const getProof = endpoint({
  method: 'GET',
  path: '/v1/devices/:deviceId/proof',
  summary: 'Proof that the upload which holds record `seq` is in the log.',
  params: deviceParams,
  query: z.strictObject({ seq: seqField }),
  body: noBody,
  reply: jsonReply(InclusionProof),
  problems: ['unknown-device', 'no-such-record'],
})

export const ServerKeys = z.strictObject({
  /** The server's name in receipts and checkpoints. */
  name: z.string(),
  /** `name+hash+base64`, as note tools print them. */
  receiptKey: z.string(),
  treeKey: z.string(),
  /** The root of authority that this server verifies statements from: 43 characters; null: it takes none. */
  rootKey: z.string().nullable(),
})
export type ServerKeys = z.infer<typeof ServerKeys>

export const getKeys = endpoint({
  method: 'GET',
  path: '/v1/keys',
  summary: 'The public keys that receipts and checkpoints verify against.',
  params: noParams,
  query: noQuery,
  body: noBody,
  reply: jsonReply(ServerKeys),
  problems: [],
})
