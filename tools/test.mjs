// `npm test`: from a fresh clone to one verdict. Stages run in the order of what fails fastest; the first failure ends
// the run, and the last line is always `N passed, M failed`.
import { requireNode } from './lib/node-version.mjs'

requireNode()
const { runProgram } = await import('./lib/say.mjs')
const { runStages } = await import('./lib/stages.mjs')
await runProgram(runStages)
