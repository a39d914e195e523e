// `npm start`: from a fresh clone to a running Keyturn. Installs what is missing, builds what is stale, runs the demo.
import { requireNode } from './lib/node-version.mjs'

requireNode()
const { runKeyturn } = await import('./lib/keyturn.mjs')
await runKeyturn(['demo', ...process.argv.slice(2)])
