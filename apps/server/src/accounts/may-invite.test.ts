import { ACCOUNT_ROLES } from '@keyturn/contract/endpoints/accounts.ts'
import { type Actor, ROLES } from '@keyturn/domain/actor.ts'
import { describe, expect, test } from 'vitest'
import { judgeInvitation } from './may-invite.ts'

const actor = (role: Actor['role'], of: Partial<Actor> = {}): Actor => ({
  user: 'u',
  name: 'Somebody',
  role,
  jurisdiction: null,
  vendor: null,
  scopes: [],
  ...of,
})
const admin = actor('authority-admin', { jurisdiction: 'US-MA' })
const vendor = actor('vendor-operator', { vendor: 'acme' })
const operator = actor('operator')

describe('an invitation', () => {
  test('is given by those who answer for the invited, and by nobody else', () => {
    const may = ROLES.flatMap((by) =>
      ACCOUNT_ROLES.filter((role) => judgeInvitation(actor(by), { role }).kind !== 'not-yours').map(
        (role) => `${by} → ${role}`,
      ),
    )
    expect(may).toEqual([
      'vendor-operator → technician',
      'vendor-operator → vendor-operator',
      'authority-officer → driver',
      'authority-admin → authority-officer',
      'authority-admin → auditor',
      ...ACCOUNT_ROLES.map((role) => `operator → ${role}`),
    ])
  })

  test('binds to the inviter’s own jurisdiction or vendor', () => {
    expect(judgeInvitation(admin, { role: 'auditor' })).toEqual({
      kind: 'bound',
      to: { role: 'auditor', jurisdiction: 'US-MA', vendor: null, caseId: null },
    })
    expect(judgeInvitation(vendor, { role: 'technician', vendor: 'acme' })).toMatchObject({ to: { vendor: 'acme' } })
  })

  test('for another jurisdiction or vendor is refused', () => {
    expect(judgeInvitation(admin, { role: 'auditor', jurisdiction: 'US-ME' }).kind).toBe('not-yours')
    expect(judgeInvitation(vendor, { role: 'technician', vendor: 'other' }).kind).toBe('not-yours')
  })

  test.each([
    [operator, { role: 'authority-admin' }],
    [operator, { role: 'vendor-operator' }],
    [operator, { role: 'driver' }],
    [operator, { role: 'driver', case: 'MA-1', vendor: 'acme' }],
    [operator, { role: 'auditor', jurisdiction: 'US-MA', vendor: 'acme' }],
    [vendor, { role: 'technician', jurisdiction: 'US-MA' }],
    [admin, { role: 'auditor', case: 'MA-1' }],
  ] as const)('that does not go together says what is missing or too much (%#)', (by, wanted) => {
    expect(judgeInvitation(by, wanted)).toMatchObject({ kind: 'unfit', because: expect.stringMatching(/\.$/) })
  })
})
