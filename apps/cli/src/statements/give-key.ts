/** Giving somebody a key: a new one sealed here, or the public half of one that its holder made elsewhere. */
import { newPrivateJwk, sealKey } from '@keyturn/contract/statements/key-file.ts'
import { KeyFileRefused } from '@keyturn/contract/statements/seal.ts'
import type { PublicKeyText, StatementBody } from '@keyturn/evidence/statement/statement.ts'
import { badInput } from '../exit.ts'
import type { Terminal } from '../terminal.ts'
import { type Issuer, issue, type Terms } from './issue.ts'
import { fileOf, putAside, writeNew } from './key-folder.ts'
import { newPassphraseFor, type PassphraseOptions } from './passphrase.ts'

export type Making = {
  readonly keys: string
  readonly options: PassphraseOptions
  readonly terminal: Terminal
}

/** Makes a key for the name and keeps it sealed. The answer is its public half. */
export async function makeKey(name: string, making: Making): Promise<PublicKeyText> {
  const { publicKey, text } = await newKey(name, making)
  await writeNew(fileOf(making.keys, name, 'key'), text, 'secret')
  return publicKey
}

async function newKey(
  name: string,
  { options, terminal }: Making,
): Promise<{ publicKey: PublicKeyText; text: string }> {
  const privateJwk = await newPrivateJwk()
  const passphrase = await newPassphraseFor(name, options, terminal)
  try {
    return { publicKey: privateJwk.x, text: await sealKey({ name, privateJwk }, passphrase) }
  } catch (error) {
    throw error instanceof KeyFileRefused ? badInput(`${name}: ${error.message}.`, error) : error
  }
}

export type Given = {
  readonly name: string
  /** The holder's own public key; without one a key is made here. */
  readonly publicKey: PublicKeyText | undefined
  readonly body: (key: PublicKeyText) => StatementBody
  readonly terms: Omit<Terms, 'subject'>
  /** The id of the credential whose files give way. */
  readonly replaces?: string
}

/** A key with its credential, written beside each other. Tells what was done. */
export async function giveKey(issuer: Issuer, given: Given, making: Making): Promise<void> {
  const { name, body, terms } = given
  const { keys, terminal } = making
  if (given.publicKey !== undefined && !/^[A-Za-z0-9_-]{43}$/.test(given.publicKey))
    throw badInput(`${given.publicKey} is no public key: 43 signs of Base64url, as keyturn keys new prints it.`)
  const made = given.publicKey === undefined ? await newKey(name, making) : null
  const key = made?.publicKey ?? given.publicKey ?? ''
  // Nothing is written before the credential is signed: a refusal leaves everything as it was.
  const file = await issue(issuer, body(key), { ...terms, subject: name }, making)
  if (given.replaces !== undefined) await putAside(keys, name, given.replaces)
  if (made !== null) await writeNew(fileOf(keys, name, 'key'), made.text, 'secret')
  await writeNew(fileOf(keys, name, 'txt'), file, 'open')
  if (made !== null) terminal.out(`${fileOf(keys, name, 'key')}  sealed key of ${name}\n`)
  terminal.out(`${fileOf(keys, name, 'txt')}  credential of ${name}, signed by ${issuer.name}\n`)
}
