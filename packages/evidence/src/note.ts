/** Signed notes in the manner of C2SP `signed-note`: text, a blank line, signature lines. Ed25519 only. */
import { concat, fromBase64, fromHex, fromUtf8, toBase64, toHex, utf8 } from './bytes.ts'
import { type Proof, sha256, signatureHolds } from './crypto.ts'
import { malformed, type Parsed, parsed } from './parsed.ts'

/** A key that signs notes: its name, its id (8 hex digits, derived from name and key) and the 32 bytes of the key. */
export type NoteKey = { readonly name: string; readonly id: string; readonly publicKey: Uint8Array }

/** Signs with a key that only the shell holds. */
export interface Signer {
  readonly key: NoteKey
  /** The 64 bytes of an Ed25519 signature over the message. */
  sign(message: Uint8Array): Uint8Array
}

export type NoteSignature = { readonly name: string; readonly keyId: string; readonly signature: Uint8Array }
/** `text` ends with a newline and holds no carriage return or other control character. */
export type Note = { readonly text: string; readonly signatures: readonly NoteSignature[] }

export const NOTE_BYTES_MAX = 65_536
export const NOTE_SIGNATURES_MAX = 32

const ED25519 = 1
const KEY_NAME = /^[^\s+]+$/u
// Notes are for people too: nothing below a space but the newline.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what it is for
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/

/**
 * The key with its id: the first four bytes of SHA-256(name, newline, 0x01, key).
 *
 * @throws RangeError for a bad name or length
 */
export function* noteKey(name: string, publicKey: Uint8Array): Proof<NoteKey> {
  if (!KEY_NAME.test(name)) throw new RangeError(`a key name has neither spaces nor plus signs, got ${name}`)
  if (publicKey.length !== 32) throw new RangeError(`an Ed25519 public key is 32 bytes, got ${publicKey.length}`)
  const digest = yield* sha256(concat(utf8(`${name}\n`), Uint8Array.of(ED25519), publicKey))
  return { name, id: toHex(digest.subarray(0, 4)), publicKey }
}

/** The key as one line to hand out, `name+id+base64`, as other note tools print it. */
export const encodeKey = (key: NoteKey): string =>
  `${key.name}+${key.id}+${toBase64(concat(Uint8Array.of(ED25519), key.publicKey))}`

/** Reads a key line; its id must be the one its name and key give. */
export function* parseKey(line: string): Proof<Parsed<NoteKey>> {
  const [name, id, ...rest] = line.split('+')
  const bytes = fromBase64(rest.join('+'))
  if (name === undefined || !KEY_NAME.test(name)) return malformed('name', 'is empty or has spaces')
  if (id === undefined || id.length !== 8 || fromHex(id) === undefined) return malformed('id', 'is not 8 hex digits')
  if (bytes === undefined || bytes.length !== 33 || bytes[0] !== ED25519) {
    return malformed('key', 'is not the base64 of 0x01 and an Ed25519 public key')
  }
  const key = yield* noteKey(name, bytes.slice(1))
  return key.id === id ? parsed(key) : malformed('id', `is ${id}, but name and key give ${key.id}`)
}

/** The signature line for a note, with its newline. */
export const signatureLine = (key: NoteKey, signature: Uint8Array): string =>
  `— ${key.name} ${toBase64(concat(fromHex(key.id) ?? new Uint8Array(4), signature))}\n`

/** Signs a text. @throws RangeError unless the text ends with a newline and holds no control characters. */
export const signNote = (text: string, signer: Signer): string => {
  if (!text.endsWith('\n') || CONTROL.test(text))
    throw new RangeError('a note text ends with a newline and is plain text')
  return `${text}\n${signatureLine(signer.key, signer.sign(utf8(text)))}`
}

/** Reads one signature line, without its newline. */
export function parseSignatureLine(line: string): Parsed<NoteSignature> {
  const [dash, name, spelled, ...more] = line.split(' ')
  if (dash !== '—' || name === undefined || spelled === undefined || more.length > 0) {
    return malformed('signature', 'is not "— name base64"')
  }
  if (!KEY_NAME.test(name)) return malformed('signature', 'names no key')
  const bytes = fromBase64(spelled)
  if (bytes === undefined || bytes.length <= 4)
    return malformed('signature', 'is not canonical base64 of id and signature')
  return parsed({ name, keyId: toHex(bytes.subarray(0, 4)), signature: bytes.slice(4) })
}

/** Reads a signed note. Signatures of any kind of key are kept; `verifyNote` looks only at the key it is given. */
export function parseNote(bytes: Uint8Array): Parsed<Note> {
  if (bytes.length > NOTE_BYTES_MAX) return malformed('note', `is longer than ${NOTE_BYTES_MAX} bytes`)
  const whole = fromUtf8(bytes)
  if (whole === undefined) return malformed('note', 'is not UTF-8')
  if (CONTROL.test(whole)) return malformed('note', 'holds a control character')
  const blank = whole.lastIndexOf('\n\n')
  if (blank < 0) return malformed('note', 'has no blank line before its signatures')
  if (!whole.endsWith('\n')) return malformed('note', 'does not end with a newline')
  const lines = whole.slice(blank + 2, -1).split('\n')
  if (lines.length > NOTE_SIGNATURES_MAX) return malformed('note', `has more than ${NOTE_SIGNATURES_MAX} signatures`)
  const signatures: NoteSignature[] = []
  for (const line of lines) {
    const signature = parseSignatureLine(line)
    if (signature.kind === 'malformed') return signature
    signatures.push(signature.value)
  }
  return parsed({ text: whole.slice(0, blank + 1), signatures })
}

export type NoteVerdict = 'verified' | 'unknown-key' | 'bad-signature'

/** Whether the key signed the note. Signatures by others are left alone, as the note format demands. */
export function* verifyNote(note: Note, key: NoteKey): Proof<NoteVerdict> {
  const mine = note.signatures.filter((each) => each.name === key.name && each.keyId === key.id)
  if (mine.length === 0) return 'unknown-key'
  for (const { signature } of mine) {
    if (signature.length !== 64) return 'bad-signature'
    if (!(yield* signatureHolds(key.publicKey, utf8(note.text), signature))) return 'bad-signature'
  }
  return 'verified'
}
