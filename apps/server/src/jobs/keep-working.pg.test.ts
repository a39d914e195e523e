import { setTimeout as pause } from 'node:timers/promises'
import { told } from '@keyturn/cases/notices/testing/visiting-case.ts'
import { after, days, type Instant } from '@keyturn/domain/units.ts'
import { openPool, type Pool } from '@keyturn/store/pool.ts'
import { queryOnce, type TestCluster, type TestDatabase, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Mailer } from '../mail/mailer.ts'
import { sealWith } from '../webhooks/seal.ts'
import { keepWorking } from './keep-working.ts'
import { openVisitingCases, visitingCases } from './testing/visiting-cases.ts'
import { workWith } from './work.ts'

const BEGAN = told('2025-09-01T13:00Z')
const ENDS = told('2028-09-01T13:00Z')
const PATIENCE_MS = 30_000
const mailer: Mailer = { sendMail: async () => ({ kind: 'kept', id: '' }), close: async () => undefined }

let cluster: TestCluster
beforeAll(async () => {
  cluster = await testCluster()
})
afterAll(() => cluster.close())

function working(db: TestDatabase, pool: Pool, now: () => Instant) {
  const warnings: string[] = []
  const failures: string[] = []
  const kept = keepWorking({
    appUrl: db.appUrl,
    everyMs: 20,
    logger: { warn: (_about: unknown, words?: string) => void warnings.push(words ?? '') },
    onCaseFailure: async (id) => void failures.push(id),
    work: workWith({
      pool,
      now,
      engine: visitingCases(BEGAN, ENDS, 'robin@example.test'),
      mailer,
      webhooks: { reach: { loopback: true, private: false }, seal: sealWith('a key of the tests, long enough') },
      daily: [],
    }),
  })
  return { ...kept, warnings, failures }
}

const openFor = async (db: TestDatabase, until: Instant) => {
  const [row] = await queryOnce<{ open: string }>(
    db.ownerUrl,
    'select count(*) as open from keyturn.case_agenda where due_at <= $1',
    [new Date(until)],
  )
  return Number(row?.open)
}
async function comesTrue(what: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 50) {
    if (await what()) return
    await pause(50)
  }
  throw new Error('it did not come true')
}

describe('a server that works on its jobs', () => {
  test('goes on when its database hangs up on it and takes nobody for a while', async () => {
    const db = await cluster.database()
    const pool = openPool(db.appUrl, { connectionsMax: 4, onIdleError: () => undefined })
    await openVisitingCases(pool, { count: 3, at: BEGAN })
    let now = after(BEGAN, days(30))
    const server = working(db, pool, () => now)
    await comesTrue(async () => (await openFor(db, now)) === 0)
    for (let round = 0; round < 3; round += 1) {
      await queryOnce(db.ownerUrl, `alter database ${db.name} connection limit 0`)
      await queryOnce(
        db.ownerUrl,
        `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'keyturn_app' and datname = $1`,
        [db.name],
      )
      now = after(now, days(60))
      await pause(300)
      expect(await openFor(db, now)).toBe(3)
      await queryOnce(db.ownerUrl, `alter database ${db.name} connection limit -1`)
      const until = now
      await comesTrue(async () => (await openFor(db, until)) === 0)
    }
    expect(server.warnings).toContain('nobody could take jobs off the queue')
    await server.stop()
    await pool.end()
  })

  test('goes on when there was no connection left for its work', async () => {
    const db = await cluster.database()
    const opening = openPool(db.appUrl)
    await openVisitingCases(opening, { count: 2, at: BEGAN })
    await opening.end()
    const pool = new pg.Pool({
      connectionString: db.appUrl,
      max: 1,
      connectionTimeoutMillis: 100,
      options: '-c role=keyturn_app',
    })
    const held = await pool.connect()
    const now = after(BEGAN, days(30))
    const server = working(db, pool, () => now)
    await comesTrue(async () => server.warnings.includes('a job failed; what it was about stays due'))
    // The database was at fault, so no case waits for it.
    expect(server.failures).toEqual([])
    held.release()
    await comesTrue(async () => (await openFor(db, now)) === 0)
    await server.stop()
    await pool.end()
  })

  test('stops at once while nothing is due, and lets what has begun end', async () => {
    const db = await cluster.database()
    const pool = openPool(db.appUrl)
    await openVisitingCases(pool, { count: 4, at: BEGAN })
    const server = working(db, pool, () => ENDS)
    await comesTrue(async () => (await openFor(db, ENDS)) < 4)
    await server.stop()
    const left = await queryOnce<{ locked: string }>(
      db.ownerUrl,
      'select count(*) as locked from graphile_worker.jobs where locked_at is not null',
    )
    expect(left).toEqual([{ locked: '0' }])
    await pool.end()
  })
})
