/** Signing on the command line: opens a key, signs, and hands out only what verifies from the root. */
import { randomBytes } from 'node:crypto'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { openKey } from '@keyturn/contract/statements/key-file.ts'
import { KeyFileRefused } from '@keyturn/contract/statements/seal.ts'
import type { Duration, Instant } from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import type { PublicKeyText, StatementBody, StatementHead } from '@keyturn/evidence/statement/statement.ts'
import { verifyStatementFile } from '@keyturn/evidence/statement/verify-statement.ts'
import { chainOf, signStatementLater, statementFile } from '@keyturn/evidence/statement/write-statement.ts'
import { badInput, EXIT, Refusal } from '../exit.ts'
import type { Terminal } from '../terminal.ts'
import { credentialOf, keyFileOf } from './key-folder.ts'
import { type PassphraseOptions, passphraseFor } from './passphrase.ts'

export type Issuer = {
  readonly name: string
  readonly keys: string
  readonly root: PublicKeyText
}
export type Terms = Pick<StatementHead, 'subject' | 'cites'> & {
  readonly id?: string
  readonly notBefore?: Instant
  readonly lasts: Duration
}

/** The statement file, signed by the issuer's key. @throws Refusal when it opens not, or would not verify */
export async function issue(
  issuer: Issuer,
  body: StatementBody,
  terms: Terms,
  { options, terminal }: { readonly options: PassphraseOptions; readonly terminal: Terminal },
): Promise<string> {
  const sealed = await keyFileOf(issuer.keys, issuer.name, terminal)
  const credential = await credentialOf(issuer.keys, issuer.name, terminal)
  const passphrase = await passphraseFor(issuer.name, options, terminal)
  const issuedAt = wholeSecond(terminal.now())
  const notBefore = terms.notBefore === undefined ? issuedAt : wholeSecond(terms.notBefore)
  const { subject, cites, lasts, id = newId(body.kind, issuedAt) } = terms
  // The end of a span that begins at a moment is a moment.
  const expiresAt = (Math.min(issuedAt, notBefore) + lasts) as Instant
  const statement = { issuer: issuer.name, subject, issuedAt, notBefore, expiresAt, id, cites, ...body }
  try {
    const key = await openKey(sealed.text, passphrase)
    const file = statementFile(chainOf(credential?.file ?? ''), await signStatementLater(statement, key.sign))
    demandHolds(file, issuer.root, notBefore > issuedAt ? notBefore : issuedAt)
    return file
  } catch (error) {
    if (error instanceof KeyFileRefused) throw badInput(`${issuer.name}: ${error.message}.`, error)
    if (error instanceof RangeError) throw badInput(`this cannot be signed: ${error.message}.`, error)
    throw error
  }
}

/** Nothing leaves this machine that a car would refuse. */
function demandHolds(file: string, root: PublicKeyText, at: Instant): void {
  const verdict = runSync(verifyStatementFile(file, { root, revoked: new Map() }, at), nodeCrypto)
  if (verdict.kind === 'refused')
    throw new Refusal(
      EXIT.finding,
      `nothing was written, because no one would accept it: ${verdict.why} [${verdict.code}].`,
    )
}

/** `order-20260316-7f3a9c`. */
export const newId = (kind: string, at: Instant): string =>
  `${kind}-${new Date(at).toISOString().slice(0, 10).replaceAll('-', '')}-${randomBytes(4).toString('hex')}`

// Statements count whole seconds.
const wholeSecond = (at: Instant): Instant => (Math.floor(at / 1_000) * 1_000) as Instant
