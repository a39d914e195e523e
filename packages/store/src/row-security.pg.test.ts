import { FACT_ACCESS, standingOf } from '@keyturn/contract/fact-access.ts'
import { type Actor, actorOf, ROLES } from '@keyturn/domain/actor.ts'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { actAs, asActor } from './as-actor.ts'
import { openPool } from './pool.ts'
import { admitSamples, columnsOf, insertSample } from './testing/sample-rows.ts'
import { queryOnce, type TestCluster, testCluster } from './testing/test-cluster.ts'
import { withClient } from './with-client.ts'

/** Two jurisdictions, two vendors, and a driver for each case but the last. */
const CASES = [
  { id: 'CASE-A', jurisdiction: 'US-MA', vendor: 'acme', driver: 'dana' },
  { id: 'CASE-B', jurisdiction: 'US-MA', vendor: 'rival', driver: 'bo' },
  { id: 'CASE-C', jurisdiction: 'US-ME', vendor: 'acme', driver: 'cy' },
  { id: 'CASE-D', jurisdiction: 'US-ME', vendor: 'rival', driver: null },
] as const
const ALL = CASES.map(({ id }) => id)

type Caller = { readonly who: string; readonly actor: Actor; readonly sees: readonly string[] }
const person = (role: Actor['role'], user: string, of: Partial<Actor> = {}): Actor => ({
  ...actorOf('public'),
  role,
  user,
  name: user,
  ...of,
})
const inState = (jurisdiction: string) => CASES.filter((one) => one.jurisdiction === jurisdiction).map(({ id }) => id)
const ofVendor = (vendor: string) => CASES.filter((one) => one.vendor === vendor).map(({ id }) => id)
const MA = { jurisdiction: 'US-MA' }
const CALLERS: readonly Caller[] = [
  { who: 'a driver', actor: person('driver', 'dana'), sees: ['CASE-A'] },
  { who: 'another driver', actor: person('driver', 'bo'), sees: ['CASE-B'] },
  { who: 'a driver without a case', actor: person('driver', 'nobody'), sees: [] },
  { who: 'an officer', actor: person('authority-officer', 'o-1', MA), sees: inState('US-MA') },
  {
    who: 'an officer elsewhere',
    actor: person('authority-officer', 'o-2', { jurisdiction: 'US-ME' }),
    sees: inState('US-ME'),
  },
  { who: 'an administrator', actor: person('authority-admin', 'a-1', MA), sees: inState('US-MA') },
  { who: 'an auditor', actor: person('auditor', 'u-1', MA), sees: inState('US-MA') },
  { who: 'a vendor', actor: person('vendor-operator', 'v-1', { vendor: 'acme' }), sees: ofVendor('acme') },
  { who: 'its rival', actor: person('vendor-operator', 'v-2', { vendor: 'rival' }), sees: ofVendor('rival') },
  { who: 'a technician', actor: person('technician', 't-1', { vendor: 'rival' }), sees: ofVendor('rival') },
  { who: 'a program of a vendor', actor: person('integrator', 'p-1', { vendor: 'acme' }), sees: ofVendor('acme') },
  { who: 'a program of an agency', actor: person('integrator', 'p-2', MA), sees: inState('US-MA') },
  { who: 'a program of nobody', actor: person('integrator', 'p-3'), sees: [] },
  { who: 'a visitor', actor: actorOf('visitor'), sees: [] },
  { who: 'nobody', actor: actorOf('public'), sees: [] },
  { who: 'the operator', actor: actorOf('operator'), sees: ALL },
  { who: 'the server itself', actor: actorOf('system'), sees: ALL },
]

let cluster: TestCluster
let pool: pg.Pool
let appUrl: string
/** Tables with rows of a case, by what names the case in them. */
let caseTables: readonly string[]
let deviceTables: readonly string[]
beforeAll(async () => {
  cluster = await testCluster()
  const db = await cluster.database()
  appUrl = db.appUrl
  pool = openPool(appUrl)
  const tables = await columnsOf(db.ownerUrl)
  const having = (column: string) =>
    [...tables].filter(([, columns]) => columns.some((one) => one.column === column)).map(([table]) => table)
  caseTables = having('case_id').filter((table) => !NOT_OF_ONE_CASE.includes(table))
  deviceTables = having('device_id').filter((table) => !caseTables.includes(table))
  await withClient({ connectionString: db.ownerUrl }, async (owner) => {
    await admitSamples(owner)
    for (const { id, jurisdiction, vendor, driver } of CASES) {
      for (const table of [...caseTables, ...deviceTables]) {
        const given = {
          case_id: id,
          device_id: `KT-${id}`,
          jurisdiction,
          vendor,
          user_id: driver ?? 'sample',
        }
        await owner.query(insertSample(table, tables.get(table) ?? [], given))
      }
    }
  })
})
afterAll(async () => {
  await pool.end()
  await cluster.close()
})

/** Of an account, with a case beside it; only the server's own queries reach them. */
const NOT_OF_ONE_CASE: readonly string[] = ['invitations']
/** Where somebody who sees the case does not see every row, or none. */
const NARROWER: ReadonlySet<string> = new Set([
  'case_accounts',
  'case_reads',
  'case_notices',
  'notice_deliveries',
  'notice_reads',
  'idempotency_keys',
  'webhook_deliveries',
])
/** Shown through a subscription, which the sample of a row has none of. */
const OF_SUBSCRIPTIONS: readonly string[] = ['webhook_deliveries']
/** What the server takes in and works on in nobody's name, and shows nobody as it is. */
const SERVERS_OWN = ['devices', 'heads', 'uploads', 'forks', 'integrity_findings', 'leaves']

const seenIn = (client: pg.ClientBase, table: string, column: string) =>
  client
    .query<{ id: string }>(`select ${column} as id from keyturn.${table}`)
    .then(({ rows }) => rows.map(({ id }) => id.replace('KT-', '')).toSorted())

describe('row level security', () => {
  test('is on and forced for every table of a case and of a device', async () => {
    const rows = await queryOnce<{ name: string; on: boolean }>(
      appUrl,
      `select relname as name, relrowsecurity and relforcerowsecurity as on from pg_class
       where relnamespace = 'keyturn'::regnamespace and relkind = 'r'`,
    )
    const on = new Set(rows.filter((row) => row.on).map(({ name }) => name))
    expect([...caseTables, ...deviceTables].filter((table) => !on.has(table))).toEqual([])
    expect(caseTables).toEqual(expect.arrayContaining(['cases', 'case_facts', 'case_status', 'documents', 'devices']))
    expect(deviceTables).toEqual(expect.arrayContaining(['heads', 'uploads', 'forks', 'integrity_findings', 'leaves']))
  })

  test.each(CALLERS)('a query without any condition shows $who only what is theirs', async ({ actor, sees }) => {
    await asActor(pool, actor, async (client) => {
      for (const table of caseTables) {
        const seen = await seenIn(client, table, 'case_id')
        expect(
          seen.filter((id) => !sees.includes(id)),
          table,
        ).toEqual([])
        if (!NARROWER.has(table) && !SERVERS_OWN.includes(table)) expect(seen, table).toEqual(sees)
      }
      for (const table of deviceTables) {
        const seen = await seenIn(client, table, 'device_id')
        expect(
          seen.filter((id) => !sees.includes(id)),
          table,
        ).toEqual([])
        if (!SERVERS_OWN.includes(table)) expect(seen, table).toEqual(sees)
      }
    })
  })

  test('the server itself sees every row, so that none was missing before', async () => {
    await asActor(pool, actorOf('system'), async (client) => {
      const all = caseTables.filter((table) => !OF_SUBSCRIPTIONS.includes(table))
      for (const table of all) expect(await seenIn(client, table, 'case_id'), table).toEqual(ALL)
      for (const table of deviceTables) expect(await seenIn(client, table, 'device_id'), table).toEqual(ALL)
    })
  })

  test('in nobody’s name a table of cases shows nothing, and a table of devices is the server’s own', async () => {
    for (const table of [...caseTables, ...deviceTables]) {
      const rows = SERVERS_OWN.includes(table) ? ALL.length : 0
      expect((await pool.query(`select * from keyturn.${table}`)).rows, table).toHaveLength(rows)
    }
  })

  test('what one transaction sets is forgotten by the next', async () => {
    await asActor(pool, actorOf('system'), (client) => client.query('select 1'))
    expect((await pool.query('select * from keyturn.cases')).rows).toEqual([])
  })

  test('an auditor changes nothing, whatever is granted', async () => {
    const auditor = person('auditor', 'u-1', MA)
    for (const table of ['case_accounts', 'case_facts', 'documents', 'idempotency_keys', 'organizations']) {
      const insert = `insert into keyturn.${table} select * from keyturn.${table}`
      await expect(
        asActor(pool, auditor, (client) => client.query(insert)),
        table,
      ).rejects.toThrow('read-only')
    }
  })

  test('text from outside cannot leave its quotes', async () => {
    const user = `x'; set local keyturn.role = 'system'; --\\`
    await asActor(pool, person('driver', user), async (client) => {
      expect((await client.query('select * from keyturn.cases')).rows).toEqual([])
      const { rows } = await client.query(`select current_setting('keyturn.user_id') as user`)
      expect(rows[0]?.user).toBe(user)
    })
  })
})

describe('what is written', () => {
  const insertFact = (client: pg.ClientBase, kind: string, by: Actor, caseId = 'CASE-A') =>
    client.query(
      `insert into keyturn.case_facts (case_id, seq, kind, at, recorded_at, recorder, recorder_name, recorder_role, body)
       values ($1, 99, $2, $3, $3, $4, $4, $5, '{}')`,
      [caseId, kind, '2026-03-02T14:00Z', by.user, by.role],
    )
  /** Tries, says what came of it, and takes it back. */
  const attempt = (actor: Actor, work: (client: pg.PoolClient) => Promise<unknown>) =>
    asActor(pool, actor, async (client) => {
      await work(client)
      throw new Error('it was let in')
    }).catch((error: Error) => error.message)

  test('the table of who may record what is the contract’s', async () => {
    const rows = await queryOnce<{ kind: string; role: string }>(appUrl, 'select kind, role from keyturn.fact_access')
    const told = Object.entries(FACT_ACCESS).flatMap(([kind, roles]) => roles.map((role) => `${kind} ${role}`))
    expect(rows.map(({ kind, role }) => `${kind} ${role}`).toSorted()).toEqual(told.toSorted())
  })

  test.each(CALLERS)('$who records what the table lets them, in cases they see', async ({ actor, sees }) => {
    const caseId = sees[0] ?? 'CASE-A'
    for (const [kind, roles] of Object.entries(FACT_ACCESS)) {
      const may = sees.length > 0 && roles.includes(standingOf(actor))
      const said = await attempt(actor, (client) => insertFact(client, kind, actor, caseId))
      const refusal = /row-level security|read-only transaction/
      if (may) expect(said, kind).toBe('it was let in')
      else expect(said, kind).toMatch(refusal)
      const other = ALL.find((id) => !sees.includes(id))
      if (other !== undefined) {
        expect(await attempt(actor, (client) => insertFact(client, kind, actor, other)), kind).toMatch(refusal)
      }
    }
    expect(ROLES).toContain(actor.role)
  })

  test('nobody records in another’s name', async () => {
    const officer = person('authority-officer', 'o-1', MA)
    const other = person('authority-officer', 'o-9', MA)
    expect(await attempt(officer, (client) => insertFact(client, 'suspension', other))).toMatch('row-level security')
  })

  test.each(CALLERS.filter(({ actor }) => !['system', 'auditor', 'public', 'visitor'].includes(actor.role)))(
    '$who writes nothing that follows from facts, and no look of anybody',
    async ({ actor }) => {
      const statements = [
        `update keyturn.case_status set stage = 'completed'`,
        `update keyturn.cases set vendor = 'acme'`,
        `update keyturn.case_devices set read_seq = 0`,
        'delete from keyturn.case_licenses',
        'delete from keyturn.case_names',
      ]
      await asActor(pool, actor, async (client) => {
        for (const statement of statements) expect((await client.query(statement)).rowCount, statement).toBe(0)
      })
      const look = `insert into keyturn.case_reads values ('CASE-A', '2026-03-02', gen_random_uuid(), 'x', 'x', 'x', 'x')`
      expect(await attempt(actor, (client) => client.query(look))).toMatch('row-level security')
    },
  )

  test('a transaction that goes on as somebody else sees as somebody else', async () => {
    await asActor(pool, person('driver', 'dana'), async (client) => {
      await actAs(client, actorOf('system'))
      expect((await client.query('select * from keyturn.cases')).rows).toHaveLength(ALL.length)
      await actAs(client, person('driver', 'dana'))
      expect((await client.query('select * from keyturn.cases')).rows).toHaveLength(1)
    })
  })

  test('facts, looks, papers and answers are added and never changed or removed', async () => {
    for (const table of [
      'case_facts',
      'case_reads',
      'documents',
      'idempotency_keys',
      'organizations',
      'case_accounts',
    ]) {
      const name = person('authority-officer', 'o-1', MA)
      expect(await attempt(name, (client) => client.query(`delete from keyturn.${table}`))).toMatch('permission denied')
      const update = `update keyturn.${table} set ${table === 'organizations' ? 'name' : 'case_id'} = 'x'`
      expect(await attempt(actorOf('system'), (client) => client.query(update))).toMatch('permission denied')
    }
  })
})
