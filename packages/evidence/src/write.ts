/** Writing a log: a segment is opened, takes records, and is closed by a signature. The state is plain JSON. */
import type { Record } from '@keyturn/domain/record.ts'
import { assert, type DeviceId, type Instant } from '@keyturn/domain/units.ts'
import { toBase64, toHex, utf8 } from './bytes.ts'
import type { Crypto } from './crypto.ts'
import { encodeHeader, type Header, parseHeader } from './header.ts'
import { deviceOrigin } from './names.ts'
import { type Signer, signNote } from './note.ts'
import { malformed, type Parsed, parsed } from './parsed.ts'
import { encodeRecord, parseRecordLine } from './record.ts'
import { type Head, NEWLINE, SEGMENT_RECORDS_MAX } from './segment.ts'

/** A segment being written. `text` is what stands on disk: the header line and the record lines so far. */
export type OpenSegment = { readonly header: Header; readonly lastSeq: number; readonly text: string }

export type Opening = {
  readonly device: DeviceId
  readonly openedAt: Instant
  /** Profile and its effective date, as `US-MA@2026-11-01`. */
  readonly profile: string
  readonly firmware: string
}

/** Opens the segment after `head`; its `text` is the header line, to be written first. */
export function openSegment(head: Head, opening: Opening): OpenSegment {
  const header: Header = {
    v: 1,
    device: opening.device,
    segment: head.lastSegment + 1,
    prev: head.digest,
    firstSeq: head.lastSeq + 1,
    openedAt: opening.openedAt,
    profile: opening.profile,
    firmware: opening.firmware,
  }
  return { header, lastSeq: head.lastSeq, text: `${encodeHeader(header)}\n` }
}

/** How many records the open segment has. */
export const recordsIn = (open: OpenSegment): number => open.lastSeq - open.header.firstSeq + 1

/** Whether the segment must be closed before another record. */
export const isFull = (open: OpenSegment): boolean => recordsIn(open) >= SEGMENT_RECORDS_MAX

/** Adds a record. `line` is what to append to the file, newline included. */
export function appendRecord(open: OpenSegment, record: Record): { readonly open: OpenSegment; readonly line: string } {
  assert(!isFull(open), `segment ${open.header.segment} is full`)
  assert(record.seq === open.lastSeq + 1, `record ${record.seq} does not follow ${open.lastSeq}`)
  const line = `${encodeRecord(record)}\n`
  return { open: { header: open.header, lastSeq: record.seq, text: open.text + line }, line }
}

/** `tail` is what to append to the file; `bytes` is the whole segment; `head` is where the log now stands. */
export type ClosedSegment = { readonly tail: string; readonly bytes: Uint8Array; readonly head: Head }

/** Closes a segment that has at least one record. Signing again gives the same bytes: Ed25519 draws no chance. */
export function closeSegment(open: OpenSegment, signer: Signer, crypto: Crypto): ClosedSegment {
  const { header, lastSeq } = open
  const origin = deviceOrigin(header.device)
  assert(lastSeq >= header.firstSeq, `segment ${header.segment} has no record to close over`)
  assert(signer.key.name === origin, `the key ${signer.key.name} does not sign for ${header.device}`)
  const digest = crypto.sha256(utf8(open.text))
  const tail = `\n${signNote(`${origin}\n${lastSeq}\n${toBase64(digest)}\n`, signer)}`
  const bytes = utf8(open.text + tail)
  return { tail, bytes, head: { lastSeq, lastSegment: header.segment, digest: toHex(crypto.sha256(bytes)) } }
}

/** An open segment as found on disk: how far it is whole, and how many bytes after that are not. */
export type Resumed = { readonly open: OpenSegment; readonly keptBytes: number; readonly cutBytes: number }

/**
 * Finds the whole records at the start of a file whose writer stopped at any byte. What follows the last whole record
 * (a torn line, a torn checkpoint) is to be cut; a segment that was not closed stays open. Malformed when the header is
 * not whole.
 */
export function resumeSegment(bytes: Uint8Array): Parsed<Resumed> {
  const end = bytes.indexOf(NEWLINE)
  if (end < 0) return malformed('header', 'does not end')
  const header = parseHeader(bytes.subarray(0, end))
  if (header.kind === 'malformed') return header
  let open: OpenSegment = {
    header: header.value,
    lastSeq: header.value.firstSeq - 1,
    text: `${encodeHeader(header.value)}\n`,
  }
  let kept = end + 1
  while (!isFull(open)) {
    const next = bytes.indexOf(NEWLINE, kept)
    if (next < 0) break
    const record = parseRecordLine(bytes.subarray(kept, next))
    if (record.kind === 'malformed' || record.value.seq !== open.lastSeq + 1) break
    open = appendRecord(open, record.value).open
    kept = next + 1
  }
  return parsed({ open, keptBytes: kept, cutBytes: bytes.length - kept })
}
