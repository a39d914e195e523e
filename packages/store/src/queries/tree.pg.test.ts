import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPool, type Pool } from '../pool.ts'
import { queryOnce, type TestCluster, testCluster } from '../testing/test-cluster.ts'
import { unlogged } from './tree.ts'

let cluster: TestCluster
let pool: Pool
beforeAll(async () => {
  cluster = await testCluster()
  const db = await cluster.database()
  pool = openPool(db.appUrl)
  // Three uploads of each device, received by servers whose clocks run an hour apart: later parts look older.
  await queryOnce(
    db.ownerUrl,
    `insert into keyturn.uploads (device_id, last_seq, first_seq, first_segment, last_segment, digest, codec, raw_bytes,
       body, received_at, receipt)
     select device, n * 10, n * 10 - 9, n, n, decode(repeat('00', 32), 'hex'), 'gzip', 1, '\\x00',
       timestamptz '2026-11-20 12:00Z' - n * interval '1 hour', 'receipt'
     from unnest(array['KT-A-0001', 'KT-B-0002']) as device, generate_series(1, 3) as n`,
  )
  await queryOnce(
    db.ownerUrl,
    `insert into keyturn.heads (device_id, last_segment, last_seq, digest)
     select device, 3, 30, decode(repeat('00', 32), 'hex') from unnest(array['KT-A-0001', 'KT-B-0002']) as device`,
  )
})
afterAll(async () => {
  await pool.end()
  await cluster.close()
})

test.each([1, 2, 3, 4, 5, 6])('a batch of %i skips no earlier upload of a device', async (limit) => {
  const seqs = new Map<string, number[]>()
  for (const { device, lastSeq } of await unlogged(pool, limit)) {
    seqs.set(device, [...(seqs.get(device) ?? []), lastSeq])
  }
  for (const got of seqs.values()) expect(got).toEqual([10, 20, 30].slice(0, got.length))
  expect([...seqs.values()].flat()).toHaveLength(limit)
})
