import { nodeCrypto, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import { deviceId } from '@keyturn/domain/units.ts'
import { expect, test } from 'vitest'
import { concat, toHex, utf8 } from './bytes.ts'
import { runSync } from './crypto.ts'
import { logHeadAt } from './log-head.ts'
import { sampleEntries, sampleLog } from './sample.ts'
import { splitSegments } from './split.ts'
import { appendRecord, openSegment } from './write.ts'

const signer = signerFromSeed('keyturn.org/device/KT-MA-0001', new Uint8Array(32).fill(7))
const closed = sampleLog([3, 2], signer, nodeCrypto)
const headAt = (log: Uint8Array, seq: number) => runSync(logHeadAt(log, seq), nodeCrypto)

/** The same log with two more records that are not closed yet. */
function open(): Uint8Array {
  const head = closed.segments[1]?.head
  const [entry] = sampleEntries(1)
  if (head === undefined || entry === undefined) throw new Error('two segments and an entry')
  const opening = { openedAt: entry.at, profile: 'US-MA@2026-11-01', firmware: 'keyturn-unit 0.1.0' }
  let segment = openSegment(head, { ...opening, device: deviceId('KT-MA-0001') })
  for (let n = 0; n < 2; n++) segment = appendRecord(segment, { ...entry, seq: segment.lastSeq + 1 }).open
  return concat(closed.bytes, utf8(segment.text))
}

test('the head at the end of a segment is the digest of its checkpoint', () => {
  const [first, second] = splitSegments(closed.bytes).segments
  expect(headAt(closed.bytes, 3)).toBe(toHex(first?.checkpoint.digest ?? new Uint8Array()))
  expect(headAt(closed.bytes, 5)).toBe(toHex(second?.checkpoint.digest ?? new Uint8Array()))
})

test('every record has a head of its own, closed or not, in the whole log and in its end', () => {
  const log = open()
  const heads = [1, 2, 3, 4, 5, 6, 7].map((seq) => headAt(log, seq))
  expect(new Set(heads).size).toBe(7)
  expect(heads).not.toContain(null)
  const end = log.subarray(closed.segments[0]?.bytes.length)
  expect([4, 5, 6, 7].map((seq) => headAt(end, seq))).toEqual(heads.slice(3))
})

test('closing the segment changes no head', () => {
  const whole = sampleLog([3, 2, 2], signer, nodeCrypto).bytes
  const [last] = splitSegments(whole).segments.slice(-1)
  const unclosed = whole.subarray(0, whole.length - (last?.bytes.length ?? 0) + (last?.content.length ?? 0))
  for (const seq of [6, 7]) expect(headAt(unclosed, seq)).toBe(headAt(whole, seq))
})

test('records that are not there have none', () => {
  expect([0, 8, -1, 1.5].map((seq) => headAt(open(), seq))).toEqual([null, null, null, null])
  expect(headAt(new Uint8Array(), 1)).toBeNull()
  expect(headAt(utf8('nothing of the kind'), 1)).toBeNull()
})
