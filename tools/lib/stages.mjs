import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { ensureInstalled } from './install.mjs'
import { alone } from './lock.mjs'
import { root } from './root.mjs'
import { runToEnd } from './run.mjs'
import { Complaint, say, secondsSince } from './say.mjs'

const bin = (place) => path.join(root, 'node_modules', place)

const checks = [
  { name: 'types', args: ['tools/types.mjs'] },
  { name: 'lint', args: [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '--colors=off', '.'] },
  { name: 'structure', args: ['tools/structure.mjs'] },
  { name: 'unused', args: [bin('knip/bin/knip.js'), '--no-progress', '--treat-config-hints-as-errors'] },
]

/**
 * Everything `npm test` stands for.
 *
 * @returns {Promise<number>} exit code: 0 when every stage passed
 */
export async function runStages() {
  const startedAt = performance.now()
  let passed = 0
  try {
    await stage('install', () => alone(ensureInstalled))
    for (const { name, args } of checks) await stage(name, () => succeed(args))
    await stage('build', build)
    passed += await stage('tidy', () => runVitest(['--project=tidy']))
    passed += await stage('tests', () => runVitest(['--project=!tidy']))
  } catch (error) {
    if (!(error instanceof StageFailed)) throw error
    say(error.message)
    console.log(`${passed + error.passed} passed, ${error.failed} failed`)
    return 1
  }
  say(`Everything passed in ${secondsSince(startedAt)}.`)
  console.log(`${passed} passed, 0 failed`)
  return 0
}

class StageFailed extends Error {
  name = 'StageFailed'
  passed = 0
  failed = 1
}

/**
 * Runs one stage and says in one line how it went.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function stage(name, work) {
  const startedAt = performance.now()
  try {
    const result = await work()
    say(`✓ ${name} (${secondsSince(startedAt)})`)
    return result
  } catch (error) {
    say(`✗ ${name} (${secondsSince(startedAt)})`)
    if (error instanceof StageFailed) throw error
    if (!(error instanceof Complaint)) throw error
    throw new StageFailed(`The stage "${name}" failed: ${error.message}`, { cause: error })
  }
}

async function succeed(args) {
  const { code, text } = await runToEnd(process.execPath, args)
  if (code === 0) return
  say(text.trimEnd())
  throw new Complaint('what it found stands above. The later stages were not run.')
}

async function build() {
  const { ensureBuilt } = await import('./build.mjs')
  await alone(ensureBuilt)
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>} how many tests passed
 * @throws {StageFailed} when one failed, when a file could not be run, or when no test was found
 */
async function runVitest(args) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'keyturn-test-'))
  try {
    const outcome = path.join(folder, 'outcome.json')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${outcome}`]
    const vitest = [bin('vitest/vitest.mjs'), 'run', ...reporters, ...args]
    const { code } = await runToEnd(process.execPath, vitest, { live: true })
    return verdict(code, readOutcome(outcome))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readOutcome(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, testResults: [] }
  }
}

/**
 * What vitest's exit code and its JSON report say together. A file that breaks before its first test counts as one
 * failure, and so does a run that ends badly without naming a test.
 *
 * @param {number} code
 * @param {{ numPassedTests: number, numFailedTests: number, testResults: { status: string, assertionResults: unknown[]
 *   }[] }} outcome
 * @returns {number} how many tests passed
 */
export function verdict(code, { numPassedTests, numFailedTests, testResults }) {
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  const counted = numFailedTests + broken.length
  if (code === 0 && counted === 0 && numPassedTests > 0) return numPassedTests
  const reason =
    counted > 0 ? 'the failures stand above.' : `vitest ended with code ${code}; its own words stand above.`
  const failure = new StageFailed(numPassedTests + counted === 0 ? 'No test was run.' : `Tests failed: ${reason}`)
  failure.passed = numPassedTests
  failure.failed = Math.max(1, counted)
  throw failure
}
