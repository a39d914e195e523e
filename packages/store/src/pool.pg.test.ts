import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { acknowledged, NotDurable, openPool, transaction } from './pool.ts'
import { queryOnce, type TestCluster, type TestDatabase, testCluster } from './testing/test-cluster.ts'

let cluster: TestCluster
let db: TestDatabase
beforeAll(async () => {
  cluster = await testCluster()
  db = await cluster.database()
})
afterAll(() => cluster.close())

const ADD = `insert into keyturn.integrity_findings values ('KT-1', 'two-histories', $1, '2026-03-02T14:00Z', '')`

describe('a pool', () => {
  test('works as the role that cannot change evidence, whoever signs in', async () => {
    const pool = openPool(db.ownerUrl)
    const { rows } = await pool.query(
      'select current_user as who, pg_typeof(1::bigint)::text as type, 7::bigint as seven',
    )
    expect(rows).toEqual([{ who: 'keyturn_app', type: 'bigint', seven: 7 }])
    await expect(pool.query('delete from keyturn.uploads')).rejects.toThrow('permission denied')
    await pool.end()
  })

  test('an error in a transaction undoes all of it', async () => {
    const pool = openPool(db.appUrl)
    const attempt = transaction(pool, async (client) => {
      await client.query(ADD, ['undone'])
      throw new Error('on purpose')
    })
    await expect(attempt).rejects.toThrow('on purpose')
    expect((await pool.query(`select 1 from keyturn.integrity_findings where reference = 'undone'`)).rowCount).toBe(0)
    await pool.end()
  })

  test('a commit whose wait for a standby is cancelled is no acknowledgement', async () => {
    await queryOnce(db.ownerUrl, `alter system set synchronous_standby_names = 'nobody'`)
    await queryOnce(db.ownerUrl, 'select pg_reload_conf()')
    const pool = openPool(db.appUrl, { connectionsMax: 1 })
    const write = acknowledged(pool, (client) => client.query(ADD, ['cancelled']))
    const outcome = write.catch((error: unknown) => error)
    await cancelWhenWaiting()
    expect(await outcome).toBeInstanceOf(NotDurable)
    await queryOnce(db.ownerUrl, 'alter system reset synchronous_standby_names')
    await queryOnce(db.ownerUrl, 'select pg_reload_conf()')
    await pool.end()
  })

  async function cancelWhenWaiting(): Promise<void> {
    for (let i = 0; i < 200; i++) {
      const rows = await queryOnce<{ done: boolean }>(
        db.ownerUrl,
        `select pg_cancel_backend(pid) as done from pg_stat_activity where wait_event = 'SyncRep'`,
      )
      if (rows.length > 0) return
      await pause(25)
    }
    throw new Error('no commit ever waited for the standby')
  }
})
