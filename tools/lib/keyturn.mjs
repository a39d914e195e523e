import { ensureInstalled } from './install.mjs'
import { alone } from './lock.mjs'
import { runInForeground } from './run.mjs'
import { runProgram } from './say.mjs'

/**
 * Runs the command-line program of this checkout in the foreground, made ready first.
 *
 * @param {readonly string[]} args
 */
export async function runKeyturn(args) {
  await runProgram(async () => {
    const programPath = await alone(async () => {
      await ensureInstalled()
      const { ensureBuilt, programPath } = await import('./build.mjs')
      await ensureBuilt()
      return programPath
    })
    return runInForeground(['--enable-source-maps', programPath, ...args])
  })
}
