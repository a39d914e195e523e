/**
 * The bench's journal on its disk: one line per entry, each on the platter before anything is done about it. A line
 * that a crash tore is cut, and the cut is the next entry.
 */
import path from 'node:path'
import { type Instant, iso } from '@keyturn/domain/units.ts'
import { fromUtf8, utf8 } from '@keyturn/evidence/bytes.ts'
import type { Disk } from '@keyturn/local/disk/disk.ts'
import { type Entry, type EntryBody, readEntry, writeEntry } from './entry.ts'

/** The journal cannot be read; the message says where and what to do. */
export class JournalDamaged extends Error {
  override readonly name = 'JournalDamaged' as const
}

const NEWLINE = 0x0a

export class Journal {
  readonly #disk: Disk
  readonly #file: string
  readonly #now: () => Instant
  readonly #entries: Entry[]
  #last: Promise<unknown> = Promise.resolve()
  /** A write failed: nobody knows what of it is on the disk. */
  #doubtful = false

  private constructor(disk: Disk, file: string, now: () => Instant, entries: Entry[]) {
    this.#disk = disk
    this.#file = file
    this.#now = now
    this.#entries = entries
  }

  /** Opens the journal in the folder, or begins it. @throws JournalDamaged for a broken line that is not the last. */
  static async open(disk: Disk, folder: string, now: () => Instant): Promise<Journal> {
    const file = path.join(folder, 'journal.jsonl')
    const found = readLines((await disk.read(file)) ?? new Uint8Array(), file)
    if (found.cut > 0) await disk.replace(file, found.whole)
    const journal = new Journal(disk, file, now, [...found.entries])
    if (found.cut > 0) await journal.append({ what: 'journal-cut', bytes: found.cut })
    return journal
  }

  /** Everything so far, oldest first. */
  entries(): readonly Entry[] {
    return this.#entries
  }

  /** Resolves when the entry would survive a loss of power. One at a time, in the order of the calls. */
  append(body: EntryBody): Promise<Entry> {
    const written = this.#last.then(() => this.#write(body))
    // Whoever appended that one was told of its failure.
    this.#last = written.catch(() => undefined)
    return written
  }

  async #write(body: EntryBody): Promise<Entry> {
    const entry: Entry = { v: 1, n: this.#entries.length + 1, at: iso(this.#now()), ...body }
    const line = `${writeEntry(entry)}\n`
    try {
      if (this.#doubtful) await this.#disk.replace(this.#file, utf8(this.#text() + line))
      else await this.#append(line)
    } catch (error) {
      this.#doubtful = true
      throw error
    }
    this.#doubtful = false
    this.#entries.push(entry)
    return entry
  }

  async #append(line: string): Promise<void> {
    await this.#disk.append(this.#file, utf8(line))
    await this.#disk.sync(this.#file)
  }

  #text(): string {
    return this.#entries.map((entry) => `${writeEntry(entry)}\n`).join('')
  }
}

type Found = { readonly entries: readonly Entry[]; readonly whole: Uint8Array; readonly cut: number }

/** Reads all lines; only the last may be torn. */
export function readLines(bytes: Uint8Array, file: string): Found {
  const entries: Entry[] = []
  let at = 0
  while (at < bytes.length) {
    const end = bytes.indexOf(NEWLINE, at)
    const line = end < 0 ? undefined : fromUtf8(bytes.subarray(at, end))
    const entry = line === undefined ? undefined : readEntry(line)
    if (entry === undefined || entry.n !== entries.length + 1) {
      const last = end < 0 || bytes.indexOf(NEWLINE, end + 1) < 0
      if (last) return { entries, whole: bytes.slice(0, at), cut: bytes.length - at }
      throw new JournalDamaged(
        `${file}: line ${entries.length + 1} is no entry of a journal; keep the file, give the bench another folder, and send the old one to whoever looks after your records`,
      )
    }
    entries.push(entry)
    at = end + 1
  }
  return { entries, whole: bytes, cut: 0 }
}
