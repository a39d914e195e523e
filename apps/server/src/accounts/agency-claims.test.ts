import { describe, expect, test } from 'vitest'
import { personIn } from './agency-claims.ts'

const options = {
  name: 'The Registry',
  roleClaim: 'groups',
  roles: [
    ['iid-admins', 'authority-admin'],
    ['iid-officers', 'authority-officer'],
  ],
} as const
const token = { sub: 'u1', email: 'A.Officer@Registry.Example', name: 'A. Officer', groups: ['iid-officers'] }

describe('what a provider says', () => {
  test('is read from the token, and what is missing there from what it adds', () => {
    const { groups, ...rest } = token
    const person = { kind: 'mapped', subject: 'u1', email: 'a.officer@registry.example', role: 'authority-officer' }
    expect(personIn(options, token, {})).toMatchObject(person)
    expect(personIn(options, rest, { groups })).toMatchObject(person)
    expect(personIn(options, { ...token, groups: [] }, { groups: ['iid-admins'] }).kind).toBe('unmapped')
  })

  test('of several roles the one that stands first in the mapping counts', () => {
    const groups = ['iid-officers', 'staff', 'iid-admins']
    expect(personIn(options, { ...token, groups }, {})).toMatchObject({ role: 'authority-admin' })
    expect(personIn(options, { ...token, groups: 'iid-officers' }, {})).toMatchObject({ role: 'authority-officer' })
  })

  test.each([
    ['no role', { ...token, groups: undefined }],
    ['a role nobody mapped', { ...token, groups: ['everybody'] }],
    ['roles that are no texts', { ...token, groups: [{ 'iid-admins': true }] }],
    ['no address', { ...token, email: undefined }],
    ['an address that is none', { ...token, email: 'officer' }],
    ['an address it does not vouch for', { ...token, email_verified: false }],
  ])('%s is no account here', (_what, claims) => {
    expect(personIn(options, claims, {})).toMatchObject({ kind: 'unmapped', subject: 'u1' })
  })

  test.each([
    [['pwd', 'mfa'], true],
    [['pwd', 'otp'], false],
    ['mfa', true],
    [undefined, false],
  ])('a second factor is trusted when the token says so: %j', (amr, secondFactor) => {
    expect(personIn(options, { ...token, amr }, {})).toMatchObject({ secondFactor })
  })

  test('a second factor that stands elsewhere than in the token is not trusted', () => {
    expect(personIn(options, token, { amr: ['mfa'] })).toMatchObject({ secondFactor: false })
  })

  test('a name that cannot be shown is replaced by the address', () => {
    expect(personIn(options, { ...token, name: 'two\nlines' }, {})).toMatchObject({
      name: 'a.officer@registry.example',
    })
  })
})
