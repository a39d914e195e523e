/**
 * Packs stored uploads to less than a third of what they came as. The server's own role may not change evidence, so
 * this works as the owner of the schema; it changes nothing but how the same bytes are kept, and proves that first.
 */
import type { DeviceId } from '@keyturn/domain/units.ts'
import { type Codec, unpack } from './codec.ts'
import { packLog } from './packed/pack.ts'
import type { Queryable } from './pool.ts'

export type PackedSome = {
  readonly packed: number
  readonly bytesBefore: number
  readonly bytesAfter: number
  /** Where to go on; undefined at the end. */
  readonly next: PackPlace | undefined
}
export type PackPlace = { readonly device: string; readonly lastSeq: number }

export const PACK_BEGINNING: PackPlace = { device: '', lastSeq: 0 }

const FIND = `select device_id, last_seq, codec, raw_bytes, body from keyturn.uploads
  where codec <> 'packed' and (device_id, last_seq) > ($1, $2) order by device_id, last_seq limit $3`
const REPLACE = `update keyturn.uploads set codec = 'packed', body = $3 where device_id = $1 and last_seq = $2 and codec = $4`

type Row = { device_id: DeviceId; last_seq: string; codec: Codec; raw_bytes: number; body: Buffer }

/**
 * Packs up to `limit` uploads, one transaction each.
 *
 * @param owner a connection of the schema's owner
 * @throws Error when an upload does not unpack, or would not come back the same: it stays as it is
 */
export async function packSome(owner: Queryable, from: PackPlace, limit: number): Promise<PackedSome> {
  const { rows } = await owner.query<Row>(FIND, [from.device, from.lastSeq, limit])
  let packed = 0
  let bytesBefore = 0
  let bytesAfter = 0
  for (const { device_id, last_seq, codec, raw_bytes, body } of rows) {
    const small = packLog(unpack(codec, body, raw_bytes))
    if (small === undefined)
      throw new Error(`the upload of ${device_id} up to ${last_seq} would not come back from packing`)
    const { rowCount } = await owner.query(REPLACE, [device_id, last_seq, small, codec])
    if (rowCount === 0) continue
    packed += 1
    bytesBefore += body.length
    bytesAfter += small.length
  }
  const last = rows.at(-1)
  const next = last === undefined ? undefined : { device: last.device_id, lastSeq: Number(last.last_seq) }
  return { packed, bytesBefore, bytesAfter, next }
}
