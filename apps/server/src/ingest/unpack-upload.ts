/** The bytes of an upload out of what travelled, never more than the limit. */
import { promisify } from 'node:util'
import { gunzip, gunzipSync, type ZlibOptions } from 'node:zlib'
import { UPLOAD_RAW_BYTES_MAX } from '@keyturn/contract/fields.ts'
import { codeOf } from '@keyturn/store/failure.ts'
import { problem, type Refusal } from '../kernel/answer.ts'

export type Unpacked =
  | { readonly kind: 'unpacked'; readonly raw: Uint8Array; readonly codec: 'gzip' | 'identity' }
  | Refusal<'bad-encoding' | 'unsupported-encoding' | 'body-too-large'>

/** Bodies this small unpack faster here than the way to another thread and back takes. */
const HERE_BYTES_MAX = 64 * 1_024
/** ... as long as they are honest: one that unpacks to more than this is finished elsewhere. */
const HERE_RAW_BYTES_MAX = 2_048 * 1_024

const tooLarge = problem(
  'body-too-large',
  `The upload unpacks to more than ${UPLOAD_RAW_BYTES_MAX / 1_048_576} MiB. Send fewer segments at a time.`,
)

export async function unpackUpload(body: Uint8Array, encoding: string): Promise<Unpacked> {
  switch (encoding.trim().toLowerCase()) {
    case 'identity':
    case '':
      return body.length > UPLOAD_RAW_BYTES_MAX ? tooLarge : { kind: 'unpacked', raw: body, codec: 'identity' }
    case 'gzip':
    case 'x-gzip':
      return gunzipped(body)
    default:
      return problem(
        'unsupported-encoding',
        `Content-Encoding ${encoding.slice(0, 40)} is not taken here: send gzip or nothing.`,
      )
  }
}

// `info` adds what tells us how much of the body was used: bytes after the end of the stream are not part of any log.
type Info = { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } }
const withInfo = (body: Uint8Array, maxOutputLength: number): ZlibOptions => ({
  info: true,
  maxOutputLength,
  chunkSize: chunkFor(body, maxOutputLength),
})
// The declared result does not know of `info`.
const gunzipAway = promisify(gunzip) as unknown as (body: Uint8Array, options: ZlibOptions) => Promise<Info>
// The same holds when it works at once.
const gunzipHere = gunzipSync as unknown as (body: Uint8Array, options: ZlibOptions) => Info

/** A good packer of logs makes a twentieth of them; a trailer that promises more than this is not believed. */
const RATIO_BELIEVED = 32
const CHUNK_MIN = 1_024

/**
 * One piece instead of many, when the last four bytes tell the truth about the length. They may lie: then it takes more
 * pieces, or a piece that is too large for a moment.
 */
function chunkFor(body: Uint8Array, most: number): number {
  const told = body.length < 18 ? 0 : new DataView(body.buffer, body.byteOffset + body.length - 4, 4).getUint32(0, true)
  // One more than told, so that the end is seen without asking for another piece.
  return Math.max(CHUNK_MIN, Math.min(told + 1, most, body.length * RATIO_BELIEVED))
}

async function gunzipped(body: Uint8Array): Promise<Unpacked> {
  try {
    const { buffer, engine } = await unzip(body)
    if (engine.bytesWritten !== body.length) {
      return problem('bad-encoding', `The gzip stream ends at byte ${engine.bytesWritten} of ${body.length}.`)
    }
    return { kind: 'unpacked', raw: buffer, codec: 'gzip' }
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return tooLarge
    const because = error instanceof Error ? error.message : 'unreadable'
    return problem('bad-encoding', `The body is not whole gzip: ${because}. Send it again.`)
  }
}

async function unzip(body: Uint8Array): Promise<Info> {
  if (body.length <= HERE_BYTES_MAX) {
    try {
      return gunzipHere(body, withInfo(body, HERE_RAW_BYTES_MAX))
    } catch (error) {
      if (codeOf(error) !== 'ERR_BUFFER_TOO_LARGE') throw error
    }
  }
  return gunzipAway(body, withInfo(body, UPLOAD_RAW_BYTES_MAX))
}
