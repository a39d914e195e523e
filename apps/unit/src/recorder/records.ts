/** The records of a history, in order. */
import type { Record } from '@keyturn/domain/record.ts'
import { readLines } from '@keyturn/evidence/read.ts'
import { parseRecordLine } from '@keyturn/evidence/record.ts'
import { splitSegments } from '@keyturn/evidence/split.ts'
import { type OpenSegment, resumeSegment } from '@keyturn/evidence/write.ts'

type Source = { readonly parts: readonly { readonly bytes: Uint8Array }[]; readonly open: OpenSegment | null }

export function recordsOf({ parts, open }: Source): readonly Record[] {
  const records: Record[] = []
  for (const { bytes } of parts) {
    for (const segment of splitSegments(bytes).segments) {
      for (const line of readLines(segment)) if (line.kind === 'record') records.push(line.record)
    }
  }
  return open === null ? records : [...records, ...openRecords(open)]
}

/** The records of a segment that is not closed yet. */
export function openRecords(open: OpenSegment): readonly Record[] {
  const lines = open.text.split('\n').slice(1, -1)
  return lines.flatMap((line) => {
    const record = parseRecordLine(line)
    return record.kind === 'parsed' ? [record.value] : []
  })
}

/** The records in a whole log: closed segments, and an open one at the end if there is one. */
export function recordsIn(log: Uint8Array): readonly Record[] {
  const { segments, rest } = splitSegments(log)
  const open = resumeSegment(rest)
  return recordsOf({ parts: segments, open: open.kind === 'parsed' ? open.value.open : null })
}
