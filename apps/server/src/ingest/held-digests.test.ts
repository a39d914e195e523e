import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { toHex } from '@keyturn/evidence/bytes.ts'
import { expect, test } from 'vitest'
import { testDevice } from '../testing/test-server.ts'
import { heldDigests } from './held-digests.ts'

const one = testDevice(1)
const two = testDevice(2)
const { bytes, segments } = one.log(3, 3, 3, 3)
const digest = (n: number) => toHex(nodeCrypto.sha256(segments[n - 1]?.bytes ?? new Uint8Array()))

function reading(most?: number) {
  const told = { reads: 0 }
  const stored = [{ codec: 'identity', body: bytes, rawBytes: bytes.length }] as const
  const digests = heldDigests(async () => {
    told.reads += 1
    return stored
  }, most)
  return { told, digests }
}

test('a stored upload is unpacked once, whichever part is asked for', async () => {
  const { told, digests } = reading()
  for (let round = 0; round < 5; round++) {
    for (const segment of [1, 2, 3, 4]) {
      const known = await digests(one.id, { from: segment, to: segment })
      expect(known.get(segment)).toBe(digest(segment))
    }
  }
  expect(told.reads).toBe(1)
})

test('a part that is not known yet is read', async () => {
  const { told, digests } = reading()
  await digests(one.id, { from: 1, to: 4 })
  await digests(one.id, { from: 1, to: 5 })
  expect(told.reads).toBe(2)
})

test('no more is kept than the limit', async () => {
  const { told, digests } = reading(7)
  await digests(one.id, { from: 1, to: 4 })
  await digests(two.id, { from: 1, to: 4 })
  expect(told.reads).toBe(2)
  await digests(two.id, { from: 1, to: 4 })
  expect(told.reads).toBe(2)
  await digests(one.id, { from: 1, to: 4 })
  expect(told.reads).toBe(3)
})

test('a device with more segments than the limit is answered and not kept', async () => {
  const { told, digests } = reading(3)
  expect((await digests(one.id, { from: 1, to: 4 })).size).toBe(4)
  await digests(one.id, { from: 1, to: 4 })
  expect(told.reads).toBe(2)
})
