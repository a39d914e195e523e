/**
 * Reading the records of a segment that was verified or is about to be. Nothing that a device signed is thrown away: a
 * line that is no record is kept, and says what is wrong with it. Its place in the segment is its number.
 */
import type { Record } from '@keyturn/domain/record.ts'
import { fromUtf8 } from './bytes.ts'
import { parseRecordLine } from './record.ts'
import { NEWLINE, type Segment } from './segment.ts'

export type Line =
  | { readonly kind: 'record'; readonly seq: number; readonly line: number; readonly record: Record }
  | Anomaly

/** A line that a device signed and that is no record of the format, or not the one that belongs there. */
export type Anomaly = {
  readonly kind: 'anomaly'
  /** The record number that belongs to the place. */
  readonly seq: number
  /** Line of the log, from 1. */
  readonly line: number
  readonly what: string
  /** The line as text, for people; bytes that are not UTF-8 show as replacement signs. */
  readonly text: string
}

/** The lines of a segment in order, as many as it has records. One that was not closed yet has them just as well. */
export function* readLines(
  segment: Pick<Segment, 'header' | 'records' | 'line' | 'lines'>,
): Generator<Line, void, undefined> {
  const { lines } = segment
  let at = 0
  for (let i = 0; i < segment.records; i++) {
    const end = lines.indexOf(NEWLINE, at)
    const bytes = lines.subarray(at, end)
    const seq = segment.header.firstSeq + i
    const line = segment.line + 1 + i
    const record = parseRecordLine(bytes)
    if (record.kind === 'malformed') {
      yield { kind: 'anomaly', seq, line, what: `${record.where} ${record.what}`, text: legible(bytes) }
    } else if (record.value.seq !== seq) {
      yield {
        kind: 'anomaly',
        seq,
        line,
        what: `seq is ${record.value.seq} in the place of ${seq}`,
        text: legible(bytes),
      }
    } else {
      yield { kind: 'record', seq, line, record: record.value }
    }
    at = end + 1
  }
}

const legible = (bytes: Uint8Array): string =>
  fromUtf8(bytes) ?? Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : '\ufffd')).join('')
