/** Opening a log: what two copies on disk amount to, and what of that has to be recorded. */

import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import type { Event, Record } from '@keyturn/domain/record.ts'
import { toHex } from '@keyturn/evidence/bytes.ts'
import { appendRecord, isFull, type OpenSegment, openSegment } from '@keyturn/evidence/write.ts'
import { copyOn, findFiles } from './copy.ts'
import { DiskRecorder } from './disk-recorder.ts'
import { type History, readHistory } from './history.ts'
import { type CopyName, type CopyPlan, reconcile } from './reconcile.ts'
import type { Recorder, RecorderOptions } from './recorder.ts'
import { recordsOf } from './records.ts'

/**
 * Opens the log, mends what a crash left, and gives back what it holds. @throws when a copy cannot even be listed or
 * read.
 */
export async function openRecorder(
  options: RecorderOptions,
): Promise<{ readonly recorder: Recorder; readonly records: readonly Record[] }> {
  const { disk, folders, signer } = options
  const find = async (name: CopyName) => {
    const files = await findFiles(disk, folders[name])
    return { name, files, history: readHistory(files, signer.key, nodeCrypto) }
  }
  const plan = reconcile(await find('first'), await find('second'))
  const records = recordsOf(plan.truth)
  const silent = new Set(plan.copies.flatMap(({ name }) => (isKnownLost(name, records) ? [name] : [])))
  const events = plan.findings.filter((event) => !(event.kind === 'log-copy-lost' && silent.has(copyNamed(event.copy))))
  const noted = withFindings(plan.truth, events, options)

  const digestOf = (bytes: Uint8Array) => toHex(nodeCrypto.sha256(bytes))
  const copies = plan.copies.map((copy) => {
    const start: CopyPlan = {
      ...copy,
      lost: copy.lost || silent.has(copy.name),
      staleFrom: earliest(copy.staleFrom, noted.changed),
    }
    return copyOn(disk, folders[copy.name], start, digestOf)
  })
  const recorder = new DiskRecorder(options, copies, { ...plan.truth, open: noted.open })
  await recorder.tend()
  return { recorder, records: [...records, ...noted.records] }
}

type Noted = { readonly open: OpenSegment | null; readonly records: readonly Record[]; readonly changed: number | null }

/**
 * The truth with its findings as records. They are written in one replacement of the segment's file together with the
 * mended bytes, so that no crash can leave a cut without the record of it.
 */
function withFindings(truth: History, events: readonly Event[], options: RecorderOptions): Noted {
  const { device, profile, firmware } = options
  if (events.length === 0) return { open: truth.open, records: [], changed: null }
  const now = options.stamp()
  let open = truth.open ?? openSegment(truth.head, { device, openedAt: now.at, profile, firmware })
  const records: Record[] = []
  for (const event of events) {
    // A writer closes a segment before it is quite full, so there is room for the few findings.
    if (isFull(open)) break
    const record: Record = { seq: open.lastSeq + 1, ...event, ...now, cause: 'device' }
    open = appendRecord(open, record).open
    records.push(record)
  }
  return { open, records, changed: open.header.segment }
}

/** Whether the log already says that the copy is lost, and not yet that it came back. */
function isKnownLost(name: CopyName, records: readonly Record[]): boolean {
  const last = records.findLast(
    (r) => (r.kind === 'log-copy-lost' || r.kind === 'log-copy-restored') && r.copy === name,
  )
  return last?.kind === 'log-copy-lost'
}

const copyNamed = (text: string): CopyName => (text === 'second' ? 'second' : 'first')

const earliest = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b)
