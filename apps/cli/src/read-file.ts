/** Reads what the command line names, and says plainly why it cannot. */
import { readFile, stat } from 'node:fs/promises'
import { codeOf } from '@keyturn/store/failure.ts'
import { badInput, type Refusal } from './exit.ts'
import type { Terminal } from './terminal.ts'

/** More than a car writes in its life. */
export const FILE_BYTES_MAX = 1_024 * 1_024 * 1_024

/** The bytes of a file; `-` is standard input. @throws Refusal when there is no such file, or it cannot be read */
export async function readBytes(path: string, terminal: Terminal): Promise<Uint8Array> {
  if (path === '-') return terminal.input()
  try {
    const { size } = await stat(path)
    if (size > FILE_BYTES_MAX) throw badInput(`${path} is larger than ${FILE_BYTES_MAX} bytes, which no log is.`)
    return await readFile(path)
  } catch (error) {
    throw unreadable(path, error)
  }
}

/** The text of a file. @throws Refusal as `readBytes`, and when it is not UTF-8 */
export async function readText(path: string, terminal: Terminal): Promise<string> {
  const bytes = await readBytes(path, terminal)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw badInput(`${path} is not a text in UTF-8.`, error)
  }
}

/** Whether there is such a file or folder. */
export async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false
    throw unreadable(path, error)
  }
}

export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false
    throw unreadable(path, error)
  }
}

/** The sentence for a file that cannot be read; anything unknown is passed on unchanged. */
export function unreadable(path: string, error: unknown): Refusal | unknown {
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return badInput(`${path} does not exist. Check the path; it is looked up from the current folder.`, error)
    case 'EISDIR':
      return badInput(`${path} is a folder, and a file is wanted here.`, error)
    case 'EACCES':
    case 'EPERM':
      return badInput(`${path} may not be read by this user. Change its permissions, or run as its owner.`, error)
    default:
      return error
  }
}
