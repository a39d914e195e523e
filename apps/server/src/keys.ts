/** The server's own keys: made at the first start, kept in the data folder, readable by its owner alone. */
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { newPrivateKeyPem, signerFromPem } from '@keyturn/contract/crypto/node.ts'
import { receiptOrigin, treeOrigin } from '@keyturn/evidence/names.ts'
import { codeOf, fileFailure } from '@keyturn/store/failure.ts'
import type { ServerSigners } from './services.ts'
import { StartFailure } from './start-failure.ts'

/** @throws StartFailure when a key file cannot be read or made, or others may read it */
export function serverKeys(dataDir: string, name: string): ServerSigners {
  const receipt = secretFile(path.join(dataDir, 'receipt-key.pem'), newPrivateKeyPem)
  const tree = secretFile(path.join(dataDir, 'tree-key.pem'), newPrivateKeyPem)
  try {
    return { name, receipt: signerFromPem(receiptOrigin(name), receipt), tree: signerFromPem(treeOrigin(name), tree) }
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error)
    throw new StartFailure(`A key in ${dataDir} cannot be used: ${because}. Restore it from a backup.`, {
      cause: error,
    })
  }
}

/** A shorter one could be guessed; an empty one would open the server to anybody. */
export const OPERATOR_TOKEN_MIN = 20

/** The operator's token, made at the first start. @throws StartFailure when the file holds too short a one */
export function operatorToken(dataDir: string): string {
  const file = path.join(dataDir, 'operator-token')
  const token = secretFile(file, () => `${randomBytes(24).toString('base64url')}\n`).trim()
  if (token.length >= OPERATOR_TOKEN_MIN) return token
  throw new StartFailure(
    `The operator token in ${file} must be at least ${OPERATOR_TOKEN_MIN} characters long; it is ${token.length}. ` +
      'Delete the file, and the next start makes a new one.',
  )
}

/** Seals sessions and encrypts second factors: made at the first start. @throws StartFailure when it is too short */
export function sessionSecret(dataDir: string): string {
  const file = path.join(dataDir, 'session-key')
  const secret = secretFile(file, () => `${randomBytes(32).toString('base64url')}\n`).trim()
  if (secret.length >= SESSION_SECRET_MIN) return secret
  throw new StartFailure(
    `The key in ${file} must be at least ${SESSION_SECRET_MIN} characters long; it is ${secret.length}. Restore it from a backup.`,
  )
}

/** Encrypts the secrets of webhooks: made at the first start. @throws StartFailure when it is too short */
export function webhookKey(dataDir: string): string {
  const file = path.join(dataDir, 'webhook-key')
  const secret = secretFile(file, () => `${randomBytes(32).toString('base64url')}\n`).trim()
  if (secret.length >= SESSION_SECRET_MIN) return secret
  throw new StartFailure(
    `The key in ${file} must be at least ${SESSION_SECRET_MIN} characters long; it is ${secret.length}. Restore it from a backup.`,
  )
}

const SESSION_SECRET_MIN = 32

/** Reads a secret, or makes it: written aside and linked, so that a crash leaves no half and of two makers one wins. */
function secretFile(file: string, make: () => string): string {
  try {
    const { mode } = statSync(file)
    if ((mode & 0o077) !== 0) {
      throw new StartFailure(`Others can read ${file}. Take their permission away: chmod 600 ${file}`)
    }
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw fileFailure(error, file)
  }
  const draft = `${file}.new-${process.pid}`
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(draft, make(), { mode: 0o600 })
    const handle = openSync(draft, 'r')
    fsyncSync(handle)
    closeSync(handle)
    linkSync(draft, file)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw fileFailure(error, path.dirname(file))
  } finally {
    rmSync(draft, { force: true })
  }
  return readFileSync(file, 'utf8')
}
