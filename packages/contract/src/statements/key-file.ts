/**
 * Private keys at rest: sealed with a passphrase, as one file that Node and a browser open alike.
 * `docs/formats/key-file.md`.
 * Whoever has the file and not the passphrase has to try each guess with 600,000 rounds of PBKDF2.
 */
import type { PublicKeyText } from '@keyturn/evidence/statement/statement.ts'
import { z } from 'zod'
import { KeyFileRefused, seal, unseal } from './seal.ts'

const FILE_BYTES_MAX = 8_192

const publicKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
/** An Ed25519 key as a JSON web key (RFC 8037). `d` is the secret. */
export const PrivateJwk = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: publicKey,
  d: publicKey,
})
export type PrivateJwk = z.infer<typeof PrivateJwk>

const Sealed = PrivateJwk.extend({ kid: z.string() })
const KeyFile = z.strictObject({
  format: z.literal('keyturn.org/key-file/1'),
  /** The key's name, the vendor's or the technician's id: the issuer of what it signs. */
  name: z.string().min(1).max(100),
  publicKey,
  sealed: z.string(),
})
export type KeyFile = z.infer<typeof KeyFile>

export type OpenKey = {
  readonly name: string
  readonly publicKey: PublicKeyText
  /** The 64 bytes of an Ed25519 signature over the message. */
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>
}

/** A new Ed25519 key. */
export async function newPrivateJwk(): Promise<PrivateJwk> {
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
  if (!('privateKey' in pair)) throw new TypeError('Ed25519 makes a pair of keys')
  const { x, d } = await crypto.subtle.exportKey('jwk', pair.privateKey)
  return PrivateJwk.parse({ kty: 'OKP', crv: 'Ed25519', x, d })
}

/** The text of a key file. @throws KeyFileRefused `weak` for a passphrase of less than twelve characters */
export async function sealKey(
  key: { readonly name: string; readonly privateJwk: PrivateJwk },
  passphrase: string,
): Promise<string> {
  const { name } = key
  const privateJwk = PrivateJwk.parse(key.privateJwk)
  const sealed = await seal(JSON.stringify({ ...privateJwk, kid: name }), passphrase)
  const file: KeyFile = KeyFile.parse({ format: 'keyturn.org/key-file/1', name, publicKey: privateJwk.x, sealed })
  return `${JSON.stringify(file, null, 2)}\n`
}

/** What a key file says openly: whose key it is. @throws KeyFileRefused `malformed` */
export function readKeyFile(text: string): KeyFile {
  if (text.length > FILE_BYTES_MAX) throw new KeyFileRefused('this is too long for a key file', { code: 'malformed' })
  try {
    return KeyFile.parse(JSON.parse(text))
  } catch (error) {
    throw new KeyFileRefused('this is not a Keyturn key file', { code: 'malformed', cause: error })
  }
}

/** Opens a key file. @throws KeyFileRefused: not a key file, a wrong passphrase, fewer than 600,000 rounds */
export async function openKey(file: string, passphrase: string): Promise<OpenKey> {
  const { privateJwk, name } = await openPrivateJwk(file, passphrase)
  const key = await crypto.subtle.importKey('jwk', privateJwk, 'Ed25519', false, ['sign'])
  return {
    name,
    publicKey: privateJwk.x,
    // WebCrypto does not take views into shared memory; a copy is never one.
    sign: async (message) => new Uint8Array(await crypto.subtle.sign('Ed25519', key, new Uint8Array(message))),
  }
}

/** The secret itself, to seal it under another passphrase. @throws KeyFileRefused as `openKey` */
export async function openPrivateJwk(
  file: string,
  passphrase: string,
): Promise<{ readonly name: string; readonly privateJwk: PrivateJwk }> {
  const { name, publicKey: shown, sealed } = readKeyFile(file)
  const { kid, ...privateJwk } = Sealed.parse(JSON.parse(await unseal(sealed, passphrase)))
  if (kid !== name || privateJwk.x !== shown)
    throw new KeyFileRefused(`the sealed key is ${kid}'s, and the file says ${name}`, { code: 'malformed' })
  return { name, privateJwk }
}
