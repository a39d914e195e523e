/** A segment of a log: header, record lines, blank line, checkpoint. The head is all a follower needs to know of it. */
import type { DeviceId } from '@keyturn/domain/units.ts'
import { type Header, NO_SEGMENT } from './header.ts'

/** How many records a segment holds at most. A writer closes the segment when it is full. */
export const SEGMENT_RECORDS_MAX = 500
/** The line that separates records and checkpoint, and text and signature inside the checkpoint. */
export const NEWLINE = 10

/** How far a log goes. What comes next is segment `lastSegment + 1`, record `lastSeq + 1`, following `digest`. */
export type Head = {
  readonly lastSeq: number
  readonly lastSegment: number
  /** SHA-256 of the whole last segment, 64 hex digits. */
  readonly digest: string
}

/** The head of a log that has not begun. */
export const GENESIS: Head = { lastSeq: 0, lastSegment: 0, digest: NO_SEGMENT }

/** What the device says at the end of a segment. */
export type Checkpoint = {
  readonly device: DeviceId
  readonly lastSeq: number
  /** SHA-256 of the segment from its header to its last record line, newlines included. */
  readonly digest: Uint8Array
  /** 8 hex digits. */
  readonly keyId: string
  /** Ed25519 over the three lines of the checkpoint's text. */
  readonly signature: Uint8Array
}

/** A segment found in a log. Its parts are views into the log's bytes, never copies. */
export type Segment = {
  readonly header: Header
  readonly checkpoint: Checkpoint
  /** Records, counted by their lines. */
  readonly records: number
  /** Line of the header in the log, from 1. The records follow from `line + 1`. */
  readonly line: number
  /** All of it: what the next header's `prev` is the digest of. */
  readonly bytes: Uint8Array
  /** Header and record lines: what the checkpoint's digest covers. */
  readonly content: Uint8Array
  /** The record lines alone. */
  readonly lines: Uint8Array
  /** The checkpoint's text: what the signature covers. */
  readonly signed: Uint8Array
}

/** The record number of the segment's last record, by its place. */
export const lastSeqOf = (segment: Segment): number => segment.header.firstSeq + segment.records - 1
