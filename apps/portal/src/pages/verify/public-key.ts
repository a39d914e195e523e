/** A device's public key in the forms in which people have it. */
import { fromBase64 } from '@keyturn/evidence/bytes.ts'

export type KeyText =
  | { readonly kind: 'none' }
  /** The 32 bytes. */
  | { readonly kind: 'key'; readonly publicKey: Uint8Array }
  | { readonly kind: 'unreadable'; readonly why: string }

/** What stands before the key in a DER-encoded Ed25519 public key (RFC 8410). */
const DER_PREFIX = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]

/** Reads PEM, the key line `name+id+base64`, or the bare 32 bytes in Base 64. */
export function readPublicKey(text: string): KeyText {
  const trimmed = text.trim()
  if (trimmed === '') return { kind: 'none' }
  const bytes = fromBase64(payloadOf(trimmed))
  if (bytes === undefined) {
    return { kind: 'unreadable', why: 'This is neither PEM nor Base 64. Copy the whole key, first to last character.' }
  }
  if (bytes.length === 32) return { kind: 'key', publicKey: bytes }
  // A key line carries one byte for the kind of key; 1 is Ed25519.
  if (bytes.length === 33 && bytes[0] === 1) return { kind: 'key', publicKey: bytes.slice(1) }
  if (bytes.length === 44 && DER_PREFIX.every((byte, at) => bytes[at] === byte)) {
    return { kind: 'key', publicKey: bytes.slice(DER_PREFIX.length) }
  }
  return { kind: 'unreadable', why: `An Ed25519 public key has 32 bytes; this has ${bytes.length}.` }
}

function payloadOf(text: string): string {
  if (text.startsWith('-----BEGIN')) return text.replaceAll(/-----[A-Z ]+-----|\s/g, '')
  const keyLine = /^[^\s+]+\+[0-9a-f]{8}\+(\S+)$/.exec(text)
  return keyLine?.[1] ?? text.replaceAll(/\s/g, '')
}
