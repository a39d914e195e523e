/**
 * Where a log stands at a record: what a technician's certificate and a device's answer to a challenge name, so that
 * another log with as many records is not taken for this one.
 */
import { concat, toHex, utf8 } from './bytes.ts'
import { type Proof, sha256 } from './crypto.ts'
import { NEWLINE } from './segment.ts'
import { splitSegments } from './split.ts'
import { resumeSegment } from './write.ts'

/**
 * SHA-256 of the record's segment from its header to the newline of the record, 64 hex digits: the checkpoint's own
 * digest where the segment ends there. The header carries the digest of all before, so it stands for the whole log.
 * Null when the log, which may begin with any segment, has no such record.
 */
export function* logHeadAt(log: Uint8Array, seq: number): Proof<string | null> {
  const { segments, rest } = splitSegments(log)
  if (!Number.isSafeInteger(seq)) return null
  for (const { header, records, content } of segments) {
    if (seq < header.firstSeq || seq >= header.firstSeq + records) continue
    return toHex(yield* sha256(upToLine(content, seq - header.firstSeq + 2)))
  }
  const open = resumeSegment(rest)
  if (open.kind === 'malformed') return null
  const { header, lastSeq, text } = open.value.open
  if (seq < header.firstSeq || seq > lastSeq) return null
  return toHex(yield* sha256(upToLine(utf8(text), seq - header.firstSeq + 2)))
}

/** The first lines of a text, newlines included. There are that many. */
function upToLine(text: Uint8Array, lines: number): Uint8Array {
  let at = 0
  for (let n = 0; n < lines; n++) at = text.indexOf(NEWLINE, at) + 1
  return concat(text.subarray(0, at))
}
