/** The key a log is verified against: a key line, a PEM, or a file that holds either. */
import { existsSync } from 'node:fs'
import { nodeCrypto, nodeNoteKey, publicKeyFromPem } from '@keyturn/contract/crypto/node.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import { type NoteKey, parseKey } from '@keyturn/evidence/note.ts'
import { badInput } from './exit.ts'
import { readText } from './read-file.ts'
import type { Terminal } from './terminal.ts'

const PEM = /-----BEGIN (?:PUBLIC|PRIVATE) KEY-----/

/**
 * @param given a key line `name+id+base64`, or the path of a file with such a line or with a PEM
 * @param origin the name a key in PEM goes by, since a PEM names nobody
 * @throws Refusal when it is no key
 */
export async function keyFrom(given: string, origin: string, terminal: Terminal): Promise<NoteKey> {
  const text = given !== '-' && !existsSync(given) && given.includes('+') ? given : await readText(given, terminal)
  return PEM.test(text) ? keyFromPem(text, origin, given) : keyFromLine(text.trim(), given)
}

function keyFromPem(pem: string, origin: string, given: string): NoteKey {
  try {
    return nodeNoteKey(origin, publicKeyFromPem(pem))
  } catch (error) {
    throw badInput(`${given} holds no Ed25519 key in PEM.`, error)
  }
}

function keyFromLine(line: string, given: string): NoteKey {
  const key = runSync(parseKey(line), nodeCrypto)
  if (key.kind === 'parsed') return key.value
  const sort = 'a key is written name+id+base64, or given as a PEM file'
  throw badInput(`${given} is not a key: its ${key.where} ${key.what} (${sort}).`)
}
