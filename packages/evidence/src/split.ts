/**
 * Finding the segments in a log. One pass over the bytes, views instead of copies, and no record line is read: that is
 * what lets a server take in hundreds of thousands of records a second.
 */
import { fromBase64, fromUtf8 } from './bytes.ts'
import type { Fault, FaultCode } from './fault.ts'
import { HEADER_BYTES_MAX, type Header, parseHeader } from './header.ts'
import { deviceOrigin } from './names.ts'
import { parseSignatureLine } from './note.ts'
import { RECORD_BYTES_MAX } from './record.ts'
import { type Checkpoint, NEWLINE, SEGMENT_RECORDS_MAX, type Segment } from './segment.ts'

/** The segments before the first fault, and the fault if there is one. */
export type Split = {
  readonly segments: readonly Segment[]
  readonly fault: Fault | null
  /** What comes after the last whole segment, and its first line: all of it is at fault, or not closed yet. */
  readonly rest: Uint8Array
  readonly restLine: number
}

const BRACE = 0x7b
/** The longest line of a checkpoint: two origins' length and a signature, with room to spare. */
export const CHECKPOINT_LINE_MAX = 512

/** Splits a log into its segments. Never throws; work and memory are linear in the bytes. */
export function splitSegments(log: Uint8Array): Split {
  const segments: Segment[] = []
  let at = 0
  let line = 1
  while (at < log.length) {
    const found = segmentAt(log, at, line, segments.at(-1))
    if ('code' in found) return { segments, fault: found, rest: log.subarray(at), restLine: line }
    segments.push(found)
    at += found.bytes.length
    line += found.records + 7
  }
  return { segments, fault: null, rest: log.subarray(at), restLine: line }
}

function segmentAt(log: Uint8Array, start: number, line: number, before: Segment | undefined): Segment | Fault {
  const expected = before === undefined ? null : before.header.segment + 1
  const headerEnd = lineEnd(log, start, HEADER_BYTES_MAX)
  if (headerEnd < 0) return unended(log, start, HEADER_BYTES_MAX, { line, segment: expected })
  const header = parseHeader(log.subarray(start, headerEnd))
  if (header.kind === 'malformed') {
    return { code: 'malformed-header', line, segment: expected, records: null, what: `${header.where} ${header.what}` }
  }
  const segment = expected ?? header.value.segment
  const { firstSeq } = header.value

  let at = headerEnd + 1
  let records = 0
  while (log[at] !== NEWLINE) {
    const end = lineEnd(log, at, RECORD_BYTES_MAX)
    if (end < 0 || log[at] !== BRACE || records === SEGMENT_RECORDS_MAX) {
      const seq = firstSeq + records
      const place = { line: line + 1 + records, segment, records: { from: seq, to: seq } }
      if (end < 0) return unended(log, at, RECORD_BYTES_MAX, place)
      if (log[at] !== BRACE) return { ...place, code: 'malformed-line', what: 'a record line starts with {' }
      return { ...place, code: 'too-long', what: `a segment has ${SEGMENT_RECORDS_MAX} records at most` }
    }
    records += 1
    at = end + 1
  }
  const place = { line: line + 1 + records, segment, records: null }
  if (records === 0) return { ...place, code: 'record-count', what: 'a segment has at least one record' }
  const checkpoint = checkpointAt(log, at + 1, header.value, records, { ...place, line: place.line + 1 })
  if ('code' in checkpoint) return checkpoint
  return {
    header: header.value,
    checkpoint: checkpoint.says,
    records,
    line,
    bytes: log.subarray(start, checkpoint.end),
    content: log.subarray(start, at),
    lines: log.subarray(headerEnd + 1, at),
    signed: log.subarray(at + 1, checkpoint.signedEnd),
  }
}

type Place = { readonly line: number; readonly segment: number | null; readonly records?: Fault['records'] }
type FoundCheckpoint = { readonly says: Checkpoint; readonly signedEnd: number; readonly end: number }

/** Reads the five lines of a checkpoint: origin, last seq, digest, blank, signature. */
function checkpointAt(
  log: Uint8Array,
  start: number,
  header: Header,
  records: number,
  place: Place,
): FoundCheckpoint | Fault {
  const ends: number[] = []
  for (let i = 0, at = start; i < 5; i++) {
    const end = lineEnd(log, at, CHECKPOINT_LINE_MAX)
    if (end < 0) return unended(log, at, CHECKPOINT_LINE_MAX, { ...place, line: place.line + i })
    ends.push(end)
    at = end + 1
  }
  // Read at once, since every call costs; only when that fails is the line at fault looked for.
  const lines = fromUtf8(log.subarray(start, ends[4]))?.split('\n')
  if (lines === undefined) {
    const bad = ends.findIndex(
      (end, i) => fromUtf8(log.subarray(i === 0 ? start : (ends[i - 1] ?? 0) + 1, end)) === undefined,
    )
    return fault('malformed-checkpoint', { ...place, line: place.line + bad }, 'the line is not UTF-8')
  }
  const [origin = '', seq = '', spelled = '', blank, signing = ''] = lines
  const own = deviceOrigin(header.device)
  const lastSeq = header.firstSeq + records - 1
  const digest = fromBase64(spelled)
  const signature = parseSignatureLine(signing)
  const bad = (i: number, what: string, code: FaultCode = 'malformed-checkpoint') =>
    fault(code, { ...place, line: place.line + i }, what)
  if (origin !== own) return bad(0, `the checkpoint is not of ${own}`, 'wrong-device')
  if (seq !== String(lastSeq)) {
    return bad(
      1,
      `the checkpoint says it ends with record ${seq.slice(0, 20)}, the lines end with ${lastSeq}`,
      'record-count',
    )
  }
  if (digest?.length !== 32) return bad(2, 'the digest is not the base64 of 32 bytes')
  if (blank !== '') return bad(3, 'a blank line separates text and signature')
  if (signature.kind === 'malformed') return bad(4, `the signature ${signature.what}`)
  if (signature.value.name !== own) return bad(4, `the signature is not by ${own}`, 'wrong-device')
  if (signature.value.signature.length !== 64) return bad(4, 'an Ed25519 signature is 64 bytes')
  const says = {
    device: header.device,
    lastSeq,
    digest,
    keyId: signature.value.keyId,
    signature: signature.value.signature,
  }
  // Both ends are there: the loop above found five.
  return { says, signedEnd: (ends[2] ?? 0) + 1, end: (ends[4] ?? 0) + 1 }
}

/** The index of the newline that ends the line, or -1 when there is none within `max` bytes. */
function lineEnd(log: Uint8Array, from: number, max: number): number {
  // The engine's own search is many times faster than a loop; a line that is too long ends the whole pass, so that
  // looking beyond `max` once costs no more than reading the bytes.
  const end = log.indexOf(NEWLINE, from)
  return end - from > max ? -1 : end
}

function unended(log: Uint8Array, from: number, max: number, place: Place): Fault {
  return log.length - from > max
    ? fault('too-long', place, `the line is longer than ${max} bytes`)
    : fault('truncated', place, 'the log stops before the segment is closed')
}

function fault(code: FaultCode, place: Place, what: string): Fault {
  return { code, line: place.line, segment: place.segment, records: place.records ?? null, what }
}
