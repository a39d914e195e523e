import { days, instant, parseInstant } from '@keyturn/domain/units.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPool, type Pool } from '../../pool.ts'
import { queryOnce, type TestCluster, type TestDatabase, testCluster } from '../../testing/test-cluster.ts'
import { createAccount } from '../accounts/accounts.ts'
import { countAttempt } from '../accounts/attempts.ts'
import { openSession, openSessions } from '../accounts/sessions.ts'
import { removeLapsed } from './retention.ts'

const NOW = parseInstant('2026-03-03T12:00Z') ?? instant(0)
let cluster: TestCluster
let db: TestDatabase
let pool: Pool
beforeAll(async () => {
  cluster = await testCluster()
  db = await cluster.database()
  pool = openPool(db.appUrl)
})
afterAll(async () => {
  await pool.end()
  await cluster.close()
})

test('what ended is removed, and a clock that is far ahead ends no session', async () => {
  const account = { name: 'D', email: 'd@example.org', role: 'driver', jurisdiction: null, vendor: null } as const
  const user = (await createAccount(pool, { ...account, caseIds: [], passwordHash: null, at: NOW })) ?? ''
  const session = { user, secondFactor: null, address: '', agent: '', lastsSeconds: 3_600 }
  for (const token of ['ended', 'open']) await openSession(pool, { ...session, token })
  await queryOnce(db.ownerUrl, `update keyturn.sessions set expires_at = '2020-01-01' where token = 'ended'`)
  await countAttempt(pool, { key: 'sign-in x', at: instant(NOW - days(2)), windowMs: 1_000 })
  await countAttempt(pool, { key: 'sign-in y', at: NOW, windowMs: 1_000 })
  expect(await removeLapsed(pool, instant(NOW - days(1)))).toMatchObject({ sessions: 1, attempts: 1 })
  const century = instant(NOW + days(36_500))
  expect(await removeLapsed(pool, century)).toMatchObject({ sessions: 0 })
  expect(await openSessions(pool, user)).toHaveLength(1)
})
