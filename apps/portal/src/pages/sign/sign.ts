/**
 * Signing in the page: the sealed key is opened here, used here and forgotten here. Neither the key nor its passphrase
 * leaves the page or is stored.
 */
import { openKey } from '@keyturn/contract/statements/key-file.ts'
import { KeyFileRefused } from '@keyturn/contract/statements/seal.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { readStatementFile } from '@keyturn/evidence/statement/read-statement.ts'
import type { Speaker } from '@keyturn/evidence/statement/statement.ts'
import { chainOf, signStatementLater, statementFile } from '@keyturn/evidence/statement/write-statement.ts'
import { check } from '../../relief/check.ts'
import { type Draft, statementOf } from './draft.ts'

export type Given = {
  readonly keyFile: string
  /** The key's own statement file, from the root down. */
  readonly credential: string
  readonly passphrase: string
}

/** Why nothing was signed, in one sentence for whoever sits there. */
export class NotSigned extends Error {
  override readonly name = 'NotSigned'
}

/** A key that was opened, and whose it is. */
export type Signer = {
  readonly speaker: Speaker
  /** The signed file, checked from the root as anybody will check it. @throws NotSigned */
  readonly sign: (draft: Draft) => Promise<string>
}

/** Opens the key. @throws NotSigned */
export async function openHere({ keyFile, credential, passphrase }: Given, root: string, at: Instant): Promise<Signer> {
  const speaker = await speakerOf(credential, root, at)
  const key = await openKey(keyFile, passphrase).catch((cause: unknown) => {
    throw cause instanceof KeyFileRefused ? new NotSigned(sentence(cause.message), { cause }) : cause
  })
  if (key.publicKey !== keyIn(credential))
    throw new NotSigned('The key file and the statement of the key are of two different keys.')
  return {
    speaker,
    sign: async (draft) => {
      const jws = await signStatementLater(statementOf(draft, speaker, at), key.sign).catch((cause: unknown) => {
        throw cause instanceof RangeError ? new NotSigned(sentence(cause.message), { cause }) : cause
      })
      const file = statementFile(chainOf(credential), jws)
      const verdict = await check(file, { root, revoked: new Map() }, at)
      if (verdict.kind === 'refused') throw new NotSigned(sentence(verdict.why))
      if (verdict.kind === 'unchecked') throw new NotSigned(verdict.why)
      return file
    },
  }
}

/** In whose name the key signs. */
async function speakerOf(credential: string, root: string, at: Instant): Promise<Speaker> {
  const verdict = await check(credential, { root, revoked: new Map() }, at)
  if (verdict.kind === 'unchecked') throw new NotSigned(verdict.why)
  if (verdict.kind === 'refused') throw new NotSigned(`The statement of the key does not hold: ${verdict.why}.`)
  const { statement, speaker } = verdict
  if (statement.kind === 'authority-key') {
    const { jurisdiction, may } = statement
    return { as: 'authority', id: statement.subject, jurisdiction, may }
  }
  if (statement.kind === 'vendor' && speaker.as === 'authority') {
    const { group, may } = statement
    return { as: 'vendor', id: statement.subject, group, jurisdiction: speaker.jurisdiction, may }
  }
  throw new NotSigned(
    `This is a statement of the kind “${statement.kind}”, not that of an authority’s or vendor’s key.`,
  )
}

function keyIn(credential: string): string | null {
  const read = readStatementFile(credential)
  if (read.kind === 'malformed') return null
  const { statement } = read.value.at(-1) ?? read.value[0]
  return 'key' in statement ? statement.key : null
}

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`
