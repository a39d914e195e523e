import type { DeviceId, Instant } from '@keyturn/domain/units.ts'
import { iso } from '@keyturn/domain/units.ts'
import type { Head } from '@keyturn/evidence/segment.ts'
import type pg from 'pg'
import type { Codec } from '../codec.ts'
import { acknowledged } from '../pool.ts'

export type NewUpload = {
  readonly device: DeviceId
  /** What the log must end with now, so that this upload continues it. */
  readonly follows: Head
  readonly head: Head
  readonly firstSeq: number
  readonly firstSegment: number
  readonly codec: Codec
  readonly body: Uint8Array
  readonly rawBytes: number
  readonly receivedAt: Instant
  readonly clockOffMs: number | null
  readonly receipt: string
}

/**
 * One statement, one transaction, one device. Moving the head takes its row lock: of two uploads that continue the same
 * head the second waits, then finds the head moved and changes nothing.
 */
const SQL = `with moved as (
    update keyturn.heads set last_segment = $2, last_seq = $3, digest = $4
    where device_id = $1 and last_seq = $5 and digest = $6
    returning device_id
  )
  insert into keyturn.uploads (device_id, last_seq, first_seq, first_segment, last_segment, digest, codec, raw_bytes,
    body, received_at, clock_off_ms, receipt)
  select $1, $3, $7, $8, $2, $4, $9, $10, $11, $12::timestamptz, $13::bigint, $14 from moved`

/**
 * Adds an upload and moves the head. False when the head is not where `follows` says: look again and judge again.
 *
 * @throws NotDurable when a standby that has to have it may not have it
 */
export const addUpload = (pool: pg.Pool, upload: NewUpload): Promise<boolean> =>
  acknowledged(pool, (client) => insertUpload(client, upload))

/** The same inside a transaction of the caller's: nothing is acknowledged before that is committed. */
export async function insertUpload(client: pg.ClientBase, upload: NewUpload): Promise<boolean> {
  const { head, follows } = upload
  const values = [
    upload.device,
    head.lastSegment,
    head.lastSeq,
    Buffer.from(head.digest, 'hex'),
    follows.lastSeq,
    Buffer.from(follows.digest, 'hex'),
    upload.firstSeq,
    upload.firstSegment,
    upload.codec,
    upload.rawBytes,
    upload.body,
    iso(upload.receivedAt),
    upload.clockOffMs,
    upload.receipt,
  ]
  const { rowCount } = await client.query({ name: 'add-upload', text: SQL, values })
  return rowCount === 1
}
