/** How an upload is kept: as it came where that is small already, else packed. */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { CheckedUpload, Sealed } from '@keyturn/evidence/upload.ts'
import type { Codec } from '@keyturn/store/codec.ts'

export type Packed = { readonly codec: Codec; readonly body: Uint8Array; readonly rawBytes: number }
/** What travelled and what it unpacked to. */
export type Received = { readonly body: Uint8Array; readonly codec: 'gzip' | 'identity'; readonly raw: Uint8Array }

/** An upload from the first fresh segment on, ready to be stored. Unpacking gives the device's own bytes. */
export async function packFresh(
  received: Received,
  upload: CheckedUpload,
  fresh: readonly [Sealed, ...Sealed[]],
): Promise<Packed> {
  if (fresh.length === upload.sealed.length) return packWhole(received)
  const start = fresh[0].segment.bytes.byteOffset - received.raw.byteOffset
  return packWhole({ body: received.raw.subarray(start), codec: 'identity', raw: received.raw.subarray(start) })
}

export async function packWhole({ body, codec, raw }: Received): Promise<Packed> {
  if (codec === 'gzip') return { codec, body, rawBytes: raw.length }
  const packed = await promisify(gzip)(raw)
  return packed.length < raw.length
    ? { codec: 'gzip', body: packed, rawBytes: raw.length }
    : { codec: 'identity', body: raw, rawBytes: raw.length }
}
