/** Writing statements. Signing is the shell's; what would not read back is never signed. */
import { assert } from '@keyturn/domain/units.ts'
import { toBase64, utf8 } from '../bytes.ts'
import { BODIES } from './bodies.ts'
import { FILE_BYTES_MAX, HEAD, LIST_FILE_BYTES_MAX, readStatement } from './read-statement.ts'
import { type Statement, type StatementKind, TYPES } from './statement.ts'
import { type Fields, writeFields } from './wire.ts'

/**
 * The statement as one compact JWS. `sign` gives the 64 bytes of an Ed25519 signature.
 *
 * @throws RangeError for a statement that no reader would accept, with the reason
 */
export function signStatement(statement: Statement, sign: (message: Uint8Array) => Uint8Array): string {
  const message = toSign(statement)
  return signedWith(message, sign(utf8(message)))
}

/** The same with a key that answers later, as a browser's does. @throws RangeError as `signStatement`. */
export async function signStatementLater(
  statement: Statement,
  sign: (message: Uint8Array) => Promise<Uint8Array>,
): Promise<string> {
  const message = toSign(statement)
  return signedWith(message, await sign(utf8(message)))
}

/** A statement file: the lines of the chain, from the one the root signed, then the statement. */
export const statementFile = (chain: readonly string[], jws: string): string =>
  [...chain, jws].map((line) => `${line}\n`).join('')

/** The lines of a file; of a credential's file they are the chain of what its key signs. */
export const chainOf = (file: string): readonly string[] => file.split('\n').filter((line) => line !== '')

/** What is signed: header and payload in Base64url. @throws RangeError as `signStatement`. */
function toSign(statement: Statement): string {
  const { kind, issuer, subject, issuedAt, notBefore, expiresAt, id, cites } = statement
  const head = { iss: issuer, sub: subject, iat: issuedAt, nbf: notBefore, exp: expiresAt, jti: id, cites }
  const payload = { ...writeFields(HEAD, head), ...writeBody(kind, statement) }
  const message = `${part({ alg: 'EdDSA', typ: TYPES[kind] })}.${part(payload)}`
  const read = readStatement(signedWith(message, new Uint8Array(64)))
  if (read.kind === 'malformed') throw new RangeError(`${read.where} ${read.what}`)
  const most = kind === 'index' || kind === 'revocations' ? LIST_FILE_BYTES_MAX : FILE_BYTES_MAX
  if (message.length > most) throw new RangeError(`the statement is longer than ${most} bytes`)
  return message
}

function writeBody(kind: StatementKind, statement: Statement): { readonly [name: string]: unknown } {
  // The table belongs to the statement's own kind; TypeScript cannot follow that through the union.
  const fields = BODIES[kind].fields as unknown as Fields<Statement>
  return writeFields(fields, statement)
}

const signedWith = (message: string, signature: Uint8Array): string => {
  assert(signature.length === 64, 'an Ed25519 signature is 64 bytes')
  return `${message}.${base64Url(signature)}`
}

const part = (value: unknown): string => base64Url(utf8(JSON.stringify(value)))

/** Base64url without padding. */
export const base64Url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
