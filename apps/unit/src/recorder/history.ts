/** What one copy of the log on disk amounts to: how far it is whole, and what comes after that. */

import { toHex, utf8 } from '@keyturn/evidence/bytes.ts'
import { type Crypto, runSync } from '@keyturn/evidence/crypto.ts'
import type { NoteKey } from '@keyturn/evidence/note.ts'
import { GENESIS, type Head, lastSeqOf, type Segment } from '@keyturn/evidence/segment.ts'
import { splitSegments } from '@keyturn/evidence/split.ts'
import { followsNot, sealFault } from '@keyturn/evidence/verify.ts'
import { type OpenSegment, resumeSegment } from '@keyturn/evidence/write.ts'

/** A file of a copy as it was found. */
export type FoundFile = { readonly name: string; readonly bytes: Uint8Array }

/** A piece of valid history: the whole of a closed segment, or the whole lines of the open one. */
export type Part = { readonly number: number; readonly bytes: Uint8Array; readonly lastSeq: number }

export type History = {
  readonly parts: readonly Part[]
  /** Where the closed segments end. */
  readonly head: Head
  /** The segment that is not closed yet, which is then the last part. */
  readonly open: OpenSegment | null
  /** Bytes after the last whole line that a writer left who was stopped in the middle of it. */
  readonly tornBytes: number
  /** What is wrong beyond a torn end; null when nothing is. */
  readonly damage: string | null
}

const NEWLINE = 10

/** What opening a log may have to record at once: a torn end, a conflict, a lost copy. */
export const FINDINGS_MAX = 3

/** `00000012.log` */
export const segmentName = (number: number): string => `${String(number).padStart(8, '0')}.log`

/** Number of the last record of a history. */
export const lastSeqIn = (history: History): number => history.open?.lastSeq ?? history.head.lastSeq

/**
 * Reads a copy. Each header carries the digest of the segment before, so a changed segment shows at the next header;
 * which of the two is at fault, and whether the last one holds, its own signature tells.
 */
export function readHistory(files: readonly FoundFile[], key: NoteKey, crypto: Crypto): History {
  const parts: Part[] = []
  let head = GENESIS
  let last: Segment | undefined
  let before = GENESIS
  const stop = (rest: Partial<History>): History => ({ parts, head, open: null, tornBytes: 0, damage: null, ...rest })
  /** Takes back the last segment if it is the one that does not hold. */
  const settle = () => {
    if (last === undefined || runSync(sealFault(last, key), crypto) === null) return null
    parts.pop()
    head = before
    return `segment ${last.header.segment} is not what was signed`
  }

  for (const [i, { name, bytes }] of files.entries()) {
    const number = head.lastSegment + 1
    if (name !== segmentName(number)) return stop({ damage: settle() ?? `segment ${number} is missing` })
    const split = splitSegments(bytes)
    const [segment] = split.segments
    if (segment === undefined || split.fault !== null || split.segments.length > 1) {
      const damage = settle()
      if (damage !== null) return stop({ damage })
      if (i + 1 < files.length) return stop({ damage: `segment ${number} is not whole` })
      return readOpen(bytes, head, stop, key)
    }
    const misplaced = followsNot(segment, head, key)
    if (misplaced !== null) return stop({ damage: settle() ?? misplaced.what })
    parts.push({ number, bytes, lastSeq: lastSeqOf(segment) })
    last = segment
    before = head
    head = { lastSeq: lastSeqOf(segment), lastSegment: number, digest: toHex(crypto.sha256(bytes)) }
  }
  const damage = settle()
  return stop({ damage })
}

function readOpen(bytes: Uint8Array, head: Head, stop: (rest: Partial<History>) => History, key: NoteKey): History {
  const resumed = resumeSegment(bytes)
  if (resumed.kind === 'malformed') {
    const torn = !bytes.includes(NEWLINE)
    return stop(torn ? { tornBytes: bytes.length } : { damage: `segment ${head.lastSegment + 1} has no header` })
  }
  const { open, keptBytes } = resumed.value
  const { header } = open
  const follows =
    key.name.endsWith(`/${header.device}`) && header.prev === head.digest && header.firstSeq === head.lastSeq + 1
  if (!follows || header.segment !== head.lastSegment + 1) {
    return stop({ damage: `segment ${header.segment} does not follow segment ${head.lastSegment}` })
  }
  const rest = bytes.subarray(keptBytes)
  // A stopped writer leaves part of one line, or part of a checkpoint, which begins with a blank line.
  const torn = !rest.includes(NEWLINE) || rest[0] === NEWLINE
  const history = stop({
    open,
    tornBytes: torn ? rest.length : 0,
    damage: torn ? null : `record ${open.lastSeq + 1} is unreadable`,
  })
  return {
    ...history,
    parts: [...history.parts, { number: header.segment, bytes: utf8(open.text), lastSeq: open.lastSeq }],
  }
}
