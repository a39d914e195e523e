/**
 * Carries the log to a server: whole segments, to the first endpoint that answers, until it has signed for them.
 * Nothing here can hold up the car, and nothing is forgotten: what is not receipted is sent again, what is receipted
 * is kept.
 */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { client, Unreachable } from '@keyturn/contract/client.ts'
import { appendLog } from '@keyturn/contract/endpoints/log.ts'
import type { DeviceId, Instant } from '@keyturn/domain/units.ts'
import { concat, utf8 } from '@keyturn/evidence/bytes.ts'
import type { NoteKey } from '@keyturn/evidence/note.ts'
import type { Receipt } from '@keyturn/evidence/receipt.ts'
import { type Backoff, waitAfter } from '@keyturn/local/backoff.ts'
import type { Disk } from '@keyturn/local/disk/disk.ts'
import type { ClosedSegment, Recorder } from '../recorder/recorder.ts'
import { judgeReceipt, keepReceipt, keptReceipt } from './receipts.ts'

export type SyncOptions = {
  readonly device: DeviceId
  readonly recorder: Recorder
  readonly disk: Disk
  readonly folder: string
  /** Addresses of servers, tried in this order. */
  readonly endpoints: readonly string[]
  readonly keys: readonly NoteKey[]
  readonly backoff: Backoff
  /** A round in which nothing new happened comes this much later. */
  readonly everyMs: number
  readonly chance: () => number
  readonly now: () => Instant
  /** Calls back once after real time; the answer cancels it. */
  readonly later: (ms: number, what: () => void) => () => void
  readonly onChange: () => void
  /** Told at the beginning when a server has signed for records that this log does not have. */
  readonly onContradiction: (receipt: Receipt) => void
  /** Told when a server answers that was silent before: there is a way out again. */
  readonly onConnected?: () => void
  readonly fetch?: typeof globalThis.fetch
}

export type SyncState = {
  readonly receiptedSeq: number
  readonly lastUploadAt: Instant | null
  readonly lastError: string | null
}

/** Raw bytes of segments in one upload; one segment is sent however long it is. */
export const UPLOAD_BYTES_MAX = 1_048_576
const ANSWER_WITHIN_MS = 10_000
/** A server may ask for earlier records, but not forever. */
const GAPS_MAX = 3

const zip = promisify(gzip)

export class Sync {
  readonly #options: SyncOptions
  #state: SyncState = { receiptedSeq: 0, lastUploadAt: null, lastError: null }
  #failures = 0
  #connected = false
  #cancel: () => void = () => {}
  #round: Promise<void> | null = null
  #again = false
  #stopped = false
  readonly #abort = new AbortController()

  constructor(options: SyncOptions) {
    this.#options = options
  }

  /** Reads the kept receipt and begins to carry. */
  async begin(): Promise<void> {
    const { disk, folder, recorder, keys, device } = this.#options
    const kept = await keptReceipt(disk, folder, recorder, keys, device)
    if (kept.kind === 'counts')
      this.#change({ receiptedSeq: kept.receipt.lastSeq, lastUploadAt: kept.receipt.receivedAt })
    if (kept.kind === 'contradicts') this.#options.onContradiction(kept.receipt)
    if (this.#options.endpoints.length > 0) this.#schedule(0)
  }

  state(): SyncState {
    return this.#state
  }

  /** Something new is worth sending now. While servers fail, the wait between tries stays as it is. */
  wake(): void {
    if (this.#options.endpoints.length === 0 || this.#stopped) return
    if (this.#round !== null) this.#again = true
    else if (this.#failures === 0) this.#schedule(0)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel()
    this.#abort.abort()
    await this.#round
  }

  #schedule(ms: number): void {
    this.#cancel()
    if (this.#stopped) return
    this.#cancel = this.#options.later(ms, () => {
      this.#round ??= this.#go().finally(() => {
        this.#round = null
        const { everyMs, backoff, chance } = this.#options
        const wait = this.#failures > 0 ? waitAfter(this.#failures, backoff, chance()) : this.#again ? 0 : everyMs
        this.#again = false
        this.#schedule(wait)
      })
    })
  }

  async #go(): Promise<void> {
    try {
      await this.round()
    } catch (error) {
      // Whatever went wrong here, the car goes on and the next round tries again.
      this.#failures += 1
      this.#change({ lastError: error instanceof Error ? error.message : String(error) })
    }
  }

  /**
   * Sends everything that is not receipted. Stops at the first part that no endpoint takes. What is closed goes first;
   * the open segment is closed only when that has arrived, so that an outage does not cut the log into crumbs.
   */
  async round(): Promise<void> {
    const { recorder } = this.#options
    let closed = false
    while (!this.#stopped && recorder.health() !== 'down') {
      const { receiptedSeq } = this.#state
      if (receiptedSeq >= (recorder.segments().at(-1)?.lastSeq ?? 0)) {
        if (closed || recorder.lastSeq() <= receiptedSeq) return
        await recorder.close()
        closed = true
        continue
      }
      if (!(await this.#sendPart())) {
        this.#failures += 1
        return
      }
      this.#failures = 0
    }
  }

  async #sendPart(): Promise<boolean> {
    for (const endpoint of this.#options.endpoints) {
      if (await this.#sendTo(endpoint)) return true
      if (this.#stopped) return false
    }
    return false
  }

  async #sendTo(baseUrl: string): Promise<boolean> {
    const { device, keys, disk, folder, now } = this.#options
    let from = this.#state.receiptedSeq + 1
    for (let gaps = 0; gaps <= GAPS_MAX; gaps++) {
      const part = await this.#partFrom(from)
      if (part === undefined) return this.#failed(baseUrl, `asks for record ${from}, which is not in this log`)
      const answer = await this.#post(baseUrl, part)
      if (typeof answer === 'string') return this.#failed(baseUrl, answer)
      if (!answer.ok) {
        const { wantedFrom } = answer.problem
        if (answer.code !== 'log-gap' || wantedFrom === undefined) return this.#failed(baseUrl, answer.problem.detail)
        from = wantedFrom
        continue
      }
      const note = answer.value.receipt
      const judged = judgeReceipt(utf8(note), keys, device, part.last)
      if (judged.kind === 'refused') return this.#failed(baseUrl, `its receipt does not count: ${judged.what}`)
      await keepReceipt(disk, folder, note)
      if (!this.#connected) this.#options.onConnected?.()
      this.#connected = true
      // An endpoint that lacked older records signs for those first; the loop sends the rest.
      this.#change({
        receiptedSeq: Math.max(this.#state.receiptedSeq, judged.receipt.lastSeq),
        lastUploadAt: now(),
        lastError: null,
      })
      if (judged.receipt.lastSeq >= this.#state.receiptedSeq) return true
      from = judged.receipt.lastSeq + 1
      gaps = 0
    }
    return this.#failed(baseUrl, 'keeps asking for records that it was sent')
  }

  async #post(baseUrl: string, part: Part) {
    const { device, fetch } = this.#options
    const call = client({ baseUrl, ...(fetch === undefined ? {} : { fetch }) })
    const signal = AbortSignal.any([this.#abort.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)])
    try {
      const body = await zip(part.bytes)
      return await call(appendLog, {
        params: { deviceId: device },
        query: { from: part.from },
        body,
        encoding: 'gzip',
        signal,
      })
    } catch (error) {
      if (error instanceof Unreachable) return error.message
      throw error
    }
  }

  /** Whole segments from the one that holds the record on, as many as fit. */
  async #partFrom(from: number): Promise<Part | undefined> {
    const { recorder } = this.#options
    const segments = recorder.segments().filter(({ lastSeq }) => lastSeq >= from)
    const [first] = segments
    if (first === undefined || from < 1) return undefined
    const parts: Uint8Array[] = []
    let last = { segment: first, bytes: new Uint8Array() }
    let size = 0
    for (const segment of segments) {
      const bytes = await recorder.read(segment.number)
      if (parts.length > 0 && size + bytes.length > UPLOAD_BYTES_MAX) break
      parts.push(bytes)
      size += bytes.length
      last = { segment, bytes: new Uint8Array(bytes) }
    }
    return { from: first.firstSeq, bytes: concat(...parts), last }
  }

  #failed(baseUrl: string, why: string): false {
    this.#connected = false
    this.#change({ lastError: why.startsWith(baseUrl) ? why : `${baseUrl}: ${why}` })
    return false
  }

  #change(part: Partial<SyncState>): void {
    this.#state = { ...this.#state, ...part }
    this.#options.onChange()
  }
}

type Part = {
  readonly from: number
  readonly bytes: Uint8Array
  readonly last: { readonly segment: ClosedSegment; readonly bytes: Uint8Array }
}
