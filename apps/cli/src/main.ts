/** The command-line program. Its ways are in `docs/cli.md`; `keyturn --help` teaches them. */
import { instant } from '@keyturn/domain/units.ts'
import { secretAsker } from './ask-secret.ts'
import { SUPERVISED } from './demo/supervision.ts'
import { run } from './program.ts'
import { stopSignals } from './stop-signals.ts'
import type { Terminal } from './terminal.ts'

// Whoever started us to be supervised may be gone before we begin.
if (process.env[SUPERVISED] !== undefined && !process.connected) process.exit()

const supervisor: Terminal['supervisor'] = process.connected
  ? {
      tell: (word) => {
        if (process.connected) process.send?.(word)
      },
      hear: (what) => process.on('message', what),
      whenGone: (what) => (process.connected ? process.once('disconnect', what) : what()),
      leave: () => {
        if (process.connected) process.disconnect()
      },
    }
  : null

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  now: () => instant(Date.now()),
  env: process.env,
  onStop: stopSignals(process, { now: () => performance.now(), exit: (code) => process.exit(code) }),
  supervisor,
  askSecret: secretAsker(process.stdin, (text) => void process.stderr.write(text)),
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
