/** Logs of devices that are not ours: handing one in, and what came of it. */
import { z } from 'zod'
import { bytesBody, endpoint, jsonBody, jsonReply, noBody } from '../endpoint.ts'
import { nameField } from '../facts/text.ts'
import { deviceParams, noParams, noQuery } from '../fields.ts'
import { Mapping } from '../imports/mapping.ts'
import { IMPORT_BYTES_MAX } from '../imports/read-import.ts'

const cursorField = z
  .string()
  .max(500)
  .regex(/^[A-Za-z0-9_-]+$/, 'a cursor is taken from an answer as it is')
const digestField = z.string().regex(/^[0-9a-f]{64}$/, 'an id of 64 hex digits')

export const MappingView = z.strictObject({
  mapping: z.string(),
  name: z.string(),
  profile: z.string(),
  recordedAt: z.string(),
  by: z.string(),
})
export type MappingView = z.infer<typeof MappingView>

export const addImportMapping = endpoint({
  method: 'POST',
  path: '/v1/import-mappings',
  summary: 'Keep a mapping: which column of a maker’s file is what, and which of its codes is which kind of record.',
  params: noParams,
  query: noQuery,
  body: jsonBody(Mapping),
  reply: jsonReply(MappingView),
  problems: ['not-durable'],
})

export const listImportMappings = endpoint({
  method: 'GET',
  path: '/v1/import-mappings',
  summary: 'The mappings that one may use, newest first.',
  params: noParams,
  query: noQuery,
  body: noBody,
  reply: jsonReply(z.strictObject({ mappings: z.array(MappingView) })),
  replyBytesMax: 1_024 * 1_024,
  problems: [],
})

const Code = z.strictObject({
  code: z.string(),
  rows: z.number().int(),
  firstLine: z.number().int(),
  why: z.string().nullable(),
})

/** A device of which there are imports, as one log. */
export const ImportedDevice = z.strictObject({
  device: z.string(),
  /** Imported records are never signed: they are a vendor's word. */
  signed: z.literal(false),
  records: z.number().int(),
  firstAt: z.string().nullable(),
  lastAt: z.string().nullable(),
  /** Rows that told again what was known. */
  repeated: z.number().int(),
  /** Rows that tell the same event differently: the one that came first is judged, a person compares both. */
  contradictions: z.array(
    z.strictObject({
      at: z.string(),
      code: z.string(),
      judged: z.strictObject({ import: z.string(), line: z.number().int(), words: z.string() }),
      other: z.strictObject({ import: z.string(), line: z.number().int(), words: z.string() }),
    }),
  ),
  /** The cases that are told by the device now. */
  cases: z.array(z.string()),
  /** What the log by itself comes to under the law, in plain words. */
  explanation: z.string(),
})
export type ImportedDevice = z.infer<typeof ImportedDevice>

export const ImportView = z.strictObject({
  import: z.string(),
  name: z.string(),
  vendor: z.string().nullable(),
  jurisdiction: z.string(),
  rows: z.number().int(),
  /** Not in the mapping: kept as records that say so. */
  unknownCodes: z.array(Code),
  /** Left out because the mapping says so. */
  skippedCodes: z.array(Code),
  receivedAt: z.string(),
  by: z.string(),
})
export type ImportView = z.infer<typeof ImportView>

export const ImportResult = z.strictObject({
  ...ImportView.shape,
  /** False when this very file was held already under this mapping: nothing new. */
  new: z.boolean(),
  /** False when it was only checked, and nothing kept. */
  kept: z.boolean(),
  devices: z.array(ImportedDevice),
})
export type ImportResult = z.infer<typeof ImportResult>

export const importLog = endpoint({
  method: 'POST',
  path: '/v1/imports',
  summary: 'Hand in a file of another maker’s log as CSV, up to 4 MiB. All of it is taken, or nothing.',
  params: noParams,
  query: z.strictObject({
    mapping: digestField,
    name: nameField,
    /** Read and judge it, keep nothing. */
    check: z.enum(['true', 'false']).default('false'),
  }),
  body: bytesBody(['text/csv'], IMPORT_BYTES_MAX),
  reply: jsonReply(ImportResult),
  replyBytesMax: 16 * 1_024 * 1_024,
  problems: ['unknown-mapping', 'import-refused', 'not-durable'],
})

export const listImports = endpoint({
  method: 'GET',
  path: '/v1/imports',
  summary: 'Imports, newest first, a page at a time.',
  params: noParams,
  query: z.strictObject({
    after: cursorField.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  body: noBody,
  reply: jsonReply(z.strictObject({ imports: z.array(ImportView), next: z.string().nullable() })),
  replyBytesMax: 4 * 1_024 * 1_024,
  problems: [],
})

export const getImport = endpoint({
  method: 'GET',
  path: '/v1/imports/:importId',
  summary: 'One import, with the devices it is about.',
  params: z.strictObject({ importId: digestField }),
  query: noQuery,
  body: noBody,
  reply: jsonReply(z.strictObject({ ...ImportView.shape, devices: z.array(z.string()) })),
  replyBytesMax: 4 * 1_024 * 1_024,
  problems: ['unknown-import'],
})

export const importedDevice = endpoint({
  method: 'GET',
  path: '/v1/imported-devices/:deviceId',
  summary: 'All imports of a device as one log, judged, with what contradicts.',
  params: deviceParams,
  query: noQuery,
  body: noBody,
  reply: jsonReply(ImportedDevice),
  replyBytesMax: 16 * 1_024 * 1_024,
  problems: ['unknown-device'],
})
