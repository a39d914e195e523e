/** Tokens of programs: `kt_` and 32 random bytes. The server keeps their digests only. */
import { randomBytes } from 'node:crypto'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'

export const API_TOKEN: RegExp = /^kt_[A-Za-z0-9_-]{43}$/

export const newApiToken = (): string => `kt_${randomBytes(32).toString('base64url')}`

export const apiTokenDigest = (token: string): Uint8Array => nodeCrypto.sha256(Buffer.from(token))

/** What people see of a token afterwards: enough to tell it from others, useless to call with. */
export const shownPart = (token: string): string => token.slice(0, 9)
