/** Hashes and Ed25519 by WebCrypto, for the browser: a driver's own page verifies what the server says. */
import type { AsyncCrypto } from '@keyturn/evidence/crypto.ts'

/** The part of `crypto.subtle` that is used; passed in, so that this file needs neither the DOM nor Node. */
export interface Subtle {
  digest(algorithm: 'SHA-256', data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>
  importKey(
    format: 'raw',
    keyData: Uint8Array<ArrayBuffer>,
    algorithm: 'Ed25519',
    extractable: boolean,
    usages: ['verify'],
  ): Promise<SubtleKey>
  verify(
    algorithm: 'Ed25519',
    key: SubtleKey,
    signature: Uint8Array<ArrayBuffer>,
    data: Uint8Array<ArrayBuffer>,
  ): Promise<boolean>
}
type SubtleKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

/** `webCrypto(crypto.subtle)`. Wrong lengths answer false; a browser without Ed25519 rejects, and says so. */
export const webCrypto = (subtle: Subtle): AsyncCrypto => ({
  sha256: async (bytes) => new Uint8Array(await subtle.digest('SHA-256', owned(bytes))),
  async verify(publicKey, message, signature) {
    if (publicKey.length !== 32 || signature.length !== 64) return false
    const key = await subtle.importKey('raw', owned(publicKey), 'Ed25519', false, ['verify'])
    return subtle.verify('Ed25519', key, owned(signature), owned(message))
  },
})

/** WebCrypto does not take views into shared memory; a copy is never one. */
const owned = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes)
