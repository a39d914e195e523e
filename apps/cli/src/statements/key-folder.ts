/**
 * A folder of keys on an offline machine: for each name a sealed key (`NAME.key`) and its credential (`NAME.txt`),
 * beside them the public key of the root (`root.pub`). What holds no secret may be copied anywhere.
 */
import { chmod, mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type KeyFile, readKeyFile } from '@keyturn/contract/statements/key-file.ts'
import { KeyFileRefused } from '@keyturn/contract/statements/seal.ts'
import { readStatementFile } from '@keyturn/evidence/statement/read-statement.ts'
import type { PublicKeyText, Statement } from '@keyturn/evidence/statement/statement.ts'
import { codeOf, fileFailure } from '@keyturn/store/failure.ts'
import { Option } from 'commander'
import { badInput } from '../exit.ts'
import { isFolder, readText } from '../read-file.ts'
import type { Terminal } from '../terminal.ts'

export const ROOT = 'root'
const ROOT_PUBLIC = 'root.pub'
const PUBLIC_KEY = /^[A-Za-z0-9_-]{43}$/

export const keysOption = (): Option =>
  new Option('--keys <folder>', 'folder of keys and credentials').env('KEYTURN_KEYS').default('keyturn-keys')
export const rootKeyOption = (): Option =>
  new Option('--root-key <key>', 'public key of the root, or a file with it; default: root.pub in the folder').env(
    'KEYTURN_ROOT_KEY',
  )

/** `US-MA/orders-2026` is kept as `US-MA~orders-2026`. */
const fileName = (name: string): string => name.replaceAll('/', '~')

/** The path of a name's file. @throws Refusal for a name that is no name of a file */
export function fileOf(folder: string, name: string, sort: 'key' | 'txt'): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._@~/-]{0,99}$/.test(name) || name.includes('..'))
    throw badInput(`${name} is no name of a key: letters, digits, dots, hyphens, and one slash.`)
  return path.join(folder, `${fileName(name)}.${sort}`)
}

/** The sealed key of a name in the folder, or of the file that is named. */
export async function keyFileOf(
  folder: string,
  name: string,
  terminal: Terminal,
): Promise<{ readonly text: string; readonly key: KeyFile }> {
  const text = await readText(fileOf(folder, name, 'key'), terminal)
  try {
    return { text, key: readKeyFile(text) }
  } catch (error) {
    throw error instanceof KeyFileRefused ? badInput(`${fileOf(folder, name, 'key')}: ${error.message}.`, error) : error
  }
}

/** A name's credential: the file, and its last statement, not yet believed. Null for the root, which has none. */
export async function credentialOf(
  folder: string,
  name: string,
  terminal: Terminal,
): Promise<{ readonly file: string; readonly statement: Statement } | null> {
  if (name === ROOT) return null
  const file = await readText(fileOf(folder, name, 'txt'), terminal)
  const read = readStatementFile(file)
  if (read.kind === 'malformed') throw badInput(`${fileOf(folder, name, 'txt')}: ${read.where} ${read.what}.`)
  return { file, statement: (read.value.at(-1) ?? read.value[0]).statement }
}

/** The root's public key: as given, or from the folder. @throws Refusal when there is none */
export async function rootKeyFrom(
  { rootKey, keys }: { readonly rootKey?: string; readonly keys?: string },
  terminal: Terminal,
): Promise<PublicKeyText> {
  if (rootKey !== undefined && PUBLIC_KEY.test(rootKey)) return rootKey
  const file = rootKey ?? path.join(keys ?? '.', ROOT_PUBLIC)
  const text = (await readText(file, terminal)).trim()
  if (PUBLIC_KEY.test(text)) return text
  throw badInput(`${file} holds no public key: 43 signs of Base64url.`)
}

/** Writes a file that must not be there yet. Secrets are for their owner alone. */
export async function writeNew(file: string, text: string, sort: 'secret' | 'open'): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    await writeFile(file, text, { flag: 'wx', mode: sort === 'secret' ? 0o600 : 0o644 })
    if (sort === 'secret') await chmod(file, 0o600)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw badInput(`${file} is there already and is not overwritten.`, error)
    throw fileFailure(error, file)
  }
}

export const writeRootPublic = (folder: string, publicKey: string): Promise<void> =>
  writeNew(path.join(folder, ROOT_PUBLIC), `${publicKey}\n`, 'open')

/** Puts a name's files aside under the id of its credential, so that new ones can take their place. */
export async function putAside(folder: string, name: string, id: string): Promise<void> {
  for (const sort of ['key', 'txt'] as const) {
    const file = fileOf(folder, name, sort)
    try {
      await rename(file, file.replace(/\.(key|txt)$/, `.${id}.old-$1`))
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw fileFailure(error, file)
    }
  }
}

/** Names in the folder, by their keys or credentials. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  if (!(await isFolder(folder)))
    throw badInput(`${folder} does not exist. Make keys there: keyturn keys root --keys ${folder}`)
  const found = (await readdir(folder)).flatMap((file) => /^(.+)\.(?:key|txt)$/.exec(file)?.[1] ?? [])
  return [...new Set(found)].map((file) => file.replaceAll('~', '/')).toSorted()
}
