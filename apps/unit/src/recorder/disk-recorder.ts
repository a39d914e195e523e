/** The recorder at work: one queue, one writer, two copies. */

import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import type { Entry, Event, Record } from '@keyturn/domain/record.ts'
import { assert } from '@keyturn/domain/units.ts'
import { concat, utf8 } from '@keyturn/evidence/bytes.ts'
import type { Head } from '@keyturn/evidence/segment.ts'
import { SEGMENT_RECORDS_MAX } from '@keyturn/evidence/segment.ts'
import { appendRecord, closeSegment, type OpenSegment, openSegment, recordsIn } from '@keyturn/evidence/write.ts'
import type { Copy } from './copy.ts'
import { FINDINGS_MAX, type History } from './history.ts'
import { BATCH_RECORDS_MAX } from './reconcile.ts'
import {
  type ClosedSegment,
  type Health,
  type Recorder,
  RecorderFull,
  type RecorderOptions,
  RecorderStopped,
  RecordRefused,
} from './recorder.ts'

/** Entries that may wait in memory while no disk takes them. */
export const WAITING_ENTRIES_MAX = 10_000
/** A log of years has thousands of files, more than a process may have open. */
const FILES_AT_ONCE = 32
/** Room is left in every segment for what opening a log after a crash may have to record in it. */
const RECORDS_MAX = SEGMENT_RECORDS_MAX - FINDINGS_MAX

type Append = {
  readonly kind: 'append'
  readonly entries: readonly Entry[]
  readonly done: (records: readonly Record[]) => void
  readonly failed: (error: Error) => void
}
type Close = { readonly kind: 'close'; readonly done: () => void; readonly failed: (error: Error) => void }

type Added = { readonly open: OpenSegment | null; readonly records: readonly Record[] }

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export class DiskRecorder implements Recorder {
  private readonly options: RecorderOptions
  private readonly copies: readonly Copy[]
  private readonly closed: ClosedSegment[]
  private head: Head
  private open: OpenSegment | null
  private readonly jobs: (Append | Close)[] = []
  private waiting = 0
  private working: Promise<void> | null = null
  private stopped = false
  private told: Health = 'sound'

  constructor(options: RecorderOptions, copies: readonly Copy[], truth: History) {
    this.options = options
    this.copies = copies
    this.head = truth.head
    this.open = truth.open
    const closed = truth.parts.filter(({ number }) => number <= truth.head.lastSegment)
    this.closed = closed.map(({ number, lastSeq }, i) => ({
      number,
      firstSeq: (closed[i - 1]?.lastSeq ?? 0) + 1,
      lastSeq,
    }))
  }

  append(entries: readonly Entry[]): Promise<readonly Record[]> {
    assert(entries.length <= BATCH_RECORDS_MAX, `one step records at most ${BATCH_RECORDS_MAX} entries`)
    if (this.waiting + entries.length > WAITING_ENTRIES_MAX) {
      throw new RecorderFull(`${this.waiting} entries wait for the disk; no more fit`)
    }
    return new Promise((done, failed) => this.enqueue({ kind: 'append', entries, done, failed }))
  }

  close(): Promise<void> {
    return new Promise((done, failed) => this.enqueue({ kind: 'close', done, failed }))
  }

  tend(): Promise<void> {
    return this.work(true)
  }

  health(): Health {
    const sound = this.copies.filter((copy) => copy.sound()).length
    return sound === this.copies.length ? 'sound' : sound > 0 ? 'one-copy' : 'down'
  }

  lastSeq(): number {
    return this.open?.lastSeq ?? this.head.lastSeq
  }

  segments(): readonly ClosedSegment[] {
    return this.closed
  }

  async read(segment: number): Promise<Uint8Array> {
    for (const copy of this.copies) {
      const bytes = copy.holds(segment) ? await copy.read(segment) : undefined
      if (bytes !== undefined) return bytes
    }
    throw new Error(`no copy of the log can give segment ${segment}`)
  }

  async bytes(firstSegment = 1): Promise<Uint8Array> {
    // Taken together, before anything is awaited: a segment closed meanwhile must not be missing or there twice.
    const open = utf8(this.open?.text ?? '')
    const numbers = this.closed.flatMap(({ number }) => (number < firstSegment ? [] : [number]))
    const parts: Uint8Array[] = []
    for (let at = 0; at < numbers.length; at += FILES_AT_ONCE) {
      const some = numbers.slice(at, at + FILES_AT_ONCE)
      parts.push(...(await Promise.all(some.map((number) => this.read(number)))))
    }
    return concat(...parts, open)
  }

  async stop(): Promise<void> {
    this.stopped = true
    await this.working
    for (const job of this.jobs.splice(0)) job.failed(new RecorderStopped('stopped before this could be written'))
  }

  private enqueue(job: Append | Close): void {
    if (this.stopped) {
      job.failed(new RecorderStopped('the recorder is stopped'))
      return
    }
    this.jobs.push(job)
    if (job.kind === 'append') this.waiting += job.entries.length
    this.begin()
  }

  /** What nobody expected to fail must not end the process: whoever waits is told instead. */
  private begin(): void {
    this.work(false).catch((error: unknown) => {
      this.waiting = 0
      for (const job of this.jobs.splice(0)) job.failed(new RecordRefused(messageOf(error), { cause: error }))
    })
  }

  /** One worker at a time. A mending round waits for the one at work; other work is picked up by it. */
  private async work(mending: boolean): Promise<void> {
    while (this.working !== null) {
      if (!mending) return
      await this.working
    }
    if (!mending && this.health() === 'down') return
    this.working = this.drain(mending)
    try {
      await this.working
    } finally {
      this.working = null
    }
    // Something may have come in after the worker looked for the last time.
    if (this.jobs.length > 0 && !this.stopped) this.begin()
  }

  private async drain(mending: boolean): Promise<void> {
    if (mending) await this.mend()
    while (this.jobs.length > 0 && !this.stopped && (await this.next()));
    this.tell()
  }

  /** Writes the next batch or checkpoint. False when no copy took it: it stays first in line. */
  private async next(): Promise<boolean> {
    const [job] = this.jobs
    if (job === undefined) return false
    const used = this.open === null ? 0 : recordsIn(this.open)
    const room = RECORDS_MAX - used
    if (job.kind === 'append' && job.entries.length <= room) return this.write(Math.min(room, BATCH_RECORDS_MAX))
    if (this.open !== null && used > 0 && !(await this.seal(this.open))) return false
    if (job.kind === 'close') {
      this.jobs.shift()
      job.done()
    }
    return true
  }

  private async write(room: number): Promise<boolean> {
    const batch: { readonly job: Append; readonly records: readonly Record[] }[] = []
    let open = this.open
    const already = open?.text.length ?? 0
    let size = 0
    for (const job of this.jobs) {
      if (job.kind !== 'append' || size + job.entries.length > room) break
      let added: Added
      try {
        added = this.added(open, job.entries)
      } catch (error) {
        // First in line it fails alone; further back, what is before it is written first.
        if (batch.length === 0) return this.refuse(job, error)
        break
      }
      size += job.entries.length
      open = added.open
      batch.push({ job, records: added.records })
    }
    if (open !== null && size > 0) {
      if (!(await this.store(open.header.segment, utf8(open.text.slice(already))))) return false
      this.open = open
    }
    this.jobs.splice(0, batch.length)
    this.waiting -= size
    for (const { job, records } of batch) job.done(records)
    return true
  }

  /** The entries as records after those of `open`. @throws RangeError for what the format cannot carry. */
  private added(start: OpenSegment | null, entries: readonly Entry[]): Added {
    let open = start
    const records: Record[] = []
    for (const entry of entries) {
      open ??= openSegment(this.head, { ...this.options, openedAt: entry.at })
      const record: Record = { seq: open.lastSeq + 1, ...entry }
      open = appendRecord(open, record).open
      records.push(record)
    }
    return { open, records }
  }

  private refuse(job: Append, cause: unknown): true {
    this.jobs.shift()
    this.waiting -= job.entries.length
    const kinds = job.entries.map(({ kind }) => kind).join(', ')
    job.failed(new RecordRefused(`the log cannot carry ${kinds}: ${messageOf(cause)}`, { cause }))
    return true
  }

  private async seal(open: OpenSegment): Promise<boolean> {
    const { tail, head } = closeSegment(open, this.options.signer, nodeCrypto)
    if (!(await this.store(open.header.segment, utf8(tail)))) return false
    this.closed.push({ number: open.header.segment, firstSeq: open.header.firstSeq, lastSeq: open.lastSeq })
    this.head = head
    this.open = null
    return true
  }

  /** Adds bytes to every sound copy, one after the other. True when at least one holds them. */
  private async store(segment: number, bytes: Uint8Array): Promise<boolean> {
    for (const copy of this.copies) if (copy.sound()) await copy.add(segment, bytes)
    this.announce()
    return this.health() !== 'down'
  }

  /** Writes failed copies anew from what is durable. What waits follows by itself. */
  private async mend(): Promise<void> {
    const open = this.open
    const last = open?.header.segment ?? this.head.lastSegment
    const bytesOf = async (segment: number) =>
      segment === open?.header.segment ? utf8(open.text) : await this.read(segment)
    for (const copy of this.copies) if (!copy.sound()) await copy.mend(last, bytesOf)
    this.announce()
  }

  /** Records which copy failed or came back, as soon as there is one to record it on. */
  private announce(): void {
    if (this.health() === 'down') return
    for (const copy of this.copies) {
      if (copy.sound() !== copy.announced) continue
      copy.announced = !copy.sound()
      this.note({ kind: copy.announced ? 'log-copy-lost' : 'log-copy-restored', copy: copy.name })
    }
  }

  private note(event: Event): void {
    const entry: Entry = { ...event, ...this.options.stamp(), cause: 'device' }
    // Nobody waits for it; when the recorder stops first, opening the log finds the copy lost again.
    this.enqueue({ kind: 'append', entries: [entry], done: () => {}, failed: () => {} })
  }

  private tell(): void {
    const health = this.health()
    if (health === this.told) return
    this.told = health
    const trouble = this.copies.map((copy) => copy.trouble()).find((each) => each !== null)
    this.options.onHealth(health, trouble ?? null)
  }
}
