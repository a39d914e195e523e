import { expect, test } from 'vitest'
import { told } from './finding.ts'
import { claimedWithoutReason, columnsMax, linesMax, tooLong, tooWide } from './shape.ts'
import { isCode, isScript, sources } from './source.ts'

test('every line of code fits its columns', () => {
  expect(told(sources(isCode).flatMap(tooWide))).toEqual([])
})

test('every file of code is one idea long', () => {
  expect(told(sources(isCode).flatMap(tooLong))).toEqual([])
})

test('every claimed type says why it is true', () => {
  expect(told(sources((file) => isScript(file) && !file.endsWith('.mjs')).flatMap(claimedWithoutReason))).toEqual([])
})

const file = 'packages/device/src/a.ts'

test('one column and one line too many are found', () => {
  const sql = 'packages/store/sql/a.sql'
  expect(tooWide({ file: sql, text: `${'x'.repeat(columnsMax)}\n${'x'.repeat(columnsMax + 1)}\n` })).toHaveLength(1)
  expect(tooWide({ file, text: `// ${'word '.repeat(30)}\n` })).toHaveLength(1)
  expect(tooWide({ file, text: `const words = '${'word '.repeat(30)}'\n` })).toEqual([])
  expect(tooLong({ file, text: 'x\n'.repeat(linesMax) })).toEqual([])
  expect(tooLong({ file, text: 'x\n'.repeat(linesMax + 1) })).toHaveLength(1)
})

test('a claimed type without a reason is found', () => {
  expect(claimedWithoutReason({ file, text: 'const a = b as C\n' })).toHaveLength(1)
  expect(claimedWithoutReason({ file, text: 'const a = b as const\n' })).toEqual([])
  expect(claimedWithoutReason({ file, text: '// b was parsed as C above.\nconst a = b as C\n' })).toEqual([])
})
