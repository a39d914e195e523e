import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { StartFailure } from './start-failure.ts'

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
    const inCode = [...source.matchAll(/^ {2}((?:KEYTURN|DATABASE|SMTP)_[A-Z_]+):/gm)].map(([, name]) => name)
    const inTable = [...operations.matchAll(/^\| `((?:KEYTURN|DATABASE|SMTP)_[A-Z_]+)` \|/gm)].map(([, name]) => name)
    expect(inCode.length).toBeGreaterThan(10)
    expect(inTable.sort()).toEqual(inCode.sort())
  })

  test.each([
    [
      'DATABASE_URL',
      'mysql://me:secret@h/d',
      'a URL such as postgres://user:password@host/keyturn; it is "mysql://me:…@h/d"',
    ],
    ['KEYTURN_OWNER_DATABASE_URL', 'db', 'a URL such as postgres://owner:password@host/keyturn; it is "db"'],
    ['KEYTURN_MIGRATE', 'sometimes', 'auto or refuse; it is "sometimes"'],
    ['KEYTURN_PORT', 'http', 'a whole number from 0 to 65535; it is "http"'],
    ['KEYTURN_PORT', '65536', 'a whole number from 0 to 65535; it is "65536"'],
    ['KEYTURN_PORT', '80.5', 'a whole number from 0 to 65535; it is "80.5"'],
    [
      'KEYTURN_NAME',
      'Key turn',
      '1 to 63 of a-z, 0-9, dot and hyphen, with a letter or digit at both ends; it is "Key turn"',
    ],
    ['SMTP_URL', 'mail.example.gov', 'a URL such as smtp://user:password@host:587; it is "mail.example.gov"'],
    ['SMTP_URL', 'http://me:secret@mail', 'a URL such as smtp://user:password@host:587; it is "http://me:…@mail"'],
    [
      'KEYTURN_PUBLIC_URL',
      'https://example.gov/iid',
      'an address such as https://iid.example.gov, without a path; it is "https://example.gov/iid"',
    ],
    ['KEYTURN_OIDC_ISSUER', 'login', 'an address such as https://login.example.gov; it is "login"'],
    [
      'KEYTURN_OIDC_ROLES',
      'a=operator',
      'pairs such as iid-officers=authority-officer, iid-audit=auditor; it is "a=operator"',
    ],
    ['KEYTURN_PUBLIC_DEMO', 'yes', '1 or 0 (true and false will do too); it is "yes"'],
    ['KEYTURN_OPERATOR_TOKEN', 'secret', 'at least 20 characters long; it is 6 characters long'],
    ['KEYTURN_DEMO_JSON', '{', 'the JSON text for /demo.json; it is "{"'],
    ['KEYTURN_REQUESTS_PER_MINUTE', '0', 'a whole number from 1 to 1000000000; it is "0"'],
    ['KEYTURN_UPLOADS_PER_ADDRESS', '65', 'a whole number from 1 to 64; it is "65"'],
    ['KEYTURN_TRUST_PROXY', 'all', 'addresses or networks such as 127.0.0.1, 10.0.0.0/8; it is "all"'],
    ['KEYTURN_TRUST_PROXY', '10.0.0.0/33', 'addresses or networks such as 127.0.0.1, 10.0.0.0/8; it is "10.0.0.0/33"'],
    ['KEYTURN_CLOCK_OFFSET_MS', 'soon', 'a whole number of milliseconds, such as 3600000; it is "soon"'],
    ['KEYTURN_LOG', 'loud', 'one of fatal, error, warn, info, debug, trace, silent; it is "loud"'],
  ])('%s=%s is refused in one plain sentence', (name, value, why) => {
    const wanted = new StartFailure(`The environment variable ${name} must be ${why}.`)
    expect(() => readConfig({ [name]: value })).toThrow(wanted)
  })

  test('sign-in at an agency needs all of its settings', () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'keyturn-config-')), 'secret')
    const all: Record<string, string> = {
      KEYTURN_OIDC_ISSUER: 'https://login.example.gov',
      KEYTURN_OIDC_CLIENT_ID: 'keyturn',
      KEYTURN_OIDC_CLIENT_SECRET_FILE: file,
      KEYTURN_OIDC_JURISDICTION: 'US-MA',
      KEYTURN_OIDC_ROLES: 'CN=IID,OU=x',
    }
    const whole = { ...all, KEYTURN_OIDC_ROLES: 'cn=iid=authority-officer, audit=auditor' }
    expect(() => readConfig(whole)).toThrow(`The file ${file} (KEYTURN_OIDC_CLIENT_SECRET_FILE) cannot be read.`)
    writeFileSync(file, '\n')
    expect(() => readConfig(whole)).toThrow('is empty')
    writeFileSync(file, 'hush\n')
    expect(readConfig(whole).agency).toEqual({
      issuer: 'https://login.example.gov',
      clientId: 'keyturn',
      clientSecret: 'hush',
      name: 'your agency',
      jurisdiction: 'US-MA',
      roleClaim: 'roles',
      roles: [
        ['cn=iid', 'authority-officer'],
        ['audit', 'auditor'],
      ],
    })
    expect(() => readConfig(all)).toThrow('KEYTURN_OIDC_ROLES must be pairs')
    for (const name of Object.keys(all)) {
      expect(() => readConfig({ ...whole, [name]: '' }), name).toThrow(`the variable ${name} is missing`)
    }
    rmSync(path.dirname(file), { recursive: true })
  })
})
