/**
 * `npm run clauses`: every clause with what proves it; fails when one that is due has no proof or an id is unknown.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { runFiles } from '@keyturn/simulator/scenario/command.ts'
import { nodeKit } from '@keyturn/simulator/scenario/kit.ts'
import { filesBelow } from '../lib/files.mjs'
import { root } from '../lib/root.mjs'
import { prove, report } from './proofs.ts'
import { readRequirements } from './requirements.ts'
import { titledTests } from './test-titles.ts'

/** Where the test runner looks (`vitest.config.ts`); that it leaves no test file out is a test of its own. */
const COLLECTED = /^(?:packages|apps|tools|conformance|bench)\/.*\.test\.tsx?$/
const SCENARIOS = ['conformance/scenarios', 'conformance/cases']

const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8')

const { clauses, faults: misplaced } = readRequirements(textOf('docs/requirements.md'))
const scenarioFiles = SCENARIOS.flatMap((folder) =>
  filesBelow(folder, (file) => file.endsWith('.yaml')).map((file) => ({ path: file, text: textOf(file) })),
)
const { results, unreadable } = runFiles(scenarioFiles, nodeKit)
const unread = unreadable.flatMap(({ file, problems }) =>
  problems.map(({ line, message }) => `${file}:${line}: ${message}`),
)
const tests = filesBelow('', (file) => COLLECTED.test(file)).flatMap((file) => titledTests(file, textOf(file)))
const ledger = prove(clauses, results, tests)
const faults = [...misplaced, ...unread, ...ledger.faults]
process.stdout.write(report({ proved: ledger.proved, faults }))
process.exitCode = faults.length === 0 ? 0 : 1
