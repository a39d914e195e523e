/** Devices with how far their log is held: the one shape that every reader of a device gets. */
import { type DeviceId, type Instant, instant } from '@keyturn/domain/units.ts'
import type { Head } from '@keyturn/evidence/segment.ts'

export type EnrolledDevice = {
  readonly id: DeviceId
  readonly caseId: string
  readonly publicKey: Uint8Array
  readonly profile: string
  readonly enrolledAt: Instant
  readonly head: Head
}

/** Columns of `devices d` joined with `heads h`. */
export const DEVICE_COLUMNS =
  'd.device_id, d.case_id, d.public_key, d.profile, d.enrolled_at, h.last_segment, h.last_seq, h.digest'

export type DeviceRow = {
  readonly device_id: DeviceId
  readonly case_id: string
  readonly public_key: Buffer
  readonly profile: string
  readonly enrolled_at: Date
  readonly last_segment: number
  readonly last_seq: number
  readonly digest: Buffer
}

/** A row as the rest of the code knows it. */
export const deviceOf = (row: DeviceRow): EnrolledDevice => ({
  id: row.device_id,
  caseId: row.case_id,
  publicKey: row.public_key,
  profile: row.profile,
  enrolledAt: instant(row.enrolled_at.getTime()),
  head: { lastSegment: row.last_segment, lastSeq: row.last_seq, digest: row.digest.toString('hex') },
})
