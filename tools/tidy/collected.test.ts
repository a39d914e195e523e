import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow } from '../lib/files.mjs'
import { root } from '../lib/root.mjs'
import { runToEnd } from '../lib/run.mjs'

const looksLikeTest = (file: string): boolean =>
  /\.(test|spec)\.[cm]?[jt]sx?$/.test(file) || /(^|\/)__tests__\//.test(file)

/** The test files that a run would really collect, relative to the root. */
async function collected(): Promise<string[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'keyturn-collected-'))
  try {
    const report = path.join(folder, 'files.json')
    const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
    const { code, text } = await runToEnd(process.execPath, [vitest, 'list', '--filesOnly', `--json=${report}`])
    if (code !== 0) throw new Error(`vitest could not list the test files: ${text}`)
    const files: { file: string }[] = JSON.parse(readFileSync(report, 'utf8'))
    return files.map(({ file }) => path.relative(root, file).replaceAll('\\', '/'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What lies on disk and looks like a test, and is in no run. */
const forgotten = (onDisk: readonly string[], run: readonly string[]): string[] => {
  const known = new Set(run)
  return onDisk.filter((file) => !known.has(file))
}

test('every test file on disk is collected, and only once', async () => {
  const run = await collected()
  expect(run.length).toBeGreaterThan(0)
  expect(forgotten(filesBelow('', looksLikeTest), run)).toEqual([])
  expect(run.filter((file, index) => run.indexOf(file) !== index)).toEqual([])
})

test('a forgotten file is found', () => {
  expect(forgotten(['a.test.ts', 'docs/b.test.ts'], ['a.test.ts'])).toEqual(['docs/b.test.ts'])
  expect(['a.spec.ts', 'b.test.mjs', 'src/__tests__/c.ts', 'd.ts'].filter(looksLikeTest)).toHaveLength(3)
})
