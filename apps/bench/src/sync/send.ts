/**
 * Carries visits to servers, later, in any order, as often as needed: the device's log by the device's own signature,
 * the certificate by the technician's. Nothing waits for it, and what a server has signed for is written down.
 */
import path from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { client, Unreachable } from '@keyturn/contract/client.ts'
import { appendLog } from '@keyturn/contract/endpoints/log.ts'
import { postVisit } from '@keyturn/contract/endpoints/visits.ts'
import { concat } from '@keyturn/evidence/bytes.ts'
import { splitSegments } from '@keyturn/evidence/split.ts'
import { type Backoff, waitAfter } from '@keyturn/local/backoff.ts'
import type { Disk } from '@keyturn/local/disk/disk.ts'
import type { Journal } from '../journal/journal.ts'
import { certificateOf, heldBy, type KeptLog, type Visit, visitsIn } from '../journal/visits.ts'

export type SenderOptions = {
  readonly disk: Disk
  readonly folder: string
  readonly journal: Journal
  /** Addresses of servers. Each gets everything. */
  readonly servers: readonly string[]
  readonly backoff: Backoff
  readonly chance: () => number
  readonly later: (ms: number, what: () => void) => () => void
  readonly onFailure: (error: unknown) => void
  readonly fetch?: typeof globalThis.fetch
}

/** How it stands with one server. */
export type ServerState = { readonly server: string; readonly trouble: string | null }

/** Raw bytes of segments in one upload; one segment is sent however long it is. */
const UPLOAD_BYTES_MAX = 1_048_576
const ANSWER_WITHIN_MS = 15_000
/** Refusals that the server's own state may undo: asked again later. All others stand until somebody asks again. */
const PASSING = new Set([
  'not-durable',
  'too-many-requests',
  'too-many-statements',
  'busy',
  'internal',
  'shutting-down',
])

const zip = promisify(gzip)

/** The server did not take it, and may later. */
class NotYet extends Error {
  override readonly name = 'NotYet' as const
}

export class Sender {
  readonly #options: SenderOptions
  readonly #trouble = new Map<string, string>()
  #failures = 0
  #cancel: () => void = () => {}
  #round: Promise<void> | null = null
  #stopped = false
  readonly #abort = new AbortController()

  constructor(options: SenderOptions) {
    this.#options = options
  }

  servers(): readonly ServerState[] {
    return this.#options.servers.map((server) => ({ server, trouble: this.#trouble.get(server) ?? null }))
  }

  /** There may be something to send: begins at once, unless a server has just failed. */
  wake(): void {
    if (this.#round === null && this.#failures === 0) this.#schedule(0)
  }

  /** Sends what can be sent now. With `again`, also what a server refused before. Resolves when all were asked once. */
  async now(again: boolean): Promise<void> {
    await this.#round
    await this.#go(again)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel()
    this.#abort.abort()
    await this.#round
  }

  #schedule(ms: number): void {
    this.#cancel()
    if (this.#stopped || this.#options.servers.length === 0) return
    this.#cancel = this.#options.later(ms, () => void this.#go(false).catch(this.#options.onFailure))
  }

  #go(again: boolean): Promise<void> {
    this.#round ??= this.#everything(again).finally(() => {
      this.#round = null
      const { backoff, chance } = this.#options
      if (this.#failures > 0) this.#schedule(waitAfter(this.#failures, backoff, chance()))
    })
    return this.#round
  }

  async #everything(again: boolean): Promise<void> {
    let failed = false
    for (const server of this.#options.servers) {
      try {
        for (const { id } of visitsIn(this.#options.journal.entries()).values()) await this.#visit(id, server, again)
        this.#trouble.delete(server)
      } catch (error) {
        if (!(error instanceof NotYet)) throw error
        failed = true
        this.#trouble.set(server, error.message)
      }
      if (this.#stopped) return
    }
    this.#failures = failed ? this.#failures + 1 : 0
  }

  async #visit(id: string, server: string, again: boolean): Promise<void> {
    const { journal } = this.#options
    const visit = visitsIn(journal.entries()).get(id)
    if (visit === undefined || visit.end === null) return
    const held = heldBy(visit, server)
    const { log } = visit
    if (log !== null && held.logSeq < log.lastSeq && (again || held.refused.log === undefined)) {
      await this.#log(visit, log, server)
    }
    const certificate = certificateOf(visit)
    if (certificate === null || held.certificate !== null) return
    if (again || held.refused.certificate === undefined) await this.#certificate(visit, certificate.file, server)
  }

  async #log(visit: Visit, log: KeptLog, server: string): Promise<void> {
    const { disk, folder, journal } = this.#options
    const bytes = await disk.read(path.join(folder, 'logs', log.file))
    const place = { visit: visit.id, server, part: 'log' } as const
    if (bytes === undefined) {
      await journal.append({
        ...place,
        what: 'send-refused',
        code: 'file-gone',
        words: `the kept log ${log.file} is gone`,
      })
      return
    }
    let receipt = ''
    for (const part of partsOf(bytes)) {
      const body = await zip(part)
      const call = { params: { deviceId: visit.device }, body, encoding: 'gzip', signal: this.#patience() } as const
      const answer = await this.#answered(this.#at(server)(appendLog, call))
      if (!answer.ok) return this.#refused(place, answer)
      receipt = answer.value.receipt
    }
    await journal.append({ ...place, what: 'sent', answer: receipt })
  }

  async #certificate(visit: Visit, certificate: string, server: string): Promise<void> {
    const place = { visit: visit.id, server, part: 'certificate' } as const
    const body = { certificate, rescue: visit.rescue }
    const call = { params: { deviceId: visit.device }, body, signal: this.#patience() }
    const answer = await this.#answered(this.#at(server)(postVisit, call))
    if (!answer.ok) return this.#refused(place, answer)
    const { agreement, words } = answer.value
    await this.#options.journal.append({ ...place, what: 'sent', answer: `${agreement}: ${words}` })
  }

  async #refused(
    place: { readonly visit: string; readonly server: string; readonly part: 'log' | 'certificate' },
    { problem }: { readonly problem: { readonly code: string; readonly detail: string; readonly status: number } },
  ): Promise<void> {
    const { code, detail, status } = problem
    if (PASSING.has(code) || status >= 500 || status === 429) throw new NotYet(`${place.server}: ${detail}`)
    await this.#options.journal.append({ ...place, what: 'send-refused', code, words: detail })
  }

  #at(server: string) {
    const { fetch } = this.#options
    return client({ baseUrl: server, ...(fetch === undefined ? {} : { fetch }) })
  }

  #patience(): AbortSignal {
    return AbortSignal.any([this.#abort.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)])
  }

  async #answered<T>(asked: Promise<T>): Promise<T> {
    try {
      return await asked
    } catch (error) {
      if (error instanceof Unreachable) throw new NotYet(error.message, { cause: error })
      throw error
    }
  }
}

/** Whole segments, as many in a part as an upload takes. */
function partsOf(log: Uint8Array): readonly Uint8Array[] {
  const parts: Uint8Array[][] = []
  let size = 0
  for (const { bytes } of splitSegments(log).segments) {
    const last = parts.at(-1)
    if (last === undefined || size + bytes.length > UPLOAD_BYTES_MAX) {
      parts.push([bytes])
      size = bytes.length
    } else {
      last.push(bytes)
      size += bytes.length
    }
  }
  return parts.map((part) => concat(...part))
}
