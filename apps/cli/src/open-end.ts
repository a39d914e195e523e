/** The end of a log that no whole segment covers: its records so far, and every line that is none. */
import { type Header, parseHeader } from '@keyturn/evidence/header.ts'
import { type Line, readLines } from '@keyturn/evidence/read.ts'
import { NEWLINE } from '@keyturn/evidence/segment.ts'
import type { Split } from '@keyturn/evidence/split.ts'

export type OpenEnd = { readonly header: Header | undefined; readonly lines: readonly Line[] }

/** Reads what `splitSegments` left over. Nothing is passed over but a checkpoint that was being written. */
export function readOpenEnd({ segments, rest, restLine, fault }: Split): OpenEnd {
  const last = segments.at(-1)
  const seq = last === undefined ? 1 : last.header.firstSeq + last.records
  const end = rest.indexOf(NEWLINE)
  const header = end < 0 ? undefined : parseHeader(rest.subarray(0, end))
  if (header?.kind !== 'parsed') {
    return { header: undefined, lines: strays(rest, { line: restLine, seq }, 'stands where a segment begins') }
  }
  const body = rest.subarray(end + 1)
  const { records, bytes } = recordLines(body)
  const open = { header: header.value, records, line: restLine, lines: body.subarray(0, bytes) }
  const tail = body.subarray(bytes)
  const checkpoint = fault?.code === 'truncated' && tail[0] === NEWLINE
  const place = { line: restLine + 1 + records, seq: header.value.firstSeq + records }
  const what = tail[0] === NEWLINE ? 'follows a segment that is not whole' : 'does not end'
  return { header: header.value, lines: [...readLines(open), ...(checkpoint ? [] : strays(tail, place, what))] }
}

/** How many whole lines stand before the blank one, and their bytes. */
function recordLines(body: Uint8Array): { readonly records: number; readonly bytes: number } {
  let records = 0
  let at = 0
  while (body[at] !== NEWLINE) {
    const end = body.indexOf(NEWLINE, at)
    if (end < 0) break
    records += 1
    at = end + 1
  }
  return { records, bytes: at }
}

function strays(bytes: Uint8Array, { line, seq }: Pick<Line, 'line' | 'seq'>, what: string): readonly Line[] {
  const texts = new TextDecoder().decode(bytes).split('\n')
  return texts.flatMap((text, i) =>
    text === '' ? [] : [{ kind: 'anomaly', seq, line: line + i, what, text } as const],
  )
}
