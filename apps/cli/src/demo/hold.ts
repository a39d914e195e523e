/** One demo per data folder, and words for whoever starts a second one. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lockFolder } from '@keyturn/local/lock.ts'
import { codeOf } from '@keyturn/store/failure.ts'
import { environment } from '../exit.ts'

/** Takes the folder for this process; the answer gives it back. @throws Refusal when another demo has it */
export async function holdFolder(dataDir: string): Promise<() => Promise<void>> {
  try {
    return await lockFolder(dataDir)
  } catch (error) {
    if (codeOf(error) !== undefined) throw error
    const address = addressOf(dataDir)
    const open = address === undefined ? '' : ` Open ${address}, or`
    throw environment(`a demo already runs on ${dataDir}.${open} stop it, or choose another folder with --data.`, error)
  }
}

/** Where the demo of this folder last said it could be found. */
function addressOf(dataDir: string): string | undefined {
  try {
    const said: unknown = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8'))
    if (typeof said !== 'object' || said === null || !('server' in said)) return undefined
    return typeof said.server === 'string' ? said.server : undefined
  } catch {
    // It serves the sentence only; without it the sentence is shorter.
    return undefined
  }
}
