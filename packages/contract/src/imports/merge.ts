/**
 * The imports of one device as one log: rows that several files tell are one record, rows that contradict each other
 * are kept and flagged, and the records are numbered by their time. Nothing is signed: the numbers are ours.
 */
import type { Kind, Record } from '@keyturn/domain/record.ts'
import { type DeviceId, type Instant, iso } from '@keyturn/domain/units.ts'
import { isKind, KINDS } from '@keyturn/evidence/kinds.ts'
import { parseRecordLine } from '@keyturn/evidence/record.ts'
import type { ImportedRow } from './read-import.ts'

/** What one file told of one device. */
export type DeviceImport = {
  /** The file's and the mapping's digest: the same import is the same id. */
  readonly id: string
  readonly receivedAt: Instant
  readonly rows: readonly ImportedRow[]
}

/** Two rows that tell the same event differently. The one that came first is judged; a person compares both. */
export type Contradiction = {
  readonly at: Instant
  readonly code: string
  readonly judged: { readonly importId: string; readonly line: number; readonly entry: ImportedRow['entry'] }
  readonly other: { readonly importId: string; readonly line: number; readonly entry: ImportedRow['entry'] }
}

export type MergedLog = {
  readonly device: DeviceId
  readonly records: readonly Record[]
  /** When the records up to `seq` had all been received; ascending in both. */
  readonly received: readonly { readonly seq: number; readonly at: Instant }[]
  readonly contradictions: readonly Contradiction[]
  /** How many rows told again what was known. */
  readonly repeated: number
}

type Kept = { readonly row: ImportedRow; readonly from: DeviceImport; readonly content: string }

/** Merges in the order in which the files came. */
export function mergeImports(device: DeviceId, imports: readonly DeviceImport[]): MergedLog {
  const kept = new Map<string, Kept>()
  const contradictions: Contradiction[] = []
  const flagged = new Set<string>()
  let repeated = 0
  const ordered = imports.toSorted((a, b) => a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : 1))
  for (const from of ordered) {
    for (const row of from.rows) {
      if (row.device !== device) continue
      const key = `${row.at} ${row.code}`
      const content = contentOf(row)
      const before = kept.get(key)
      if (before === undefined) kept.set(key, { row, from, content })
      else if (before.content === content || flagged.has(`${key} ${content}`)) repeated += 1
      else {
        flagged.add(`${key} ${content}`)
        contradictions.push(contradiction(before, { row, from, content }))
      }
    }
  }
  const inTime = [...kept.values()].toSorted((a, b) => a.row.at - b.row.at)
  return { device, ...numbered(inTime), contradictions, repeated }
}

const contradiction = (judged: Kept, other: Kept): Contradiction => ({
  at: judged.row.at,
  code: judged.row.code,
  judged: { importId: judged.from.id, line: judged.row.line, entry: judged.row.entry },
  other: { importId: other.from.id, line: other.row.line, entry: other.row.entry },
})

function numbered(kept: readonly Kept[]): Pick<MergedLog, 'records' | 'received'> {
  const records: Record[] = []
  const received: { seq: number; at: Instant }[] = []
  for (const { row, from } of kept) {
    const seq = records.length + 1
    records.push(recordOf(row, seq))
    const last = received.at(-1)
    if (last === undefined || from.receivedAt > last.at) received.push({ seq, at: from.receivedAt })
    else last.seq = seq
  }
  return { records, received }
}

/** The fields in the order in which they stand on a log line, wherever the row was kept in between. */
function contentOf({ entry }: ImportedRow): string {
  const { kind, cause } = entry
  const names = isKind(kind) ? fieldsOf(kind) : []
  return JSON.stringify(
    Object.fromEntries([['kind', kind], ['cause', cause], ...names.map((name) => [name, entry[name]])]),
  )
}

const fieldsOf = (kind: Kind): readonly string[] => Object.keys(KINDS[kind])

/** @throws Error when a stored row is no record: it was read by this table before, so our own code has changed */
function recordOf(row: ImportedRow, seq: number): Record {
  const line = `{"seq":${seq},"at":"${iso(row.at)}","up":0,${contentOf(row).slice(1)}`
  const read = parseRecordLine(line)
  if (read.kind === 'malformed') throw new Error(`an imported row is no record: ${read.where} ${read.what}`)
  return read.value
}
