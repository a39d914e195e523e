/** Who is at the other end: the device's own signature over the bench's nonce, and over every line of its log. */
import { nodeCrypto, nodeNoteKey } from '@keyturn/contract/crypto/node.ts'
import type { Record } from '@keyturn/domain/record.ts'
import { type DeviceId, isDeviceId } from '@keyturn/domain/units.ts'
import { fromBase64 } from '@keyturn/evidence/bytes.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { logHeadAt } from '@keyturn/evidence/log-head.ts'
import { deviceOrigin } from '@keyturn/evidence/names.ts'
import type { NoteKey } from '@keyturn/evidence/note.ts'
import { readLines } from '@keyturn/evidence/read.ts'
import { type DeviceAnswer, verifyAnswer } from '@keyturn/evidence/statement/challenge.ts'
import { verifyLog } from '@keyturn/evidence/verify.ts'
import type { Known } from '../journal/entry.ts'

/** The device did not prove what it says it is. The message says what to do. */
export class NotTheDevice extends Error {
  override readonly name = 'NotTheDevice' as const
}

/** Public keys by device, in Base64: from the vendor's list, and from visits before. */
export type KnownKeys = {
  readonly listed: ReadonlyMap<string, string>
  readonly seen: ReadonlyMap<string, string>
}

/**
 * How the key is known. A device with another key than the list or an earlier visit has is not the one that was
 * enrolled. @throws NotTheDevice.
 */
export function howKnown(device: string, publicKey: string, { listed, seen }: KnownKeys): Known {
  const own = listed.get(device) ?? seen.get(device)
  if (own === undefined) return 'new'
  if (own === publicKey) return listed.has(device) ? 'listed' : 'seen'
  const where = listed.has(device) ? 'the vendor’s list has' : 'an earlier visit at this bench saw'
  throw new NotTheDevice(
    `this device calls itself ${device}, but ${where} another key for it. Do not service it; tell the vendor.`,
  )
}

/** The device by its id, and the key under which it signs. @throws NotTheDevice for an id or a key that is none. */
export function keyOf(device: string, publicKey: string): { readonly device: DeviceId; readonly key: NoteKey } {
  const bytes = fromBase64(publicKey)
  if (!isDeviceId(device) || bytes?.length !== 32) {
    throw new NotTheDevice('what answers there has no device id and key; check the address of the car')
  }
  return { device, key: nodeNoteKey(deviceOrigin(device), bytes) }
}

/** Whether the device holds its key, now. @throws NotTheDevice. */
export function proven(proof: string, key: NoteKey, nonce: string): DeviceAnswer {
  const verdict = runSync(verifyAnswer(proof, key, nonce), nodeCrypto)
  if (verdict.kind === 'verified') return verdict.answer
  throw new NotTheDevice(`${verdict.why}. Do not service it; check the address, then tell the vendor.`)
}

export type VerifiedLog = {
  readonly lastSeq: number
  /** `logHeadAt` the last record; null for an empty log. */
  readonly head: string | null
  readonly records: readonly Record[]
  /** Signed lines that are no records. */
  readonly anomalies: number
}

/** Verifies the whole log. @throws NotTheDevice naming the fault. */
export function verifiedLog(log: Uint8Array, key: NoteKey): VerifiedLog {
  if (log.length === 0) return { lastSeq: 0, head: null, records: [], anomalies: 0 }
  const verdict = runSync(verifyLog(log, key), nodeCrypto)
  if (verdict.kind === 'refused') {
    throw new NotTheDevice(
      `the log of this device does not verify (line ${verdict.fault.line}: ${verdict.fault.what}). Do not service it; keep the device and tell the vendor.`,
    )
  }
  const records = verdict.segments.flatMap((segment) =>
    [...readLines(segment)].flatMap((line) => (line.kind === 'record' ? [line.record] : [])),
  )
  const { lastSeq } = verdict.head
  return { lastSeq, head: runSync(logHeadAt(log, lastSeq), nodeCrypto), records, anomalies: verdict.anomalies.length }
}
