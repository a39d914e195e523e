import { told } from '@keyturn/cases/notices/testing/visiting-case.ts'
import { after, type CaseId, days, iso } from '@keyturn/domain/units.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import { openPool, type Pool } from '@keyturn/store/pool.ts'
import { noteFailed } from '@keyturn/store/queries/jobs/agenda.ts'
import { addWake } from '@keyturn/store/queries/statements/wakes.ts'
import { queryOnce, type TestCluster, type TestDatabase, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catchUp, isBehind } from './catch-up.ts'
import { lookForWork } from './look.ts'
import { openVisitingCases, visitingCaseId, visitingCases } from './testing/visiting-cases.ts'

const BEGAN = told('2025-09-01T13:00Z')
const NOW = after(BEGAN, days(40))
const NEVER = new AbortController().signal

let cluster: TestCluster
beforeAll(async () => {
  cluster = await testCluster()
})
afterAll(() => cluster.close())

/** Cases as an import leaves them: stored and due, and never worked out here. */
async function imported(count: number): Promise<{ readonly pool: Pool; readonly db: TestDatabase }> {
  const db = await cluster.database()
  const pool = openPool(db.appUrl, { connectionsMax: 4 })
  await openVisitingCases(pool, { count, at: BEGAN })
  await queryOnce(db.ownerUrl, STATUS, [iso(BEGAN), iso(after(BEGAN, days(1)))])
  await queryOnce(db.ownerUrl, 'delete from keyturn.case_agenda')
  return { pool, db }
}
const STATUS = `insert into keyturn.case_status (case_id, facts_seq, devices, as_of, next_change_at, stage, standing, name,
    jurisdiction, vendor, assessment, digest)
  select 'V-' || n || '-case', 1, '[]', $1, $2, 'restricted', 'no-device', '', 'US-MA', 'acme', '{}', ''
  from generate_series(0, 39) n`
const parts = (pool: Pool, failing: ReadonlySet<string> = new Set()) => {
  const engine = visitingCases(BEGAN, after(BEGAN, days(400)))
  const acted: string[] = []
  const failures: string[] = []
  return {
    pool,
    now: () => NOW,
    acted,
    failures,
    engine: {
      take: async (...[client, id]: Parameters<typeof engine.take>) => {
        if (failing.has(id)) throw new Error('this one cannot be worked out')
        acted.push(id)
        return engine.take(client, id)
      },
    },
    onCaseFailure: async (id: CaseId) => {
      failures.push(id)
      await asSystem(pool, (client) => noteFailed(client, { caseId: id, now: NOW, words: 'a test' }))
    },
  }
}

describe('work for very many cases', () => {
  test('is one job beside what is due, however many cases wait', async () => {
    const { pool } = await imported(40)
    expect(await isBehind(pool, NOW)).toBe(true)
    expect(await lookForWork(pool, NOW, [])).toEqual([
      { task: 'catch-up', about: null },
      { task: 'spread-events', about: null },
    ])
    await pool.end()
  })

  test('passes over nothing: cases that a new order may bear on are worked out once', async () => {
    const { pool } = await imported(40)
    const wake = { id: 'order-1', digest: 'd', jurisdiction: 'US-MA', vendors: ['acme'], at: NOW }
    await addWake(pool, wake)
    await addWake(pool, { ...wake, id: 'order-2', vendors: ['rival'] })
    const worked = parts(pool, new Set([visitingCaseId(7)]))
    await catchUp(worked, NEVER)
    const expected = Array.from({ length: 40 }, (_, n) => visitingCaseId(n)).filter((id) => id !== visitingCaseId(7))
    expect([...new Set(worked.acted)].toSorted()).toEqual(expected.toSorted())
    // It waits until it is tried again, like any case that failed.
    expect(worked.failures).toEqual([visitingCaseId(7)])
    expect(await isBehind(pool, NOW)).toBe(false)
    await pool.end()
  })
})
