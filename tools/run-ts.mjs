// Runs a TypeScript program of this repository: `node tools/run-ts.mjs tools/clauses/main.ts ARGS`.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { root } from './lib/root.mjs'

const [program, ...args] = process.argv.slice(2)
if (program === undefined || !existsSync(path.join(root, program))) {
  console.error(`There is no program at ${program ?? '(no path given)'}.`)
  process.exit(2)
}

const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, program), ...args], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.once('close', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143)
})
