/** The records in a log's bytes, those of a segment that is still open included. Proves nothing: `verifyLog` does. */
import { fromUtf8 } from '@keyturn/evidence/bytes.ts'
import { type Line, readLines } from '@keyturn/evidence/read.ts'
import { parseRecordLine } from '@keyturn/evidence/record.ts'
import { splitSegments } from '@keyturn/evidence/split.ts'

/** Every line that should be a record, oldest first. A torn last line is left out: it is still being written. */
export function linesOf(log: Uint8Array): readonly Line[] {
  const { segments, rest, restLine } = splitSegments(log)
  return [...segments.flatMap((segment) => [...readLines(segment)]), ...openLines(rest, restLine)]
}

/** The first line of an open segment is its header; what follows are records until the end. */
function openLines(rest: Uint8Array, restLine: number): readonly Line[] {
  const found: Line[] = []
  const whole = (fromUtf8(rest) ?? '').split('\n').slice(1, -1)
  for (const [n, text] of whole.entries()) {
    const record = parseRecordLine(text)
    if (record.kind === 'malformed') break
    found.push({ kind: 'record', seq: record.value.seq, line: restLine + 1 + n, record: record.value })
  }
  return found
}
