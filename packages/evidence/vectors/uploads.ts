/** Uploads as test vectors: what a server holds, what arrives, what it answers. Logs are those of `log/`. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { concat } from '../src/bytes.ts'
import { sampleEntries, sampleLog, sampleSegment } from '../src/sample.ts'
import { GENESIS, type Head } from '../src/segment.ts'
import { deviceSigner } from './keys.ts'

export type UploadVector = {
  readonly comment: string
  readonly held: Head
  /** Digests of held segments by number. */
  readonly heldDigests: Readonly<Record<string, string>>
  /** A file of `upload/`. */
  readonly file: string
  readonly bytes: Uint8Array
  readonly expect:
    | { readonly verdict: 'accepted'; readonly fresh: readonly number[]; readonly lastSeq: number }
    | { readonly verdict: 'already-held' }
    | { readonly verdict: 'log-gap'; readonly wantedFrom: number }
    | { readonly verdict: 'log-fork'; readonly atSeq: number }
    | { readonly verdict: 'malformed-log' | 'wrong-device' | 'bad-signature' }
}

const { segments } = sampleLog([3, 4, 5], deviceSigner, nodeCrypto)
const heads: readonly Head[] = [GENESIS, ...segments.map((segment) => segment.head)]
const headAfter = (n: number): Head => {
  const head = heads[n]
  if (head === undefined) throw new Error(`there is no segment ${n}`)
  return head
}
const digests = Object.fromEntries(segments.map(({ head }) => [String(head.lastSegment), head.digest]))
const part = (from: number, to: number): Uint8Array => concat(...segments.slice(from - 1, to).map((each) => each.bytes))

/** Another third segment after the same second: the device signed two histories. */
const forked = sampleSegment(headAfter(2), sampleEntries(5, 40), deviceSigner, nodeCrypto)
/** A log begun anew by the same device. */
const restarted = sampleLog([2, 2, 2], deviceSigner, nodeCrypto)

const vector = (
  comment: string,
  holds: number,
  file: string,
  bytes: Uint8Array,
  expect: UploadVector['expect'],
): UploadVector => ({
  comment,
  held: headAfter(holds),
  heldDigests: Object.fromEntries(Object.entries(digests).filter(([n]) => Number(n) <= holds)),
  file: `${file}.txt`,
  bytes,
  expect,
})

export const uploadVectors: readonly UploadVector[] = [
  vector('the first segment of a new device', 0, 'segment-1', part(1, 1), {
    verdict: 'accepted',
    fresh: [1],
    lastSeq: 3,
  }),
  vector('everything at once', 0, 'segments-1-3', part(1, 3), { verdict: 'accepted', fresh: [1, 2, 3], lastSeq: 12 }),
  vector('the next segment', 1, 'segment-2', part(2, 2), { verdict: 'accepted', fresh: [2], lastSeq: 7 }),
  vector('the next two', 1, 'segments-2-3', part(2, 3), { verdict: 'accepted', fresh: [2, 3], lastSeq: 12 }),
  vector('the same upload twice', 3, 'segments-1-3', part(1, 3), { verdict: 'already-held' }),
  vector('an old part again', 3, 'segment-2', part(2, 2), { verdict: 'already-held' }),
  vector('overlap: held segments and fresh ones', 2, 'segments-1-3', part(1, 3), {
    verdict: 'accepted',
    fresh: [3],
    lastSeq: 12,
  }),
  vector('out of order: the third before the second', 1, 'segment-3', part(3, 3), {
    verdict: 'log-gap',
    wantedFrom: 4,
  }),
  vector('a gap from the beginning', 0, 'segments-2-3', part(2, 3), { verdict: 'log-gap', wantedFrom: 1 }),
  vector('a fork of the last segment', 3, 'forked-3', forked.bytes, { verdict: 'log-fork', atSeq: 8 }),
  vector('a fork after held segments', 3, 'forked-1-3', concat(part(1, 2), forked.bytes), {
    verdict: 'log-fork',
    atSeq: 8,
  }),
  vector('the forked branch where nothing of the other is held', 2, 'forked-3', forked.bytes, {
    verdict: 'accepted',
    fresh: [3],
    lastSeq: 12,
  }),
  vector('a log begun anew', 3, 'restarted', restarted.bytes, { verdict: 'log-fork', atSeq: 1 }),
  vector('a log begun anew that is longer than what is held', 1, 'restarted', restarted.bytes, {
    verdict: 'log-fork',
    atSeq: 1,
  }),
  vector('cut in the middle of a segment', 0, 'cut', part(1, 2).slice(0, -100), { verdict: 'malformed-log' }),
  vector('nothing', 0, 'nothing', new Uint8Array(), { verdict: 'malformed-log' }),
]
