/** The device's log in memory: real segments, signed with the run's own key. */
import type { Entry, Record } from '@keyturn/domain/record.ts'
import type { DeviceId, Instant } from '@keyturn/domain/units.ts'
import { concat, utf8 } from '@keyturn/evidence/bytes.ts'
import type { Crypto } from '@keyturn/evidence/crypto.ts'
import type { Signer } from '@keyturn/evidence/note.ts'
import { GENESIS, type Head } from '@keyturn/evidence/segment.ts'
import { appendRecord, closeSegment, isFull, type OpenSegment, openSegment } from '@keyturn/evidence/write.ts'

export type LogIdentity = {
  readonly device: DeviceId
  readonly profile: string
  readonly signer: Signer
  readonly crypto: Crypto
}

/** Closed segments carry a signature; the open one is what a crash leaves behind. */
export class LogBook {
  readonly records: Record[] = []
  readonly closed: { readonly lastSeq: number; readonly bytes: Uint8Array }[] = []
  readonly #identity: LogIdentity
  #head: Head = GENESIS
  #open: OpenSegment | undefined

  constructor(identity: LogIdentity) {
    this.#identity = identity
  }

  /** Appends in order; a full segment is closed first. */
  append(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (this.#open !== undefined && isFull(this.#open)) this.close()
      this.#open ??= this.#opened(entry.at)
      const record: Record = { seq: this.#open.lastSeq + 1, ...entry }
      this.#open = appendRecord(this.#open, record).open
      this.records.push(record)
    }
  }

  /** Signs what is open. A segment without records is not opened at all. */
  close(): void {
    if (this.#open === undefined) return
    const { signer, crypto } = this.#identity
    const { bytes, head } = closeSegment(this.#open, signer, crypto)
    this.closed.push({ lastSeq: head.lastSeq, bytes })
    this.#head = head
    this.#open = undefined
  }

  /** The whole log as it stands on disk, an open segment at its end. */
  bytes(): Uint8Array {
    const parts = this.closed.map(({ bytes }) => bytes)
    return concat(...parts, utf8(this.#open?.text ?? ''))
  }

  #opened(openedAt: Instant): OpenSegment {
    const { device, profile } = this.#identity
    return openSegment(this.#head, { device, openedAt, profile, firmware: 'keyturn-scenario 1' })
  }
}
