import { eventKey, liveThrough } from '@keyturn/cases/notices/live-through.ts'
import { told, visitingCase } from '@keyturn/cases/notices/testing/visiting-case.ts'
import { after, days, type Instant, instant } from '@keyturn/domain/units.ts'
import { asActor, asSystem } from '@keyturn/store/as-actor.ts'
import { openPool, type Pool } from '@keyturn/store/pool.ts'
import { dueCases, noteFailed } from '@keyturn/store/queries/jobs/agenda.ts'
import { wakeCase } from '@keyturn/store/queries/jobs/wake-case.ts'
import { listForStaff } from '@keyturn/store/queries/notices/deliveries.ts'
import { listNotices } from '@keyturn/store/queries/notices/notices.ts'
import { queryOnce, type TestCluster, type TestDatabase, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { actCase } from './act-case.ts'
import { openVisitingCases, visitingCaseId, visitingCases, visitsOf } from './testing/visiting-cases.ts'

const BEGAN = told('2025-09-01T13:00Z')
const ENDS = told('2028-09-01T13:00Z')
const ONE = visitingCaseId(0)

let cluster: TestCluster
beforeAll(async () => {
  cluster = await testCluster()
})
afterAll(() => cluster.close())

async function opened(count = 1): Promise<{ pool: Pool; db: TestDatabase }> {
  const db = await cluster.database()
  const pool = openPool(db.appUrl, { connectionsMax: 4 })
  await openVisitingCases(pool, { count, at: BEGAN })
  return { pool, db }
}

const stored = (db: TestDatabase) =>
  queryOnce<{ notice_id: string; due: string; made: string }>(
    db.ownerUrl,
    `select notice_id, (extract(epoch from due_at) * 1000)::bigint::text as due,
      (extract(epoch from made_at) * 1000)::bigint::text as made from keyturn.case_notices order by due_at, notice_id`,
  )

/** What three years owe, worked out in one go and without any database. */
const owed = () =>
  liveThrough({
    caseId: ONE,
    facts: [],
    assessAt: visitingCase(visitsOf(0, BEGAN, ENDS)),
    since: instant(BEGAN - 1),
    from: instant(BEGAN - 1),
    to: ENDS,
    told: new Set(),
    announced: new Set(),
  })

describe('a case that is looked at', () => {
  test('owes three years of notices after three years without a server, dated when due and when made', async () => {
    const { pool, db } = await opened()
    const { notices } = await actCase({ pool, now: () => ENDS, engine: visitingCases(BEGAN, ENDS) }, ONE)
    const rows = await stored(db)
    expect(rows.map(({ notice_id }) => notice_id)).toEqual(owed().notices.map(({ id }) => id))
    expect(rows.map(({ due }) => Number(due))).toEqual(owed().notices.map(({ dueAt }) => dueAt))
    expect(new Set(rows.map(({ made }) => Number(made)))).toEqual(new Set([ENDS]))
    expect(notices).toBe(rows.length)
    await pool.end()
  })

  test('owes the same when it is looked at whenever it names itself due', async () => {
    const { pool, db } = await opened()
    const engine = visitingCases(BEGAN, ENDS)
    const nextDue = async (): Promise<Instant | null> => {
      const [row] = await queryOnce<{ due: string | null }>(
        db.ownerUrl,
        'select (extract(epoch from due_at) * 1000)::bigint::text as due from keyturn.case_agenda',
      )
      return row?.due == null ? null : instant(Number(row.due))
    }
    for (let at = await nextDue(); at !== null && at <= ENDS; at = await nextDue()) {
      const now = at
      expect(await asSystem(pool, (client) => dueCases(client, now, 10))).toEqual([ONE])
      await actCase({ pool, now: () => now, engine }, ONE)
    }
    const rows = await stored(db)
    expect(rows.map(({ notice_id }) => notice_id)).toEqual(owed().notices.map(({ id }) => id))
    // Nobody was late: each was made at its own moment.
    expect(rows.filter(({ due, made }) => due !== made)).toEqual([])
    const events = await queryOnce<{ key: string; seq: number }>(
      db.ownerUrl,
      `select kind || ' ' || subject as key, seq from keyturn.case_events order by seq`,
    )
    expect(events.map(({ key }) => key)).toEqual(['fact-recorded fact/1', ...owed().events.map(eventKey)])
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
    await pool.end()
  })

  test('is acted on once by eight workers at once', async () => {
    const { pool, db } = await opened()
    const engine = visitingCases(BEGAN, ENDS)
    await Promise.all(Array.from({ length: 8 }, () => actCase({ pool, now: () => ENDS, engine }, ONE)))
    expect((await stored(db)).map(({ notice_id }) => notice_id)).toEqual(owed().notices.map(({ id }) => id))
    await pool.end()
  })

  test('whose transaction fails at the end keeps nothing and stays due', async () => {
    const { pool, db } = await opened()
    const engine = visitingCases(BEGAN, ENDS)
    const failing: typeof engine = {
      take: async (client, id) => {
        const taken = await engine.take(client, id)
        return taken && { ...taken, store: () => Promise.reject(new Error('the answer cannot be stored')) }
      },
    }
    const now = after(BEGAN, days(60))
    await expect(actCase({ pool, now: () => now, engine: failing }, ONE)).rejects.toThrow('cannot be stored')
    expect(await stored(db)).toEqual([])
    expect(await asSystem(pool, (client) => dueCases(client, now, 10))).toEqual([ONE])
    await pool.end()
  })

  test('that cannot be worked out waits longer each time, and a new fact ends the wait', async () => {
    const { pool } = await opened()
    const due = (at: Instant) => asSystem(pool, (client) => dueCases(client, at, 10))
    const fail = (now: Instant) =>
      asSystem(pool, (client) => noteFailed(client, { caseId: ONE, now, words: 'no rule for that' }))
    const minute = 60_000
    expect(await fail(BEGAN)).toBe(1)
    expect(await due(instant(BEGAN + minute - 1))).toEqual([])
    expect(await due(instant(BEGAN + minute))).toEqual([ONE])
    expect(await fail(BEGAN)).toBe(2)
    expect(await due(instant(BEGAN + minute))).toEqual([])
    expect(await due(instant(BEGAN + 2 * minute))).toEqual([ONE])
    for (let n = 0; n < 20; n += 1) await fail(BEGAN)
    expect(await due(instant(BEGAN + 6 * 60 * minute - 1))).toEqual([])
    expect(await due(instant(BEGAN + 6 * 60 * minute))).toEqual([ONE])
    await asSystem(pool, (client) => wakeCase(client, { caseId: ONE, at: BEGAN, events: [] }))
    expect(await due(BEGAN)).toEqual([ONE])
    await pool.end()
  })

  test('tells a participant without an address through staff, and only what is still of use', async () => {
    const { pool, db } = await opened()
    // The server comes back three days before the visit is due: the reminder of the first day is past.
    const now = after(BEGAN, days(27))
    await actCase({ pool, now: () => now, engine: visitingCases(BEGAN, ENDS, null) }, ONE)
    const rows = await queryOnce<{ kind: string; channel: string; state: string }>(
      db.ownerUrl,
      `select n.kind, d.channel, d.state from keyturn.notice_deliveries d
        join keyturn.case_notices n on n.case_id = d.case_id and n.notice_id = d.notice_id order by n.due_at`,
    )
    expect(rows).toEqual([
      { kind: 'service-visit/opens', channel: 'staff', state: 'too-late' },
      { kind: 'service-visit/3-days', channel: 'staff', state: 'waiting' },
    ])
    const officer = { user: 'o', role: 'authority-officer' as const, jurisdiction: 'US-MA', vendor: null }
    const other = { ...officer, jurisdiction: 'US-ME' }
    const listFor = (actor: typeof officer) =>
      asActor(pool, actor, (client) => listForStaff(client, { after: undefined, limit: 10 }))
    expect((await listFor(officer)).map(({ caseId }) => caseId)).toEqual([ONE])
    expect(await listFor(other)).toEqual([])
    await pool.end()
  })

  test('shows each reader the notices that are for them', async () => {
    const { pool } = await opened()
    await actCase({ pool, now: () => ENDS, engine: visitingCases(BEGAN, ENDS) }, ONE)
    const none = { jurisdiction: null, vendor: null }
    const seenBy = async (actor: Parameters<typeof asActor>[1]) => {
      const rows = await asActor(pool, actor, (client) =>
        listNotices(client, { caseId: ONE, user: actor.user, after: undefined, limit: 500 }),
      )
      return [...new Set(rows.map(({ audience }) => audience))].sort()
    }
    const vendor = { user: 'v', role: 'vendor-operator' as const, ...none }
    expect(await seenBy({ ...vendor, vendor: 'acme' })).toEqual(['vendor'])
    expect(await seenBy({ ...vendor, vendor: 'other' })).toEqual([])
    expect(await seenBy({ user: 'd', role: 'driver', ...none })).toEqual([])
    expect(await seenBy({ user: 'o', role: 'authority-officer', vendor: null, jurisdiction: 'US-MA' })).toEqual([
      'authority',
      'participant',
      'vendor',
    ])
    await pool.end()
  })
})
