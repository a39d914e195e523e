/** The command-line program. Its ways are in `docs/cli.md`; `keyturn --help` teaches them. */
import { instant } from '@keyturn/domain/units.ts'
import { run } from './program.ts'
import type { Terminal } from './terminal.ts'

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  now: () => instant(Date.now()),
  env: process.env,
  input: async () => {
    const parts: Uint8Array[] = []
    for await (const part of process.stdin) parts.push(part)
    return Buffer.concat(parts)
  },
}

// A reader that has seen enough (`keyturn print … | head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

// What is waited for may be a process that keeps nobody alive by itself, such as a database that stops.
const alive = setInterval(() => {}, 2 ** 30)
process.exitCode = await run(process.argv.slice(2), terminal)
clearInterval(alive)
