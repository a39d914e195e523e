import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'

const operations = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8')
const source = readFileSync(new URL('./config.ts', import.meta.url), 'utf8')

describe('the configuration', () => {
  test('nothing given is a server on this machine with its own database', () => {
    expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 8_080, databaseUrl: undefined, publicDemo: false })
  })

  test('an empty variable is the same as none', () => {
    expect(readConfig({ DATABASE_URL: '', KEYTURN_PORT: '' })).toEqual(readConfig({}))
  })

  test('every variable is in the operator’s table, and no other', () => {
    const inCode = [...source.matchAll(/^ {2}((?:KEYTURN|DATABASE)_[A-Z_]+):/gm)].map(([, name]) => name)
    const inTable = [...operations.matchAll(/^\| `((?:KEYTURN|DATABASE)_[A-Z_]+)` \|/gm)].map(([, name]) => name)
    expect(inCode.length).toBeGreaterThan(10)
    expect(inTable.sort()).toEqual(inCode.sort())
  })

  test.each([
    ['KEYTURN_PORT', 'http'],
    ['KEYTURN_MIGRATE', 'sometimes'],
    ['KEYTURN_LOG', 'loud'],
    ['KEYTURN_PUBLIC_DEMO', 'yes'],
    ['KEYTURN_REQUESTS_PER_MINUTE', '0'],
    ['KEYTURN_OWNER_DATABASE_URL', 'db'],
  ])('%s=%s is refused by name', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(name)
  })
})
