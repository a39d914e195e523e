import { createHash } from 'node:crypto'
import { parseCivilDate } from '@keyturn/domain/civil.ts'
import { type CivilDate, days, hours, type Instant, instant, parseInstant } from '@keyturn/domain/units.ts'
import type { StatementBody } from '@keyturn/evidence/statement/statement.ts'
import { madeUpAuthority } from '@keyturn/simulator/authority/authority.ts'
import type { PublicStatement } from '@keyturn/store/queries/statements/public-statements.ts'
import { describe, expect, test } from 'vitest'
import { reliefIn } from './relief-known.ts'
import { statementIn } from './verify.ts'

const world = madeUpAuthority('relief known')
const authority = world.authority('US-MA')
const vendor = world.vendor('northgate', { jurisdiction: 'US-MA' })
const NOW = parseInstant('2026-03-22T12:00Z') ?? instant(0)
const day = (text: string): CivilDate => parseCivilDate(text) ?? ('' as CivilDate)
const scope = {
  jurisdiction: 'US-MA',
  vendors: ['northgate'],
  models: null,
  firmwares: null,
  regions: null,
  functions: ['service-visit'] as const,
}
const order = (capDays: number): StatementBody => ({
  kind: 'order',
  supersedes: null,
  scope,
  interval: { from: day('2026-03-14'), until: day('2026-03-21') },
  due: { from: day('2026-03-14'), until: day('2026-03-21') },
  moves: { kind: 'day-for-day' },
  capDays,
  staggerDays: 0,
  reason: '',
})
const outage: StatementBody = {
  kind: 'outage',
  scope,
  from: instant(NOW - days(8)),
  until: instant(NOW - days(1)),
  cause: 'server',
  account: '',
  supersedes: null,
}
const kept = (file: string, receivedAt: Instant, issuer = 'authority US-MA'): PublicStatement => {
  const digest = createHash('sha256').update(file).digest('hex')
  const { id, kind, issuedAt } = statementIn(file)
  return { id, digest, kind, issuer, issuedAt, file, fileDigest: digest, receivedAt, jurisdiction: 'US-MA' }
}
const later = (n: number): Instant => instant(NOW + hours(n))
const first = kept(authority.sign(order(10), { at: NOW, id: 'order-1' }), later(1))

describe('orders and outages as cases know them', () => {
  test('each says whose it is, by which law, and when it became known', () => {
    const { orders, outages } = reliefIn([
      first,
      kept(vendor.sign(outage, { at: NOW, id: 'outage-1', cites: [] }), later(2), 'vendor northgate'),
    ])
    expect(orders).toEqual([
      expect.objectContaining({ by: 'authority', cites: ['540 CMR 25.06(3)'], knownAt: later(1), withdrawnAt: null }),
    ])
    expect(outages).toEqual([expect.objectContaining({ by: 'vendor', issuer: 'Northgate Interlock', id: 'outage-1' })])
  })

  test('one that its issuer contradicts counts until the contradiction came', () => {
    const second = kept(authority.sign(order(30), { at: NOW, id: 'order-1' }), later(5))
    expect(reliefIn([first, second]).orders.map(({ withdrawnAt }) => withdrawnAt)).toEqual([later(5)])
    expect(reliefIn([second, first]).orders.map(({ order: { capDays } }) => capDays)).toEqual([10])
  })

  test('one that is withdrawn counts until that was both so and known here', () => {
    const list = (number: number, at: Instant, came: Instant) =>
      kept(
        authority.sign(
          { kind: 'revocations', number, revoked: [{ id: 'order-1', at, why: 'a slip' }] },
          { at: NOW, id: `revocations-${number}` },
        ),
        came,
      )
    const of = (...lists: PublicStatement[]) => reliefIn([first, ...lists]).orders[0]?.withdrawnAt
    expect(of(list(1, later(2), later(9)))).toBe(later(9))
    expect(of(list(1, later(9), later(2)))).toBe(later(9))
    expect(of(list(1, later(2), later(3)), list(2, later(2), later(9)))).toBe(later(3))
  })

  test('the list of an earlier moment is the same when more has come since', () => {
    const all = [first, kept(authority.sign(order(12), { at: NOW, id: 'order-2' }), later(4))]
    const known = (at: Instant) => all.filter(({ receivedAt }) => receivedAt <= at)
    expect(reliefIn(known(later(2))).orders).toEqual(reliefIn(all).orders.filter(({ knownAt }) => knownAt <= later(2)))
  })
})
