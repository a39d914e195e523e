import { gzipSync } from 'node:zlib'
import { nodeCrypto, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import { deviceId, instant } from '@keyturn/domain/units.ts'
import { deviceOrigin } from '@keyturn/evidence/names.ts'
import { sampleLog } from '@keyturn/evidence/sample.ts'
import { GENESIS } from '@keyturn/evidence/segment.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unpack } from './codec.ts'
import { PACK_BEGINNING, packSome } from './pack-uploads.ts'
import { openPool, type Pool } from './pool.ts'
import { addUpload } from './queries/add-upload.ts'
import { enroll } from './queries/enroll-device.ts'
import { bodiesFrom } from './queries/uploads.ts'
import { queryOnce, type TestCluster, type TestDatabase, testCluster } from './testing/test-cluster.ts'
import { withClient } from './with-client.ts'

let cluster: TestCluster
let db: TestDatabase
let pool: Pool
beforeAll(async () => {
  cluster = await testCluster()
  db = await cluster.database()
  pool = openPool(db.appUrl)
})
afterAll(async () => {
  await pool.end()
  await cluster.close()
})

const at = instant(Date.UTC(2026, 2, 3))
const id = deviceId('KT-PACK-1')
const signer = signerFromSeed(deviceOrigin(id), new Uint8Array(32).fill(5))
const log = sampleLog([12, 24, 12], signer, nodeCrypto)
const upload = {
  device: id,
  follows: GENESIS,
  head: log.segments[2]?.head ?? GENESIS,
  firstSeq: 1,
  firstSegment: 1,
  codec: 'gzip' as const,
  body: gzipSync(log.bytes),
  rawBytes: log.bytes.length,
  receivedAt: at,
  clockOffMs: null,
  receipt: 'a receipt',
}

test('an upload is stored once, and only where it follows', async () => {
  await enroll(pool, { id, caseId: 'CASE-1', publicKey: signer.key.publicKey, profile: 'US-MA@2026-11-01', at })
  expect(await addUpload(pool, upload)).toBe(true)
  expect(await addUpload(pool, upload)).toBe(false)
  const wrong = {
    ...upload,
    follows: { ...upload.head, digest: '11'.repeat(32) },
    head: { ...upload.head, lastSeq: 99 },
  }
  expect(await addUpload(pool, wrong)).toBe(false)
})

test('packed, its bytes are the same, and a receipt stays as it was', async () => {
  const some = await withClient({ connectionString: db.ownerUrl }, (owner) => packSome(owner, PACK_BEGINNING, 10))
  expect(some).toMatchObject({ packed: 1, next: { device: id, lastSeq: 48 } })
  expect(some.bytesAfter).toBeLessThan(some.bytesBefore)
  const [held] = await bodiesFrom(pool, id, { seq: 1, limit: 1 })
  expect(held?.codec).toBe('packed')
  expect(held !== undefined && Buffer.compare(unpack(held.codec, held.body, held.rawBytes), log.bytes)).toBe(0)
  expect(await queryOnce(db.ownerUrl, 'select receipt from keyturn.uploads')).toEqual([{ receipt: 'a receipt' }])
})

test('what is packed is not packed again', async () => {
  const some = await withClient({ connectionString: db.ownerUrl }, (owner) => packSome(owner, PACK_BEGINNING, 10))
  expect(some).toEqual({ packed: 0, bytesBefore: 0, bytesAfter: 0, next: undefined })
})

test('the server’s own role may not pack', async () => {
  await queryOnce(db.ownerUrl, `update keyturn.uploads set codec = 'gzip', body = $1`, [upload.body])
  await expect(packSome(pool, PACK_BEGINNING, 10)).rejects.toThrow('permission denied')
})
