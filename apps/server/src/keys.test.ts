import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { operatorToken } from './keys.ts'
import { StartFailure } from './start-failure.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'keyturn-keys-'))
const file = path.join(folder, 'operator-token')
beforeEach(() => rmSync(file, { force: true }))
afterAll(() => rmSync(folder, { recursive: true }))

describe('the operator token', () => {
  test('is made once and stays the same', () => {
    const token = operatorToken(folder)
    expect(token).toMatch(/^[\w-]{32}$/)
    expect(operatorToken(folder)).toBe(token)
  })

  test.each([
    ['', 0],
    [' \n', 0],
    [`${'x'.repeat(19)}\n`, 19],
  ])('%j in its file is refused in one sentence', (content, length) => {
    writeFileSync(file, content, { mode: 0o600 })
    const wanted = `The operator token in ${file} must be at least 20 characters long; it is ${length}. `
    expect(() => operatorToken(folder)).toThrow(StartFailure)
    expect(() => operatorToken(folder)).toThrow(wanted)
  })

  test('of 20 characters is taken', () => {
    writeFileSync(file, 'x'.repeat(20), { mode: 0o600 })
    expect(operatorToken(folder)).toBe('x'.repeat(20))
  })
})
