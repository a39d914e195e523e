/** A server's word about its tree: size and root, signed, in the manner of C2SP `tlog-checkpoint`. */
import { fromBase64, toBase64 } from './bytes.ts'
import type { Proof } from './crypto.ts'
import { type NoteKey, parseNote, type Signer, signNote, verifyNote } from './note.ts'
import { malformed, type Parsed, parsed } from './parsed.ts'

export type TreeHead = {
  /** `keyturn.org/tree/<server>`. */
  readonly origin: string
  readonly size: number
  /** 32 bytes. */
  readonly root: Uint8Array
}

const SIZE = /^(?:0|[1-9]\d{0,15})$/

/** Signs a tree head. @throws RangeError when the signer is not its origin, or a value has no spelling. */
export function signTreeHead({ origin, size, root }: TreeHead, signer: Signer): string {
  if (signer.key.name !== origin) throw new RangeError(`${signer.key.name} does not sign for ${origin}`)
  if (!SIZE.test(String(size)) || root.length !== 32) throw new RangeError('a tree head is a size and 32 bytes')
  return signNote(`${origin}\n${size}\n${toBase64(root)}\n`, signer)
}

/** Reads a tree checkpoint without believing it; `verifyTreeHead` does both. */
export function parseTreeHead(bytes: Uint8Array): Parsed<TreeHead> {
  const note = parseNote(bytes)
  return note.kind === 'malformed' ? note : parseTreeText(note.value.text)
}

function parseTreeText(text: string): Parsed<TreeHead> {
  const [origin = '', spelledSize = '', spelledRoot = '', end, ...more] = text.split('\n')
  if (end !== '' || more.length > 0) return malformed('checkpoint', 'is not three lines')
  if (origin === '') return malformed('origin', 'is empty')
  const size = Number(spelledSize)
  if (!SIZE.test(spelledSize) || !Number.isSafeInteger(size)) return malformed('size', 'is not a number of leaves')
  const root = fromBase64(spelledRoot)
  if (root?.length !== 32) return malformed('root', 'is not the base64 of 32 bytes')
  return parsed({ origin, size, root })
}

export type TreeVerdict =
  | { readonly kind: 'verified'; readonly head: TreeHead }
  | { readonly kind: 'refused'; readonly what: string }

/** Verifies a tree checkpoint against the server's key. Cosignatures by others are left alone. */
export function* verifyTreeHead(bytes: Uint8Array, key: NoteKey): Proof<TreeVerdict> {
  const note = parseNote(bytes)
  if (note.kind === 'malformed') return { kind: 'refused', what: `${note.where} ${note.what}` }
  const head = parseTreeText(note.value.text)
  if (head.kind === 'malformed') return { kind: 'refused', what: `${head.where} ${head.what}` }
  if (head.value.origin !== key.name) return { kind: 'refused', what: `the checkpoint is not of ${key.name}` }
  const verdict = yield* verifyNote(note.value, key)
  if (verdict === 'verified') return { kind: 'verified', head: head.value }
  return {
    kind: 'refused',
    what: verdict === 'unknown-key' ? `not signed by key ${key.id}` : 'the signature does not hold',
  }
}
