/** A key as a list shows it: whose it is, what it may, until when; nothing is opened. */
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { days, type Instant, iso } from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import type { PublicKeyText } from '@keyturn/evidence/statement/statement.ts'
import { verifyStatementFile } from '@keyturn/evidence/statement/verify-statement.ts'
import { isThere, readText } from '../read-file.ts'
import type { Terminal } from '../terminal.ts'
import { fileOf, keyFileOf, ROOT } from './key-folder.ts'
import { bodyWords } from './words.ts'

export type KeyView = {
  readonly name: string
  /** Whether the sealed key is here too. */
  readonly sealed: boolean
  readonly publicKey: string | null
  readonly state: 'good' | 'ending' | 'refused'
  readonly until: Instant | null
  readonly words: string
  readonly may: readonly string[]
}

/** Within this time a new one has to be made. */
const ENDING = days(30)

export async function viewKey(
  name: string,
  { keys, root, terminal }: { readonly keys: string; readonly root: PublicKeyText; readonly terminal: Terminal },
): Promise<KeyView> {
  const sealed = await isThere(fileOf(keys, name, 'key'))
  const publicKey = sealed ? (await keyFileOf(keys, name, terminal)).key.publicKey : null
  const bare = { name, sealed, publicKey, until: null, may: [] }
  if (name === ROOT) {
    if (publicKey === root) return { ...bare, state: 'good', words: 'the root that devices pin' }
    return { ...bare, state: 'refused', words: 'not the root of root.pub' }
  }
  if (!(await isThere(fileOf(keys, name, 'txt'))))
    return { ...bare, state: 'refused', words: 'no credential yet: send the public key to whoever signs it' }
  const file = await readText(fileOf(keys, name, 'txt'), terminal)
  const now = terminal.now()
  const verdict = runSync(verifyStatementFile(file, { root, revoked: new Map() }, now), nodeCrypto)
  if (verdict.kind === 'refused') return { ...bare, state: 'refused', words: verdict.why }
  const { statement } = verdict
  const credentialKey = 'key' in statement ? statement.key : null
  if (publicKey !== null && publicKey !== credentialKey)
    return { ...bare, state: 'refused', words: 'the credential is for another key than the one sealed here' }
  const until = statement.expiresAt
  const state = until - now < ENDING ? 'ending' : 'good'
  const may = 'may' in statement ? statement.may : []
  const words = `until ${iso(until).slice(0, 10)}; ${bodyWords(statement)}`
  return { name, sealed, publicKey: credentialKey, state, until, words, may }
}
