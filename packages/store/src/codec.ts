/** How the bytes of an upload are kept: as they came, or packed by us. Unpacking gives exactly the device's bytes. */
import { gunzipSync } from 'node:zlib'
import { unpackLog } from './packed/unpack.ts'

export type Codec = 'identity' | 'gzip' | 'packed'

/** @throws Error when stored bytes do not unpack: they were damaged on the way to or from the disk */
export function unpack(codec: Codec, body: Uint8Array, rawBytes: number): Uint8Array {
  const raw = unpackers[codec](body)
  if (raw.length !== rawBytes) throw new Error(`a stored upload unpacks to ${raw.length} bytes, not ${rawBytes}`)
  return raw
}

const unpackers: { readonly [C in Codec]: (body: Uint8Array) => Uint8Array } = {
  identity: (body) => body,
  gzip: (body) => gunzipSync(body),
  packed: unpackLog,
}
