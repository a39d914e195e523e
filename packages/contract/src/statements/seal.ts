/** Sealing with a passphrase: JWE PBES2-HS512+A256KW with A256GCM. `docs/formats/key-file.md`. */
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader, errors } from 'jose'

/** OWASP's floor for PBKDF2-HMAC-SHA512 is 210,000; ours is that of SHA-256. */
const ROUNDS_MIN = 600_000
/** More would let a file keep whoever opens it busy for minutes. */
const ROUNDS_MAX = 5_000_000
export const PASSPHRASE_MIN = 12
const ALG = 'PBES2-HS512+A256KW'
const ENC = 'A256GCM'

/** A sealed file that does not open, or cannot be made; `message` says why in one sentence. */
export class KeyFileRefused extends Error {
  override readonly name = 'KeyFileRefused' as const
  readonly code: 'malformed' | 'wrong-passphrase' | 'weak'
  constructor(why: string, { code, cause }: { readonly code: KeyFileRefused['code']; readonly cause?: unknown }) {
    super(why, { cause })
    this.code = code
  }
}

/** The text as a compact JWE. @throws KeyFileRefused `weak` for a passphrase of less than twelve characters */
export async function seal(text: string, passphrase: string): Promise<string> {
  if (passphrase.length < PASSPHRASE_MIN)
    throw new KeyFileRefused(`a passphrase has ${PASSPHRASE_MIN} characters or more`, { code: 'weak' })
  return new CompactEncrypt(bytesOf(text))
    .setProtectedHeader({ alg: ALG, enc: ENC })
    .setKeyManagementParameters({ p2c: ROUNDS_MIN })
    .encrypt(spelled(passphrase))
}

/** The text that was sealed. @throws KeyFileRefused: a wrong passphrase, damaged, fewer than 600,000 rounds */
export async function unseal(sealed: string, passphrase: string): Promise<string> {
  demandRounds(sealed)
  try {
    const { plaintext } = await compactDecrypt(sealed, spelled(passphrase), {
      keyManagementAlgorithms: [ALG],
      contentEncryptionAlgorithms: [ENC],
      maxPBES2Count: ROUNDS_MAX,
    })
    return new TextDecoder().decode(plaintext)
  } catch (error) {
    if (error instanceof errors.JWEDecryptionFailed)
      throw new KeyFileRefused('the passphrase does not open this file', { code: 'wrong-passphrase', cause: error })
    throw new KeyFileRefused('what is sealed is damaged', { code: 'malformed', cause: error })
  }
}

function demandRounds(sealed: string): void {
  let rounds: unknown
  try {
    rounds = decodeProtectedHeader(sealed)['p2c']
  } catch (error) {
    throw new KeyFileRefused('what is sealed is damaged', { code: 'malformed', cause: error })
  }
  if (typeof rounds !== 'number' || rounds < ROUNDS_MIN || rounds > ROUNDS_MAX)
    throw new KeyFileRefused(`a file is sealed with ${ROUNDS_MIN} to ${ROUNDS_MAX} rounds`, { code: 'weak' })
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
/** One spelling of each letter, whatever keyboard typed it. */
const spelled = (passphrase: string): Uint8Array => bytesOf(passphrase.normalize('NFKC'))
