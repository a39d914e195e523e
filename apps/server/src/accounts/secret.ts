/** Secrets that a link carries: 32 random bytes, of which the server keeps the digest alone. */
import { randomBytes } from 'node:crypto'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'

export const newSecret = (): string => randomBytes(32).toString('base64url')

export const secretDigest = (secret: string): Uint8Array => nodeCrypto.sha256(Buffer.from(secret))
