// `npm run keyturn -- ARGS`: the command-line program, installed and built first where needed.
import { requireNode } from './lib/node-version.mjs'

requireNode()
const { runKeyturn } = await import('./lib/keyturn.mjs')
await runKeyturn(process.argv.slice(2))
