/** Verifying a log: the first fault is named by line, segment and record. Runs on `node:crypto` as on WebCrypto. */
import { equalBytes, toHex } from './bytes.ts'
import { type Proof, sha256, signatureHolds } from './crypto.ts'
import type { Fault, FaultCode } from './fault.ts'
import type { Header } from './header.ts'
import { deviceOrigin } from './names.ts'
import type { NoteKey } from './note.ts'
import { type Anomaly, readLines } from './read.ts'
import { GENESIS, type Head, lastSeqOf, type Segment } from './segment.ts'
import { type Split, splitSegments } from './split.ts'
import { recordsIn, resumeSegment } from './write.ts'

export type LogVerdict =
  | {
      readonly kind: 'verified'
      readonly firstSeq: number
      readonly head: Head
      readonly segments: readonly Segment[]
      readonly records: number
      /** Signed lines that are no records, and inner checkpoints that do not hold. None of them was changed since. */
      readonly anomalies: readonly Anomaly[]
      /** Records after the last checkpoint: nobody vouches for them yet. Null when the log ends with a checkpoint. */
      readonly unsigned: { readonly from: number; readonly records: number } | null
    }
  | {
      readonly kind: 'refused'
      readonly fault: Fault
      /** How far the log holds. */
      readonly upTo: Head
    }

export type VerifyOptions = {
  /** What the log must follow: `GENESIS` for a whole log, a head for a later part, `anywhere` for a part on its own. */
  readonly from: Head | 'anywhere'
  /** An open segment at the end, as a car's own log has it: refuse it, or say how many records nobody vouches for. */
  readonly openEnd: 'refuse' | 'report'
}

/**
 * Verifies a log against the key of its device.
 * A checkpoint vouches for every byte before it, because each header carries the digest of the whole segment before. So
 * an inner checkpoint that does not hold is an anomaly if the next header, signed later, carries the digest of these
 * very bytes.
 */
export function* verifyLog(
  log: Uint8Array,
  key: NoteKey,
  options: VerifyOptions = { from: GENESIS, openEnd: 'refuse' },
): Proof<LogVerdict> {
  const split = splitSegments(log)
  const [first] = split.segments
  const start = options.from !== 'anywhere' ? options.from : first === undefined ? GENESIS : headBefore(first)
  let head = start
  const anomalies: Anomaly[] = []
  for (const [i, segment] of split.segments.entries()) {
    const misplaced = followsNot(segment, head, key)
    if (misplaced !== null) return { kind: 'refused', fault: misplaced, upTo: head }
    const digest = toHex(yield* sha256(segment.bytes))
    const fault = yield* sealFault(segment, key)
    if (fault !== null) {
      const next = split.segments[i + 1]
      if (next === undefined || next.header.prev !== digest) return { kind: 'refused', fault, upTo: head }
      anomalies.push({ kind: 'anomaly', seq: lastSeqOf(segment), line: fault.line, what: fault.what, text: '' })
    }
    for (const line of readLines(segment)) if (line.kind === 'anomaly') anomalies.push(line)
    head = { lastSeq: lastSeqOf(segment), lastSegment: segment.header.segment, digest }
  }
  const end = endOf(split, head, key, options)
  if ('code' in end) return { kind: 'refused', fault: end, upTo: head }
  return {
    kind: 'verified',
    firstSeq: start.lastSeq + 1,
    head,
    segments: split.segments,
    records: head.lastSeq - start.lastSeq,
    anomalies,
    unsigned: end.unsigned,
  }
}

/** The head that a segment says it follows. */
export const headBefore = ({ header }: Segment): Head => ({
  lastSeq: header.firstSeq - 1,
  lastSegment: header.segment - 1,
  digest: header.prev,
})

type Placed = { readonly header: Header; readonly line: number }

/** The fault of a header that does not take the place after `head` in the log of the key's device. */
export function followsNot({ header, line }: Placed, head: Head, key: NoteKey): Fault | null {
  const place = { line, segment: head.lastSegment + 1, records: null }
  if (deviceOrigin(header.device) !== key.name) {
    return { ...place, code: 'wrong-device', what: `the segment is of ${header.device}; the key is ${key.name}` }
  }
  const broken = (what: string): Fault => ({ ...place, code: 'broken-chain', what })
  if (header.segment !== head.lastSegment + 1) {
    return broken(`the header says segment ${header.segment}; segment ${head.lastSegment + 1} belongs here`)
  }
  if (header.prev !== head.digest) return broken('prev is not the digest of the segment before')
  if (header.firstSeq !== head.lastSeq + 1) {
    return broken(`the header begins with record ${header.firstSeq}; record ${head.lastSeq + 1} belongs here`)
  }
  return null
}

/** The fault of a checkpoint that does not vouch for its segment. */
export function* sealFault(segment: Segment, key: NoteKey): Proof<Fault | null> {
  const { checkpoint } = segment
  if (!equalBytes(yield* sha256(segment.content), checkpoint.digest)) return digestFault(segment)
  const line = segment.line + segment.records + 6
  const at = (code: FaultCode, what: string): Fault => ({
    code,
    line,
    segment: segment.header.segment,
    records: null,
    what,
  })
  if (checkpoint.keyId !== key.id)
    return at('unknown-key', `the checkpoint is signed by key ${checkpoint.keyId}, not ${key.id}`)
  const holds = yield* signatureHolds(key.publicKey, segment.signed, checkpoint.signature)
  return holds ? null : at('bad-signature', 'the signature does not hold')
}

/** A changed line that is no longer a record names itself; otherwise any line of the segment may be the one. */
function digestFault(segment: Segment): Fault {
  const { header, line } = segment
  const what = 'the content is not what the checkpoint gives the digest of'
  for (const each of readLines(segment)) {
    if (each.kind === 'record') continue
    const records = { from: each.seq, to: each.seq }
    return { code: 'wrong-digest', line: each.line, segment: header.segment, records, what: `${each.what}; ${what}` }
  }
  const records = { from: header.firstSeq, to: lastSeqOf(segment) }
  return { code: 'wrong-digest', line, segment: header.segment, records, what }
}

function endOf(
  split: Split,
  head: Head,
  key: NoteKey,
  { openEnd }: VerifyOptions,
): Fault | { readonly unsigned: { readonly from: number; readonly records: number } | null } {
  if (split.fault === null) {
    if (split.segments.length > 0) return { unsigned: null }
    return { code: 'empty', line: 1, segment: null, records: null, what: 'the log has no segment' }
  }
  if (openEnd === 'refuse') return split.fault
  const rest = resumeSegment(split.rest)
  if (rest.kind === 'malformed' || rest.value.cutBytes > 0) return split.fault
  const { open } = rest.value
  const misplaced = followsNot({ header: open.header, line: split.restLine }, head, key)
  return misplaced ?? { unsigned: { from: open.header.firstSeq, records: recordsIn(open) } }
}
