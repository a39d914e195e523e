/** A mirror as a folder that any web server can serve: the list and the files it names. */
import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { toHex, utf8 } from '@keyturn/evidence/bytes.ts'
import { fileFailure } from '@keyturn/store/failure.ts'

export const sha256Of = (file: string): string => toHex(nodeCrypto.sha256(utf8(file)))

/**
 * Writes the files first and the list last, so that whoever reads meanwhile finds every file that a list names. Files
 * that no list names any more stay: somebody may still read by the old one.
 */
export async function writeMirror(folder: string, list: string, files: readonly string[]): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    for (const file of files) await put(path.join(folder, `${sha256Of(file)}.txt`), file)
    await put(path.join(folder, 'index.txt'), list)
  } catch (error) {
    throw fileFailure(error, folder)
  }
}

/** In one step, so that nobody reads half a file. */
async function put(file: string, text: string): Promise<void> {
  const aside = `${file}.new`
  await writeFile(aside, text)
  await rename(aside, file)
}
