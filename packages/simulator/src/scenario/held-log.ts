/** The server of a scenario: takes uploads as the real one does (proof first, then place), and judges what it holds. */
import { assess } from '@keyturn/cases/assess.ts'
import type { Assessment } from '@keyturn/cases/assessment.ts'
import { recordFacts } from '@keyturn/cases/fact.ts'
import type { ReliefView } from '@keyturn/cases/relief.ts'
import type { Record } from '@keyturn/domain/record.ts'
import type { DeviceId, Instant } from '@keyturn/domain/units.ts'
import { concat } from '@keyturn/evidence/bytes.ts'
import type { Crypto } from '@keyturn/evidence/crypto.ts'
import { explainFault } from '@keyturn/evidence/fault.ts'
import type { NoteKey } from '@keyturn/evidence/note.ts'
import { readLines } from '@keyturn/evidence/read.ts'
import { GENESIS, type Head, type Segment } from '@keyturn/evidence/segment.ts'
import { checkUpload, judgeUpload } from '@keyturn/evidence/upload.ts'
import type { Profile } from '@keyturn/rules/profile.ts'

export type Answer =
  | { readonly kind: 'receipt'; readonly upTo: number }
  | { readonly kind: 'refused'; readonly because: string }
  | { readonly kind: 'unreachable' }

/** What the server holds of one device, and whether it answers at all. */
export class HeldLog {
  up = true
  head: Head = GENESIS
  readonly #digests = new Map<number, string>()
  readonly #segments: Segment[] = []
  readonly #device: DeviceId
  readonly #key: NoteKey
  readonly #crypto: Crypto

  constructor(device: DeviceId, key: NoteKey, crypto: Crypto) {
    this.#device = device
    this.#key = key
    this.#crypto = crypto
  }

  /** One upload of whole segments. */
  receive(upload: Uint8Array): Answer {
    if (!this.up) return { kind: 'unreachable' }
    const checked = checkUpload(upload, this.#key, this.#crypto)
    if (checked.kind === 'refused') return { kind: 'refused', because: explainFault(checked.fault) }
    const verdict = judgeUpload(this.head, this.#digests, checked)
    switch (verdict.kind) {
      case 'already-held':
        return { kind: 'receipt', upTo: this.head.lastSeq }
      case 'refused':
        return { kind: 'refused', because: verdict.code }
      case 'accepted':
        for (const { segment, digest } of verdict.fresh) {
          this.#segments.push(segment)
          this.#digests.set(segment.header.segment, digest)
        }
        this.head = verdict.head
        return { kind: 'receipt', upTo: this.head.lastSeq }
    }
  }

  /** What the law says about the case, from the records held here and the orders and outages that are known. */
  assessment(profile: Profile, asOf: Instant, relief: ReliefView | null): Assessment {
    return assess(profile, recordFacts(this.#device, this.records()), asOf, relief)
  }

  /** Read back from the bytes as they were received. */
  records(): readonly Record[] {
    const records: Record[] = []
    for (const segment of this.#segments) {
      for (const line of readLines(segment)) if (line.kind === 'record') records.push(line.record)
    }
    return records
  }

  bytes(): Uint8Array {
    return concat(...this.#segments.map(({ bytes }) => bytes))
  }
}
