import { type DeviceId, type Instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Codec } from '../codec.ts'
import { transaction } from '../pool.ts'

export type NewFork = {
  readonly device: DeviceId
  /** SHA-256 of the unpacked upload: the same fork is kept once. */
  readonly bodyDigest: Uint8Array
  readonly atSegment: number
  readonly firstSeq: number
  readonly lastSeq: number
  readonly codec: Codec
  readonly rawBytes: number
  readonly body: Uint8Array
  readonly receivedAt: Instant
  /** What a person reads about it; `kept` says whether the second history is stored. */
  readonly words: (kept: boolean) => string
}

/** More forks than this are not kept whole: the finding stands, and one device cannot fill the disk. */
export const FORKS_PER_DEVICE_MAX = 20

const FORK = `insert into keyturn.forks (device_id, body_digest, at_segment, first_seq, last_seq, codec, raw_bytes, body, received_at)
  select $1, $2, $3, $4, $5, $6, $7, $8, $9::timestamptz
  where (select count(*) from keyturn.forks where device_id = $1) < $10
  on conflict do nothing`
const KEPT = 'select exists (select from keyturn.forks where device_id = $1 and body_digest = $2) as kept'
const FINDING = `insert into keyturn.integrity_findings (device_id, kind, reference, found_at, words)
  values ($1, 'two-histories', $2, $3, $4) on conflict do nothing`

/**
 * Keeps a second history as evidence, with a finding that names where it parts from the first.
 *
 * @returns whether the history is stored; false past the limit, where only the finding is made
 */
export async function addFork(pool: pg.Pool, fork: NewFork): Promise<boolean> {
  const at = iso(fork.receivedAt)
  return transaction(pool, async (client) => {
    await client.query(FORK, [
      fork.device,
      fork.bodyDigest,
      fork.atSegment,
      fork.firstSeq,
      fork.lastSeq,
      fork.codec,
      fork.rawBytes,
      fork.body,
      at,
      FORKS_PER_DEVICE_MAX,
    ])
    // Not the count of inserted rows: a fork that was stored before is kept, too.
    const { rows } = await client.query<{ kept: boolean }>(KEPT, [fork.device, fork.bodyDigest])
    const kept = rows[0]?.kept === true
    await client.query(FINDING, [fork.device, `segment ${fork.atSegment}`, at, fork.words(kept)])
    return kept
  })
}
