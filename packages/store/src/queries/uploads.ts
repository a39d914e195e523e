/** Reading stored uploads. */
import { type DeviceId, type Instant, instant } from '@keyturn/domain/units.ts'
import type { Codec } from '../codec.ts'
import type { Queryable } from '../pool.ts'

export type StoredReceipt = {
  readonly lastSeq: number
  readonly digest: string
  readonly receivedAt: Instant
  readonly clockOffMs: number | null
  readonly receipt: string
}

type ReceiptRow = {
  readonly last_seq: number
  readonly digest: Buffer
  readonly received_at: Date
  readonly clock_off_ms: number | null
  readonly receipt: string
}

const RECEIPT = `select last_seq, digest, received_at, clock_off_ms, receipt from keyturn.uploads
  where device_id = $1 and last_seq >= $2 order by last_seq limit 1`

/** The receipt of the upload that holds a record; undefined when none does. */
export async function findReceipt(db: Queryable, device: DeviceId, seq: number): Promise<StoredReceipt | undefined> {
  const { rows } = await db.query<ReceiptRow>({ name: 'find-receipt', text: RECEIPT, values: [device, seq] })
  const [row] = rows
  if (row === undefined) return undefined
  return {
    lastSeq: row.last_seq,
    digest: row.digest.toString('hex'),
    receivedAt: instant(row.received_at.getTime()),
    clockOffMs: row.clock_off_ms,
    receipt: row.receipt,
  }
}

const LAST_RECEIVED = `select max(received_at) as at from keyturn.uploads where device_id = $1`

/** When the newest upload of a device arrived. */
export async function lastReceivedAt(db: Queryable, device: DeviceId): Promise<Instant | null> {
  const { rows } = await db.query<{ at: Date | null }>({ name: 'last-received', text: LAST_RECEIVED, values: [device] })
  const at = rows[0]?.at ?? null
  return at === null ? null : instant(at.getTime())
}

const CLOCK = `select last_seq, received_at, clock_off_ms from keyturn.uploads
  where device_id = $1 and clock_off_ms is not null order by last_seq`

/** Uploads whose newest record was dated far from the server's time. */
export async function uploadsFarOff(
  db: Queryable,
  device: DeviceId,
): Promise<readonly { readonly lastSeq: number; readonly receivedAt: Instant; readonly clockOffMs: number }[]> {
  const { rows } = await db.query<{ last_seq: number; received_at: Date; clock_off_ms: number }>({
    name: 'uploads-far-off',
    text: CLOCK,
    values: [device],
  })
  return rows.map((row) => ({
    lastSeq: row.last_seq,
    receivedAt: instant(row.received_at.getTime()),
    clockOffMs: row.clock_off_ms,
  }))
}

export type StoredBody = {
  readonly lastSeq: number
  readonly firstSegment: number
  readonly codec: Codec
  readonly rawBytes: number
  readonly body: Uint8Array
}

type BodyRow = { last_seq: number; first_segment: number; codec: Codec; raw_bytes: number; body: Buffer }

const bodyOf = (row: BodyRow): StoredBody => ({
  lastSeq: row.last_seq,
  firstSegment: row.first_segment,
  codec: row.codec,
  rawBytes: row.raw_bytes,
  body: row.body,
})

const FROM_SEQ = `select last_seq, first_segment, codec, raw_bytes, body from keyturn.uploads
  where device_id = $1 and last_seq >= $2 order by last_seq limit $3`

/** Uploads in order, from the one that holds record `seq` on. */
export async function bodiesFrom(
  db: Queryable,
  device: DeviceId,
  { seq, limit }: { readonly seq: number; readonly limit: number },
): Promise<readonly StoredBody[]> {
  const { rows } = await db.query<BodyRow>({ name: 'bodies-from', text: FROM_SEQ, values: [device, seq, limit] })
  return rows.map(bodyOf)
}

const WITH_SEGMENTS = `select last_seq, first_segment, codec, raw_bytes, body from keyturn.uploads
  where device_id = $1 and last_segment >= $2 and first_segment <= $3 order by last_seq`

/** Uploads that hold any of the segments `from` to `to`. */
export async function bodiesWithSegments(
  db: Queryable,
  device: DeviceId,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly StoredBody[]> {
  const { rows } = await db.query<BodyRow>({
    name: 'bodies-with-segments',
    text: WITH_SEGMENTS,
    values: [device, from, to],
  })
  return rows.map(bodyOf)
}
