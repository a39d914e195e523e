/** What servers have signed for. A receipt counts only when a pinned key signed it, and for these very bytes. */
import path from 'node:path'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import type { DeviceId } from '@keyturn/domain/units.ts'
import { toHex, utf8 } from '@keyturn/evidence/bytes.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { type NoteKey, parseKey } from '@keyturn/evidence/note.ts'
import { type Receipt, receiptIsFor, verifyReceipt } from '@keyturn/evidence/receipt.ts'
import type { Disk } from '@keyturn/local/disk/disk.ts'
import type { ClosedSegment, Recorder } from '../recorder/recorder.ts'

export type Judged =
  | { readonly kind: 'counts'; readonly receipt: Receipt }
  | { readonly kind: 'refused'; readonly what: string }

/** Reads key lines, `name+id+base64`. @throws RangeError naming the line that is no key. */
export const pinnedKeys = (lines: readonly string[]): readonly NoteKey[] =>
  lines.map((line) => {
    const key = runSync(parseKey(line), nodeCrypto)
    if (key.kind === 'malformed')
      throw new RangeError(`${line} is no key line (name+id+base64): ${key.where} ${key.what}`)
    return key.value
  })

/** Judges a receipt for a log that ends with this segment. */
export function judgeReceipt(
  note: Uint8Array,
  keys: readonly NoteKey[],
  device: DeviceId,
  last: { readonly segment: ClosedSegment; readonly bytes: Uint8Array },
): Judged {
  let what = 'no key of a server is pinned here'
  for (const key of keys) {
    const verdict = runSync(verifyReceipt(note, key), nodeCrypto)
    if (verdict.kind === 'refused') {
      what = verdict.what
      continue
    }
    const { number, lastSeq } = last.segment
    const head = { lastSeq, lastSegment: number, digest: toHex(nodeCrypto.sha256(last.bytes)) }
    if (receiptIsFor(verdict.receipt, device, head)) return { kind: 'counts', receipt: verdict.receipt }
    what = `the receipt is for record ${verdict.receipt.lastSeq} of another log, not for record ${lastSeq} of this one`
  }
  return { kind: 'refused', what }
}

const fileIn = (folder: string) => path.join(folder, 'receipt.txt')

export const keepReceipt = (disk: Disk, folder: string, note: string): Promise<void> =>
  disk.replace(fileIn(folder), utf8(note))

/** What the receipt kept last says about the log as it is. */
export type Kept =
  | { readonly kind: 'none' }
  | { readonly kind: 'counts'; readonly receipt: Receipt }
  /** A server has signed for records that this log does not have: both copies of it were lost, or exchanged. */
  | { readonly kind: 'contradicts'; readonly receipt: Receipt }

export async function keptReceipt(
  disk: Disk,
  folder: string,
  recorder: Recorder,
  keys: readonly NoteKey[],
  device: DeviceId,
): Promise<Kept> {
  const note = await disk.read(fileIn(folder))
  const receipt = note === undefined ? undefined : signedBy(note, keys)
  if (note === undefined || receipt?.device !== device) return { kind: 'none' }
  const segment = recorder.segments().find(({ lastSeq }) => lastSeq === receipt.lastSeq)
  if (segment === undefined) return { kind: 'contradicts', receipt }
  const judged = judgeReceipt(note, keys, device, { segment, bytes: await recorder.read(segment.number) })
  return { kind: judged.kind === 'counts' ? 'counts' : 'contradicts', receipt }
}

function signedBy(note: Uint8Array, keys: readonly NoteKey[]): Receipt | undefined {
  for (const key of keys) {
    const verdict = runSync(verifyReceipt(note, key), nodeCrypto)
    if (verdict.kind === 'verified') return verdict.receipt
  }
  return undefined
}
