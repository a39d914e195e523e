/** Secrets of subscriptions, kept so that they can be used: encrypted with a key that is not in the database. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

export type Seal = {
  readonly seal: (secret: Uint8Array, name: string) => Uint8Array
  /** @throws Error when the bytes were sealed with another key, for another name, or were changed */
  readonly open: (sealed: Uint8Array, name: string) => Uint8Array
}

const NONCE = 12
const TAG = 16

/**
 * AES-256-GCM; `name` (the subscription's id) is bound to the bytes, so that one's secret cannot be put in the place of
 * another's.
 *
 * @param key the server's own secret text, at least 32 characters
 */
export function sealWith(key: string): Seal {
  const cipherKey = Buffer.from(hkdfSync('sha256', key, '', 'keyturn webhook secrets', 32))
  return {
    seal: (secret, name) => {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', cipherKey, nonce).setAAD(Buffer.from(name))
      const body = Buffer.concat([cipher.update(secret), cipher.final()])
      return Buffer.concat([nonce, body, cipher.getAuthTag()])
    },
    open: (sealed, name) => {
      const bytes = Buffer.from(sealed)
      const decipher = createDecipheriv('aes-256-gcm', cipherKey, bytes.subarray(0, NONCE))
        .setAAD(Buffer.from(name))
        .setAuthTag(bytes.subarray(-TAG))
      return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()])
    },
  }
}
