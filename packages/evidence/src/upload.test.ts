import { nodeCrypto, signerFromSeed } from '@keyturn/contract/crypto/node.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concat } from './bytes.ts'
import { sampleEntries, sampleLog, sampleSegment } from './sample.ts'
import { GENESIS, type Head } from './segment.ts'
import { type CheckedUpload, checkUpload, judgeUpload, overlap, type UploadVerdict } from './upload.ts'

const signer = signerFromSeed('keyturn.org/device/KT-MA-0001', new Uint8Array(32).fill(7))
const { segments } = sampleLog([1, 3, 2, 4, 1, 2], signer, nodeCrypto)
const count = segments.length

const checked = (bytes: Uint8Array): CheckedUpload => {
  const upload = checkUpload(bytes, signer.key, nodeCrypto)
  if (upload.kind === 'refused') throw new Error(upload.fault.what)
  return upload
}
/** Segments `from` to `to`, counted from 1. */
const part = (from: number, to: number) => checked(concat(...segments.slice(from - 1, to).map((each) => each.bytes)))

/** A server's memory of one device: a head and the digest of every segment, as the store keeps them. */
class Held {
  head: Head = GENESIS
  readonly digests = new Map<number, string>()

  take(upload: CheckedUpload): UploadVerdict {
    const verdict = judgeUpload(this.head, this.digests, upload)
    if (verdict.kind === 'accepted') {
      for (const { segment, digest } of verdict.fresh) {
        expect(this.digests.has(segment.header.segment)).toBe(false)
        this.digests.set(segment.header.segment, digest)
      }
      this.head = verdict.head
    }
    return verdict
  }
}

test('parts in any order, cut anywhere and sent again, end in the same head', () => {
  const parts = fc.array(
    fc
      .tuple(fc.integer({ min: 1, max: count }), fc.integer({ min: 1, max: count }))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
    { maxLength: 20 },
  )
  fc.assert(
    fc.property(parts, (order) => {
      const held = new Held()
      for (const [from, to] of order) {
        const before = held.head
        const verdict = held.take(part(from, to))
        if (from > before.lastSegment + 1) {
          expect(verdict).toEqual({ kind: 'refused', code: 'log-gap', wantedFrom: before.lastSeq + 1 })
        } else {
          expect(verdict.kind).toBe(to > before.lastSegment ? 'accepted' : 'already-held')
        }
        expect(held.head.lastSegment).toBe(
          from > before.lastSegment + 1 ? before.lastSegment : Math.max(before.lastSegment, to),
        )
      }
      held.take(part(1, count))
      expect(held.head).toEqual(segments.at(-1)?.head)
      expect([...held.digests.values()]).toEqual(segments.map(({ head }) => head.digest))
    }),
    { numRuns: 200 },
  )
})

describe('two histories of one device', () => {
  /** Another history that shares the first `shared` segments. */
  const branch = (shared: number) => {
    const head = shared === 0 ? GENESIS : segments[shared - 1]!.head
    const own = [sampleSegment(head, sampleEntries(2, 90), signer, nodeCrypto)]
    own.push(sampleSegment(own[0]!.head, sampleEntries(2, 92), signer, nodeCrypto))
    return own
  }

  test('are found wherever they part, and nothing held changes', () => {
    for (let shared = 0; shared < count; shared++) {
      for (let from = 1; from <= shared + 1; from++) {
        const held = new Held()
        held.take(part(1, count))
        const before = { head: held.head, digests: [...held.digests] }
        const other = checked(
          concat(
            ...segments.slice(from - 1, shared).map((each) => each.bytes),
            ...branch(shared).map((each) => each.bytes),
          ),
        )
        const atSeq = (shared === 0 ? 0 : segments[shared - 1]!.head.lastSeq) + 1
        expect(held.take(other)).toEqual({ kind: 'refused', code: 'log-fork', atSegment: shared + 1, atSeq })
        expect({ head: held.head, digests: [...held.digests] }).toEqual(before)
      }
    }
  })

  test('are found by the youngest shared digest alone', () => {
    const other = checked(concat(...branch(1).map((each) => each.bytes)))
    const shared = overlap(segments[3]!.head, other)
    expect(shared).toEqual({ from: 2, to: 3 })
    const known = new Map([[3, segments[2]!.head.digest]])
    expect(judgeUpload(segments[3]!.head, known, other)).toMatchObject({ code: 'log-fork', atSegment: 3 })
  })

  test('a continuation of the other history is a fork too', () => {
    const other = branch(count - 1)[1]
    expect(judgeUpload(segments.at(-1)!.head, new Map(), checked(other!.bytes))).toMatchObject({ code: 'log-fork' })
  })

  test('a digest that is not known is never taken for the same', () => {
    expect(judgeUpload(segments[3]!.head, new Map(), part(1, 2))).toMatchObject({ code: 'log-fork', atSegment: 2 })
  })
})

test('record numbers that skip are refused though the chain holds', () => {
  const first = segments[0]!.head
  const skipping = checked(
    sampleSegment({ ...first, lastSeq: first.lastSeq + 5 }, sampleEntries(2), signer, nodeCrypto).bytes,
  )
  expect(judgeUpload(first, new Map(), skipping)).toMatchObject({
    kind: 'refused',
    code: 'bad-signature',
    fault: { code: 'broken-chain' },
  })
})

test('the upload of another device is refused before anything else', () => {
  const other = signerFromSeed('keyturn.org/device/KT-ME-0001', new Uint8Array(32).fill(7))
  const bytes = sampleLog([2], other, nodeCrypto).bytes
  expect(checkUpload(bytes, signer.key, nodeCrypto)).toMatchObject({ code: 'wrong-device' })
})

test('one signature is checked per upload, and each byte is digested once', () => {
  let verified = 0
  let digested = 0
  const counting = {
    sha256: (bytes: Uint8Array) => {
      digested += bytes.length
      return nodeCrypto.sha256(bytes)
    },
    verify: (...question: Parameters<typeof nodeCrypto.verify>) => {
      verified += 1
      return nodeCrypto.verify(...question)
    },
  }
  const bytes = concat(...segments.map((each) => each.bytes))
  expect(checkUpload(bytes, signer.key, counting).kind).toBe('checked')
  expect(verified).toBe(1)
  // The last segment twice: once for the next header, once up to its checkpoint.
  expect(digested).toBeLessThan(bytes.length + segments.at(-1)!.bytes.length)
})
