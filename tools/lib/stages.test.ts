import { expect, test } from 'vitest'
import { verdict } from './stages.mjs'

const file = (status: string, tests: number) => ({
  status,
  assertionResults: Array.from({ length: tests }, () => ({})),
})
const outcome = (passed: number, failed: number, ...testResults: ReturnType<typeof file>[]) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  testResults,
})
const failure = (passed: number, failed: number) => expect.objectContaining({ passed, failed })

test('a clean run answers how many tests passed', () => {
  expect(verdict(0, outcome(7, 0, file('passed', 7)))).toBe(7)
})

test.each([
  ['a failed test', 1, outcome(6, 1, file('failed', 7)), 6, 1],
  ['a file that breaks before its first test', 1, outcome(6, 0, file('passed', 6), file('failed', 0)), 6, 1],
  ['a bad end without a failed test', 1, outcome(6, 0, file('passed', 6)), 6, 1],
  ['a run that found no test', 0, outcome(0, 0), 0, 1],
])('%s fails the run', (_, code, report, passed, failed) => {
  expect(() => verdict(code, report)).toThrow(failure(passed, failed))
})
