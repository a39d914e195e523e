import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { getCheckpoint, getProof } from '@keyturn/contract/endpoints/tree.ts'
import { fromBase64, utf8 } from '@keyturn/evidence/bytes.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { leafHash } from '@keyturn/evidence/merkle.ts'
import { verifyInclusion } from '@keyturn/evidence/merkle-proof.ts'
import { verifyTreeHead } from '@keyturn/evidence/tree-checkpoint.ts'
import { queryOnce, type TestCluster, type TestDatabase, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serverKeys } from '../keys.ts'
import { enrolled, send, type TestServer, testServer } from '../testing/test-server.ts'

let cluster: TestCluster
let db: TestDatabase
let server: TestServer
let second: TestServer
beforeAll(async () => {
  cluster = await testCluster()
  db = await cluster.database()
  server = await testServer(db)
  // Two servers on one database append to one tree.
  second = await testServer(db, { dataDir: server.dataDir })
})
afterAll(async () => {
  await second.close()
  await server.remove()
  await cluster.close()
})

async function proofHolds(device: Awaited<ReturnType<typeof enrolled>>, seq: number): Promise<boolean> {
  const answer = await server.call(getProof, { params: { deviceId: device.id }, query: { seq } })
  if (!answer.ok) return false
  const { key } = serverKeys(server.dataDir, 'keyturn.local').tree
  const head = runSync(verifyTreeHead(utf8(answer.value.checkpoint), key), nodeCrypto)
  if (head.kind !== 'verified' || head.head.size !== answer.value.size) return false
  const proof = answer.value.path.map((text) => fromBase64(text) ?? new Uint8Array())
  const leaf = runSync(leafHash(utf8(answer.value.content)), nodeCrypto)
  return runSync(
    verifyInclusion({ index: answer.value.leaf, size: answer.value.size, leaf, root: head.head.root, proof }),
    nodeCrypto,
  )
}

describe('the log over everything received', () => {
  test('an empty one has a checkpoint too', async () => {
    const answer = await server.stranger(getCheckpoint, { params: {} })
    expect(answer.ok && answer.value.split('\n')[1]).toBe('0')
  })

  test('every receipt is in it exactly once, and its proof holds', async () => {
    const devices = await Promise.all(Array.from({ length: 9 }, (_, n) => enrolled(server, n + 1)))
    await Promise.all(
      devices.flatMap((device, n) => {
        const { segments } = device.log(5, 5)
        const first = segments[0]?.bytes ?? new Uint8Array()
        return [send(n % 2 === 0 ? server : second, device, first)]
      }),
    )
    await Promise.all(devices.map((device) => send(second, device, device.log(5, 5).bytes)))
    for (const device of devices) {
      expect(await proofHolds(device, 1), `${device.id} record 1`).toBe(true)
      expect(await proofHolds(device, 10), `${device.id} record 10`).toBe(true)
    }
    const [row] = await queryOnce<{ leaves: string; uploads: string }>(
      db.ownerUrl,
      'select (select count(*) from keyturn.leaves) as leaves, (select count(*) from keyturn.uploads) as uploads',
    )
    expect(row).toEqual({ leaves: '18', uploads: '18' })
  })

  test('a leaf whose note was lost in a crash is not added again', async () => {
    await queryOnce(db.ownerUrl, 'update keyturn.heads set logged_seq = 0')
    const device = await enrolled(server, 50)
    await send(server, device, device.log(5).bytes)
    expect(await proofHolds(device, 3)).toBe(true)
    const [row] = await queryOnce<{ leaves: string }>(db.ownerUrl, 'select count(*) as leaves from keyturn.leaves')
    expect(row?.leaves).toBe('19')
  })

  test('a record that is not held has no proof', async () => {
    const device = await enrolled(server, 1)
    const answer = await server.call(getProof, { params: { deviceId: device.id }, query: { seq: 11 } })
    expect(answer).toMatchObject({ ok: false, code: 'no-such-record' })
  })
})
