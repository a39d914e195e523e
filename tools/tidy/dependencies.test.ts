import { expect, test } from 'vitest'
import { inexact, namedBy, unexplained } from './dependencies.ts'
import { told } from './finding.ts'
import { sources } from './source.ts'

const manifests = () => sources((file) => file === 'package.json' || file.endsWith('/package.json'))
const registerPath = 'docs/decisions/0002-dependencies.md'

test('every dependency has a row that says what it is for', () => {
  const [register] = sources((file) => file === registerPath)
  expect(register).toBeDefined()
  expect(told(unexplained(register ?? { file: registerPath, text: '' }, manifests()))).toEqual([])
})

test('every dependency asks for one version', () => {
  expect(manifests().length).toBeGreaterThan(10)
  expect(told(manifests().flatMap(inexact))).toEqual([])
})

test('the core packages depend on nothing installed', () => {
  const core = manifests().filter(({ file }) => /^packages\/(domain|rules|device|evidence|cases)\//.test(file))
  expect(core).toHaveLength(5)
  expect(core.flatMap(namedBy)).toEqual([])
})

const manifest = (dependencies: Record<string, string>) => ({
  file: 'packages/a/package.json',
  text: JSON.stringify({ dependencies }),
})

test('a dependency without a row and a row without a dependency are found', () => {
  const register = { file: registerPath, text: '| `a` | for a |\n| `@b/*` | for b |\n| `gone` | for nothing |\n' }
  const found = unexplained(register, [
    manifest({ a: '1.0.0', '@b/c': '1.0.0', d: '1.0.0', '@keyturn/domain': '0.1.0' }),
  ])
  expect(found.map(({ message }) => message)).toEqual([
    'd has no row that says what it is for.',
    'gone is no dependency any more.',
  ])
})

test('a range of versions is found', () => {
  expect(inexact(manifest({ a: '^1.0.0', b: '1.0.0', c: '18.4.0-beta.17', d: 'latest' }))).toHaveLength(2)
})
