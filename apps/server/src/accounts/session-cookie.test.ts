import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bearer } from '../kernel/principal.ts'
import { underwayCookie } from './agency-cookie.ts'
import { sessionCookie } from './session-cookie.ts'

const cookie = sessionCookie('a secret of 32 characters or more', false)
const underway = underwayCookie('a secret of 32 characters or more', false)
const pairOf = (written: string): string => written.split(';')[0] ?? ''
const NOW = 1_700_000_000_000 as Parameters<typeof underway.read>[1]

describe('the cookie of a session', () => {
  test('reads back whatever token it was written with', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), fc.string(), (token, other) => {
        const header = `a=${encodeURIComponent(other)}; ${pairOf(cookie.write(token))}; b=c`
        expect(cookie.read(header)).toBe(token)
      }),
    )
  })

  test('with any character changed is none', () => {
    const header = pairOf(cookie.write('Gq3x9Vt0c7Zk1mWbL5pR8sYd2fHj4nXu'))
    const value = decodeURIComponent(header.slice(header.indexOf('=') + 1))
    fc.assert(
      fc.property(fc.nat(value.length - 1), fc.string({ minLength: 0, maxLength: 1 }), (at, letter) => {
        fc.pre(letter !== value[at])
        const changed = encodeURIComponent(value.slice(0, at) + letter + value.slice(at + 1))
        expect(cookie.read(`${cookie.name}=${changed}`)).toBeUndefined()
      }),
    )
  })

  test('sealed with another secret is none', () => {
    const other = sessionCookie('another secret, as long as the first', false)
    expect(cookie.read(pairOf(other.write('token')))).toBeUndefined()
  })

  test('is found behind one that somebody else set under its name', () => {
    const own = pairOf(cookie.write('token'))
    expect(cookie.read(`${cookie.name}=forged.AAAA; ${own}`)).toBe('token')
  })

  test('is never found in what is none, whatever that is', () => {
    const near = fc.string({ unit: fc.constantFrom('=', ';', '.', '%', ' ', 'A', 'z', '0', `${cookie.name}=`) })
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), near), (header) => {
        expect(cookie.read(header)).toBeUndefined()
        expect(underway.read(header, NOW)).toBeUndefined()
      }),
    )
  })

  test('of a sign-in at an agency does not pass for one, nor the other way round', () => {
    const agency = pairOf(underway.write({ state: 's', nonce: 'n', verifier: 'v', at: NOW })).replace(
      'keyturn.agency',
      cookie.name,
    )
    expect(cookie.read(agency)).toBeUndefined()
    const session = pairOf(cookie.write('token')).replace(cookie.name, 'keyturn.agency')
    expect(underway.read(session, NOW)).toBeUndefined()
  })
})

describe('an Authorization header', () => {
  test('holds a token when it is of the one form, and nothing otherwise', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const token = bearer(text)
        if (token !== undefined) expect(text).toMatch(/^bearer \S/i)
      }),
    )
    expect(bearer('Bearer abc')).toBe('abc')
    expect(bearer('bEARER abc')).toBe('abc')
    for (const wrong of ['', 'Bearer', 'Bearer ', 'Bearer  a', 'Bearer a b', 'Basic a', ' Bearer a']) {
      expect(bearer(wrong), wrong).toBeUndefined()
    }
  })
})
