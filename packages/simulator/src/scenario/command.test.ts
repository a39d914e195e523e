import { describe, expect, test } from 'vitest'
import { scenarioCommand } from './command.ts'
import { nodeKit } from './kit.ts'

const file = (path: string, starter: string) => ({
  path,
  text: `title: T\nclauses: [ME-3a]\njurisdiction: US-ME\nstart: 2026-11-02 09:00\nsteps:\n  - expect: {starter: ${starter}}\n`,
})
const run = (...files: Parameters<typeof scenarioCommand>[0]) => scenarioCommand(files, { json: false }, nodeKit)

describe('exit codes', () => {
  test('all as expected is 0', () => expect(run(file('a', 'blocked')).exitCode).toBe(0))
  test('a mismatch is 1', () => expect(run(file('a', 'blocked'), file('b', 'permitted')).exitCode).toBe(1))
  test('a file that does not parse is 2', () => expect(run(file('a', 'open'), file('b', 'permitted')).exitCode).toBe(2))
  test('a file that cannot be opened is 2', () =>
    expect(run({ path: 'a', unreadable: 'no such file' }).exitCode).toBe(2))
  test('no file at all is 2', () => expect(run().exitCode).toBe(2))
})

test('a file that cannot be read does not keep the others from running', () => {
  expect(run(file('bad', 'open'), file('good', 'blocked')).text).toBe(
    [
      'passed  good:1  T [ME-3a] (1 step, 2 records)',
      'bad:6:23: "open" is not a state of starter. Known: blocked, permitted.',
      '',
      '1 passed, 0 failed, 1 file could not be read.',
      '',
    ].join('\n'),
  )
})

test('the report for programs names file, line and column', () => {
  const { text } = scenarioCommand([file('a', 'permitted')], { json: true }, nodeKit)
  expect(JSON.parse(text)).toEqual({
    summary: { passed: 0, failed: 1, unreadable: 0, exitCode: 1 },
    unreadable: [],
    results: [
      {
        file: 'a',
        line: 1,
        title: 'T',
        clauses: ['ME-3a'],
        outcome: 'failed',
        steps: 1,
        checks: 1,
        records: 2,
        mismatches: [
          {
            line: 6,
            column: 14,
            what: 'starter',
            expected: 'permitted',
            happened: 'blocked',
            at: '2026-11-02 09:00:00',
            after: '',
          },
        ],
      },
    ],
  })
})
