import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import type { Scope } from '@keyturn/domain/relief.ts'
import { type CivilDate, days, type Instant, instant } from '@keyturn/domain/units.ts'
import { runSync } from '@keyturn/evidence/crypto.ts'
import type { StatementBody } from '@keyturn/evidence/statement/statement.ts'
import { verifyStatementFile } from '@keyturn/evidence/statement/verify-statement.ts'
import { expect, test } from 'vitest'
import { madeUpAuthority } from './authority.ts'

const world = madeUpAuthority('authority.test')
const at = instant(Date.UTC(2026, 2, 16, 12))
const scope: Scope = {
  jurisdiction: 'US-MA',
  vendors: null,
  models: null,
  firmwares: null,
  regions: null,
  functions: ['service-visit'],
}
const day = (text: string) => text as CivilDate
const order: StatementBody = {
  kind: 'order',
  supersedes: null,
  scope,
  interval: { from: day('2026-03-14'), until: day('2026-03-22') },
  due: { from: day('2026-03-14'), until: day('2026-03-22') },
  moves: { kind: 'day-for-day' },
  capDays: 30,
  staggerDays: 5,
  reason: 'The server does not answer.',
}
const verdict = (file: string, moment: Instant = at) =>
  runSync(verifyStatementFile(file, world.trust, moment), nodeCrypto)

test('equal seeds give equal bytes, other seeds others', () => {
  const signed = (seed: string) => madeUpAuthority(seed).authority('US-MA').sign(order, { at })
  expect(signed('a')).toBe(signed('a'))
  expect(signed('a')).not.toBe(signed('b'))
})

test('what the made-up authority signs verifies', () => {
  const file = world.authority('US-MA').sign(order, { at })
  expect(verdict(file)).toMatchObject({ kind: 'verified', statement: { kind: 'order' }, speaker: { as: 'authority' } })
})

test('credentials are good whenever they are needed', () => {
  const technician = world.technician('tech-17', {
    jurisdiction: 'US-ME',
    vendor: 'northgate',
    center: 'northgate-portland',
  })
  for (let n = 0; n < 800; n += 7) {
    const moment = instant(at + n * days(1))
    expect(verdict(technician.credential(moment), moment), String(n)).toMatchObject({
      kind: 'verified',
      statement: { kind: 'technician', subject: 'tech-17' },
      speaker: { as: 'vendor', id: 'northgate', group: 'mindful-holdings', jurisdiction: 'US-ME' },
    })
  }
})
