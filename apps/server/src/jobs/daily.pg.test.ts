import { told } from '@keyturn/cases/notices/testing/visiting-case.ts'
import { after, hours, type Instant, minutes } from '@keyturn/domain/units.ts'
import { openPool, type Pool } from '@keyturn/store/pool.ts'
import { queryOnce, type TestCluster, type TestDatabase, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Daily, dueDaily, runDaily } from './daily.ts'

const NIGHT = told('2026-03-03T00:00:05Z')

let cluster: TestCluster
let db: TestDatabase
let pool: Pool
beforeAll(async () => {
  cluster = await testCluster()
})
afterAll(() => cluster.close())
beforeEach(async () => {
  db = await cluster.database()
  pool = openPool(db.appUrl)
})
afterEach(() => pool.end())

/** A job that counts, and fails as long as it is told to. */
function counting() {
  const ran: Instant[] = []
  const fails = { now: false }
  const daily: readonly Daily[] = [
    {
      name: 'count',
      run: async (now) => {
        ran.push(now)
        if (fails.now) throw new Error('it cannot be done')
        return { ran: ran.length }
      },
    },
  ]
  return { daily, ran, fails }
}

test('work of once a day is done once, though five servers want to', async () => {
  const { daily, ran } = counting()
  await Promise.all(Array.from({ length: 5 }, () => runDaily(pool, daily, 'count', NIGHT)))
  expect(ran).toEqual([NIGHT])
  expect(await dueDaily(pool, daily, after(NIGHT, hours(23)))).toEqual([])
  expect(await dueDaily(pool, daily, after(NIGHT, hours(24)))).toEqual([{ task: 'daily', about: 'count' }])
  expect(await queryOnce(db.ownerUrl, 'select job, day::text, outcome from keyturn.daily_runs')).toEqual([
    { job: 'count', day: '2026-03-03', outcome: { ran: 1 } },
  ])
})

test('one that was cut short is begun again an hour later', async () => {
  const { daily, ran, fails } = counting()
  fails.now = true
  await expect(runDaily(pool, daily, 'count', NIGHT)).rejects.toThrow('cannot be done')
  expect(await dueDaily(pool, daily, after(NIGHT, minutes(59)))).toEqual([])
  await runDaily(pool, daily, 'count', after(NIGHT, minutes(59)))
  expect(ran).toHaveLength(1)
  fails.now = false
  const later = after(NIGHT, hours(1))
  expect(await dueDaily(pool, daily, later)).toEqual([{ task: 'daily', about: 'count' }])
  await runDaily(pool, daily, 'count', later)
  expect(ran).toEqual([NIGHT, later])
})
