/**
 * Both ends know each other: the technician answers the device's nonce with a signature, the device answers the
 * asker's. `docs/formats/service-certificate.md` has the six lines that the device signs.
 */
import { type DeviceId, type Instant, isDeviceId } from '@keyturn/domain/units.ts'
import { fromHex, utf8 } from '../bytes.ts'
import type { Proof } from '../crypto.ts'
import { moment } from '../fields.ts'
import { deviceOrigin } from '../names.ts'
import { type NoteKey, parseNote, type Signer, signNote, verifyNote } from '../note.ts'
import { malformed, type Parsed, parsed } from '../parsed.ts'

/** A device's word about itself, for one asker. */
export type DeviceAnswer = {
  readonly device: DeviceId
  /** The asker's nonce: 64 lower-case hex digits of chance, fresh for every question. */
  readonly asked: string
  /** The device's own nonce, which the technician's request answers; 64 hex digits. */
  readonly nonce: string
  readonly logSeq: number
  /** `logHeadAt` that record; null before the first one. */
  readonly logHead: string | null
  /** The device's time. */
  readonly at: Instant
}

const ORIGIN = 'keyturn.org/challenge/'
const NONCE = /^[0-9a-f]{64}$/
const NUMBER = /^(?:0|[1-9]\d{0,15})$/

/** Whether the text can be a nonce: 64 lower-case hex digits. */
export const isNonce = (text: string): boolean => NONCE.test(text)

/** The signed note. @throws RangeError when a value has no spelling, or the signer is not the device. */
export function signAnswer(answer: DeviceAnswer, signer: Signer): string {
  const { device, asked, nonce, logSeq, logHead } = answer
  const at = moment.write(answer.at)
  if (signer.key.name !== deviceOrigin(device)) throw new RangeError(`${signer.key.name} does not sign for ${device}`)
  if (!isNonce(asked) || !isNonce(nonce)) throw new RangeError('a nonce is 64 lower-case hex digits')
  if (at === undefined || !NUMBER.test(String(logSeq)) || (logHead !== null && fromHex(logHead)?.length !== 32))
    throw new RangeError('an answer names a moment, a record and the digest of the log there')
  const lines = [ORIGIN + device, asked, nonce, String(logSeq), logHead ?? '-', at.slice(1, -1)]
  return signNote(`${lines.join('\n')}\n`, signer)
}

/** Reads an answer without believing it; `verifyAnswer` does both. */
export function parseAnswer(text: string): Parsed<DeviceAnswer> {
  const [origin = '', asked = '', nonce = '', seq = '', head = '', when = '', end, ...more] = text.split('\n')
  if (end !== '' || more.length > 0) return malformed('answer', 'is not six lines')
  const device = origin.slice(ORIGIN.length)
  if (!origin.startsWith(ORIGIN) || !isDeviceId(device)) return malformed('origin', `is not ${ORIGIN}<device>`)
  if (!isNonce(asked) || !isNonce(nonce)) return malformed('nonce', 'is not 64 lower-case hex digits')
  const logSeq = Number(seq)
  if (!NUMBER.test(seq) || !Number.isSafeInteger(logSeq)) return malformed('log seq', 'is not a record number')
  const logHead = head === '-' ? null : head
  if (logHead !== null && fromHex(logHead)?.length !== 32) return malformed('log head', 'is neither a digest nor -')
  const at = moment.read(when)
  if (at === undefined) return malformed('at', `is not ${moment.says}`)
  return parsed({ device, asked, nonce, logSeq, logHead, at })
}

export type AnswerVerdict =
  | { readonly kind: 'verified'; readonly answer: DeviceAnswer }
  /** `why` is one sentence for the technician. */
  | { readonly kind: 'refused'; readonly why: string }

/** Whether the device whose key this is answered this very nonce. */
export function* verifyAnswer(note: string, key: NoteKey, asked: string): Proof<AnswerVerdict> {
  const refused = (why: string): AnswerVerdict => ({ kind: 'refused', why })
  const read = parseNote(utf8Of(note))
  if (read.kind === 'malformed')
    return refused(`what the device answered is no signed note: ${read.where} ${read.what}`)
  const answer = parseAnswer(read.value.text)
  if (answer.kind === 'malformed') return refused(`the device’s answer ${answer.where} ${answer.what}`)
  const { value } = answer
  if (deviceOrigin(value.device) !== key.name)
    return refused(`this is ${value.device}, not the device that was expected`)
  if (value.asked !== asked) return refused('the device answered another question than this one')
  const verdict = yield* verifyNote(read.value, key)
  if (verdict === 'verified') return { kind: 'verified', answer: value }
  return refused(`it calls itself ${value.device}, but did not sign with that device’s key`)
}

/** The bytes of a text; none for one that has no spelling, so that it is no note. */
function utf8Of(text: string): Uint8Array {
  return /\p{Surrogate}/u.test(text) ? new Uint8Array() : utf8(text)
}
