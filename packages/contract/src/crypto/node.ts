/** Hashes and Ed25519 by `node:crypto`, for the unit, the server and the command line. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, type KeyObject, sign, verify } from 'node:crypto'
import { type Crypto, runSync } from '@keyturn/evidence/crypto.ts'
import { type NoteKey, noteKey, type Signer } from '@keyturn/evidence/note.ts'

// An Ed25519 key in DER is a fixed prefix and the 32 bytes (RFC 8410).
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Imported keys by their bytes: importing costs as much as a fifth of a verification. Bounded, oldest out first. */
const imported = new Map<string, KeyObject>()
const IMPORTED_MAX = 10_000

export const nodeCrypto: Crypto = {
  sha256: (bytes) => hash('sha256', bytes, 'buffer'),
  verify(publicKey, message, signature) {
    const key = publicKeyObject(publicKey)
    return key !== undefined && verify(null, message, key, signature)
  },
}

/** The key a signer or verifier goes by. @throws RangeError for a name with spaces or a key that is not 32 bytes. */
export const nodeNoteKey = (name: string, publicKey: Uint8Array): NoteKey =>
  runSync(noteKey(name, publicKey), nodeCrypto)

/** A signer from a private key in PEM (PKCS 8). @throws TypeError unless it is an Ed25519 key. */
export function signerFromPem(name: string, pem: string): Signer {
  return signerOf(name, createPrivateKey(pem))
}

/** A signer from the 32-byte seed of RFC 8032. @throws RangeError for another length. */
export function signerFromSeed(name: string, seed: Uint8Array): Signer {
  if (seed.length !== 32) throw new RangeError(`an Ed25519 seed is 32 bytes, got ${seed.length}`)
  return signerOf(name, createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, seed]), format: 'der', type: 'pkcs8' }))
}

/** A new private key in PEM (PKCS 8), to be kept by its owner alone. */
export const newPrivateKeyPem = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()

/** The public key in PEM, as `openssl` reads it. */
export const publicKeyPem = (publicKey: Uint8Array): string =>
  importPublicKey(publicKey).export({ format: 'pem', type: 'spki' }).toString()

/** The 32 bytes of a public key in PEM. @throws TypeError unless it is an Ed25519 key. */
export const publicKeyFromPem = (pem: string): Uint8Array => rawPublicKey(createPublicKey(pem))

function signerOf(name: string, privateKey: KeyObject): Signer {
  const key = nodeNoteKey(name, rawPublicKey(createPublicKey(privateKey)))
  return { key, sign: (message) => sign(null, message, privateKey) }
}

function rawPublicKey(key: KeyObject): Uint8Array {
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError(`wants an Ed25519 key, got ${key.asymmetricKeyType}`)
  return new Uint8Array(key.export({ format: 'der', type: 'spki' }).subarray(PUBLIC_PREFIX.length))
}

// As a JSON web key, which is read ten times faster than DER: a server meets a new key with almost every upload.
const importPublicKey = (publicKey: Uint8Array): KeyObject => {
  const x = Buffer.from(publicKey).toString('base64url')
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
}

function publicKeyObject(publicKey: Uint8Array): KeyObject | undefined {
  const name = Buffer.from(publicKey.buffer, publicKey.byteOffset, publicKey.byteLength).toString('latin1')
  const known = imported.get(name)
  if (known !== undefined) return known
  if (publicKey.length !== 32) return undefined
  const key = importPublicKey(publicKey)
  if (imported.size >= IMPORTED_MAX) {
    const oldest = imported.keys().next()
    if (oldest.done !== true) imported.delete(oldest.value)
  }
  imported.set(name, key)
  return key
}
