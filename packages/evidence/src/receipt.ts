/** A receipt: a server's signed word that it holds a device's log up to a record. `docs/formats/receipt.md`. */
import { type DeviceId, type Instant, isDeviceId } from '@keyturn/domain/units.ts'
import { fromBase64, fromHex, toBase64, toHex } from './bytes.ts'
import type { Proof } from './crypto.ts'
import { moment } from './fields.ts'
import { isReceiptOrigin } from './names.ts'
import { type NoteKey, parseNote, type Signer, signNote, verifyNote } from './note.ts'
import { malformed, type Parsed, parsed } from './parsed.ts'
import type { Head } from './segment.ts'

export type Receipt = {
  /** `keyturn.org/receipt/<server>`: who says so. */
  readonly origin: string
  readonly device: DeviceId
  readonly lastSeq: number
  /** SHA-256 of the whole segment that ends with `lastSeq`, 64 hex digits: the `digest` of a `Head`. */
  readonly digest: string
  readonly receivedAt: Instant
}

const NUMBER = /^[1-9]\d{0,15}$/

/** The five lines that are signed. They are also the leaf under which the server's tree holds the receipt. */
export function receiptText({ origin, device, lastSeq, digest, receivedAt }: Receipt): string {
  const bytes = fromHex(digest)
  const at = moment.write(receivedAt)
  if (!isReceiptOrigin(origin)) throw new RangeError(`not the origin of a receipt: ${origin}`)
  if (bytes?.length !== 32) throw new RangeError(`a digest is 64 hex digits, got ${digest}`)
  if (at === undefined || !NUMBER.test(String(lastSeq))) throw new RangeError('a receipt names a record and a moment')
  return `${origin}\n${device}\n${lastSeq}\n${toBase64(bytes)}\n${at.slice(1, -1)}\n`
}

/** Signs a receipt. @throws RangeError when the signer is not the receipt's origin, or a value has no spelling. */
export function signReceipt(receipt: Receipt, signer: Signer): string {
  if (signer.key.name !== receipt.origin) throw new RangeError(`${signer.key.name} does not sign for ${receipt.origin}`)
  return signNote(receiptText(receipt), signer)
}

/** Reads a receipt without believing it; `verifyReceipt` does both. */
export function parseReceipt(bytes: Uint8Array): Parsed<Receipt> {
  const note = parseNote(bytes)
  return note.kind === 'malformed' ? note : parseReceiptText(note.value.text)
}

/** Reads the five signed lines. */
export function parseReceiptText(text: string): Parsed<Receipt> {
  const [origin = '', device = '', seq = '', spelled = '', at = '', end, ...more] = text.split('\n')
  if (end !== '' || more.length > 0) return malformed('receipt', 'is not five lines')
  if (!isReceiptOrigin(origin)) return malformed('origin', 'is not keyturn.org/receipt/<server>')
  if (!isDeviceId(device)) return malformed('device', 'is not a device id')
  const lastSeq = Number(seq)
  if (!NUMBER.test(seq) || !Number.isSafeInteger(lastSeq)) return malformed('last seq', 'is not a record number')
  const digest = fromBase64(spelled)
  if (digest?.length !== 32) return malformed('digest', 'is not the base64 of 32 bytes')
  const receivedAt = moment.read(at)
  if (receivedAt === undefined) return malformed('received at', `is not ${moment.says}`)
  return parsed({ origin, device, lastSeq, digest: toHex(digest), receivedAt })
}

export type ReceiptVerdict =
  | { readonly kind: 'verified'; readonly receipt: Receipt }
  | { readonly kind: 'refused'; readonly what: string }

/** Verifies a receipt against the key of the server it is expected from. */
export function* verifyReceipt(bytes: Uint8Array, key: NoteKey): Proof<ReceiptVerdict> {
  const note = parseNote(bytes)
  if (note.kind === 'malformed') return { kind: 'refused', what: `${note.where} ${note.what}` }
  const receipt = parseReceiptText(note.value.text)
  if (receipt.kind === 'malformed') return { kind: 'refused', what: `${receipt.where} ${receipt.what}` }
  if (receipt.value.origin !== key.name) return { kind: 'refused', what: `the receipt is not of ${key.name}` }
  const verdict = yield* verifyNote(note.value, key)
  if (verdict === 'verified') return { kind: 'verified', receipt: receipt.value }
  return {
    kind: 'refused',
    what: verdict === 'unknown-key' ? `not signed by key ${key.id}` : 'the signature does not hold',
  }
}

/** Whether the receipt is for this head of this device's log: the same record, the same bytes up to it. */
export const receiptIsFor = (receipt: Receipt, device: DeviceId, head: Head): boolean =>
  receipt.device === device && receipt.lastSeq === head.lastSeq && receipt.digest === head.digest
