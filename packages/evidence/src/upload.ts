/**
 * Taking in a device's log. `checkUpload` proves the bytes, before anything is locked; `judgeUpload` decides what to do
 * with them, beside what is already held. One signature is checked per upload, over the last segment: the chain covers
 * the rest.
 */
import { toHex } from './bytes.ts'
import { type Crypto, runSync } from './crypto.ts'
import type { Fault } from './fault.ts'
import type { NoteKey } from './note.ts'
import { type Head, lastSeqOf, type Segment } from './segment.ts'
import { splitSegments } from './split.ts'
import { followsNot, headBefore, sealFault } from './verify.ts'

/** A segment and the SHA-256 of all of it, 64 hex digits: what the next header must carry. */
export type Sealed = { readonly segment: Segment; readonly digest: string }

/** Proved bytes: these segments follow one another, and the device signed the last. */
export type CheckedUpload = {
  readonly kind: 'checked'
  readonly sealed: readonly [Sealed, ...Sealed[]]
  readonly head: Head
}

export type RefusedUpload = {
  readonly kind: 'refused'
  readonly code: 'malformed-log' | 'wrong-device' | 'bad-signature'
  readonly fault: Fault
}

/** Proves an upload: whole segments of this device, chained, the last one signed by its key. Never throws. */
export function checkUpload(upload: Uint8Array, key: NoteKey, crypto: Crypto): CheckedUpload | RefusedUpload {
  const split = splitSegments(upload)
  if (split.fault !== null) return refused(split.fault)
  let head: Head | undefined
  const sealed: Sealed[] = []
  for (const segment of split.segments) {
    const fault = followsNot(segment, head ?? headBefore(segment), key)
    if (fault !== null) return refused(fault)
    const digest = toHex(crypto.sha256(segment.bytes))
    sealed.push({ segment, digest })
    head = { lastSeq: lastSeqOf(segment), lastSegment: segment.header.segment, digest }
  }
  const [first, ...rest] = sealed
  const last = sealed.at(-1)
  if (first === undefined || last === undefined || head === undefined) {
    return refused({ code: 'empty', line: 1, segment: null, records: null, what: 'the upload has no segment' })
  }
  const unsealed = runSync(sealFault(last.segment, key), crypto)
  return unsealed === null ? { kind: 'checked', sealed: [first, ...rest], head } : refused(unsealed)
}

export type UploadVerdict =
  /** Store `fresh`, in order; then `head` is what is held. */
  | { readonly kind: 'accepted'; readonly fresh: readonly [Sealed, ...Sealed[]]; readonly head: Head }
  /** Every segment of it is held already, byte for byte. */
  | { readonly kind: 'already-held' }
  /** Records are missing before it: the device is to send from `wantedFrom`. */
  | { readonly kind: 'refused'; readonly code: 'log-gap'; readonly wantedFrom: number }
  /** The device signed two histories. `atSeq` is the first record of the first segment known to differ. */
  | { readonly kind: 'refused'; readonly code: 'log-fork'; readonly atSegment: number; readonly atSeq: number }
  /** Signed, yet it continues the record numbers of no log: the fault says how. */
  | RefusedUpload

/** Segments of an upload that a server also holds, or null. Their held digests are what `judgeUpload` compares. */
export const overlap = (held: Head, upload: CheckedUpload): { readonly from: number; readonly to: number } | null => {
  const from = upload.sealed[0].segment.header.segment
  return from > held.lastSegment ? null : { from, to: Math.min(held.lastSegment, upload.head.lastSegment) }
}

/**
 * Decides about a proved upload. `heldDigests` gives the digests of held segments by number: the youngest of the
 * overlap is needed (unless it is the held head's own), older ones narrow down where a fork begins.
 */
export function judgeUpload(
  held: Head,
  heldDigests: ReadonlyMap<number, string>,
  upload: CheckedUpload,
): UploadVerdict {
  const digestOf = (segment: number) => (segment === held.lastSegment ? held.digest : heldDigests.get(segment))
  const [first] = upload.sealed
  const shared = overlap(held, upload)
  if (shared !== null) {
    const differs = upload.sealed.find(({ segment, digest }) => {
      const known = digestOf(segment.header.segment)
      // The youngest shared segment must be known to be the same: not knowing counts as a difference.
      return (
        segment.header.segment <= shared.to &&
        digest !== known &&
        (known !== undefined || segment.header.segment === shared.to)
      )
    })
    if (differs !== undefined) return fork(differs.segment)
    const [next, ...rest] = upload.sealed.filter(({ segment }) => segment.header.segment > shared.to)
    return next === undefined
      ? { kind: 'already-held' }
      : { kind: 'accepted', fresh: [next, ...rest], head: upload.head }
  }
  const { header } = first.segment
  if (header.segment > held.lastSegment + 1) return { kind: 'refused', code: 'log-gap', wantedFrom: held.lastSeq + 1 }
  if (header.prev !== held.digest) return fork(first.segment)
  if (header.firstSeq !== held.lastSeq + 1) {
    const what = `the header begins with record ${header.firstSeq}; record ${held.lastSeq + 1} belongs here`
    return refused({ code: 'broken-chain', line: 1, segment: header.segment, records: null, what })
  }
  return { kind: 'accepted', fresh: upload.sealed, head: upload.head }
}

const fork = ({ header }: Segment): UploadVerdict => ({
  kind: 'refused',
  code: 'log-fork',
  atSegment: header.segment,
  atSeq: header.firstSeq,
})

const refused = (fault: Fault): RefusedUpload => ({ kind: 'refused', code: REFUSALS[fault.code], fault })

const REFUSALS: { readonly [C in Fault['code']]: RefusedUpload['code'] } = {
  'malformed-header': 'malformed-log',
  'malformed-line': 'malformed-log',
  'malformed-checkpoint': 'malformed-log',
  'record-count': 'malformed-log',
  'too-long': 'malformed-log',
  truncated: 'malformed-log',
  empty: 'malformed-log',
  'wrong-device': 'wrong-device',
  'broken-chain': 'bad-signature',
  'wrong-digest': 'bad-signature',
  'unknown-key': 'bad-signature',
  'bad-signature': 'bad-signature',
}
