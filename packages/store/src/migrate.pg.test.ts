import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StoreFailure } from './failure.ts'
import { checkSchema, migrate } from './migrate.ts'
import { allMigrations } from './migrations.ts'
import { dumpSchema } from './testing/dump-schema.ts'
import { queryOnce, type TestCluster, testCluster } from './testing/test-cluster.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await testCluster()
})
afterAll(() => cluster.close())

const harmless = (id: number, breaking: boolean) => ({
  id,
  breaking,
  statements: [`create table keyturn.later_${id} (device_id text primary key)`],
})
const failureOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => undefined,
    (error: unknown) => (error instanceof StoreFailure ? error.code : error),
  )

describe('migrate', () => {
  test('twenty processes may migrate one database at once', async () => {
    const { ownerUrl, appUrl } = await cluster.emptyDatabase()
    const applied = await Promise.all(Array.from({ length: 20 }, () => migrate(ownerUrl)))
    // Which of them applied which is chance; that each was applied once is not.
    expect(applied.flat().toSorted((a, b) => a - b)).toEqual(allMigrations().map(({ id }) => id))
    await checkSchema(appUrl)
  })

  test('a second run changes nothing', async () => {
    const { ownerUrl } = await cluster.database()
    const before = await dumpSchema(ownerUrl)
    expect(await migrate(ownerUrl)).toEqual([])
    expect(await dumpSchema(ownerUrl)).toBe(before)
  })

  test('a statement that fails leaves nothing of its migration', async () => {
    const { ownerUrl } = await cluster.database()
    const before = await dumpSchema(ownerUrl)
    const bad = { ...harmless(99, false), statements: [...harmless(99, false).statements, 'select no_such_column'] }
    await expect(migrate(ownerUrl, [...allMigrations(), bad])).rejects.toThrow('no_such_column')
    expect(await dumpSchema(ownerUrl)).toBe(before)
  })

  test('older code refuses a schema that a newer breaking migration changed', async () => {
    const { ownerUrl, appUrl } = await cluster.database()
    await migrate(ownerUrl, [...allMigrations(), harmless(99, true)])
    expect(await failureOf(migrate(ownerUrl))).toBe('schema-newer')
    expect(await failureOf(checkSchema(appUrl))).toBe('schema-newer')
  })

  test('older code works on with a newer schema that breaks nothing', async () => {
    const { ownerUrl, appUrl } = await cluster.database()
    await migrate(ownerUrl, [...allMigrations(), harmless(99, false)])
    expect(await migrate(ownerUrl)).toEqual([])
    await checkSchema(appUrl)
  })

  test('a database without schema, or behind, is told apart and named', async () => {
    const empty = await cluster.emptyDatabase()
    expect(await failureOf(checkSchema(empty.appUrl))).toBe('schema-missing')
    const behind = await cluster.database()
    expect(await failureOf(checkSchema(behind.appUrl, [...allMigrations(), harmless(99, false)]))).toBe('schema-behind')
  })
})

describe('schema', () => {
  test('all migrations together make the reviewed schema', async () => {
    const { ownerUrl } = await cluster.database()
    await expect(await dumpSchema(ownerUrl)).toMatchFileSnapshot(
      fileURLToPath(new URL('../schema.sql', import.meta.url)),
    )
  })

  test('the server cannot change or remove evidence', async () => {
    const { appUrl } = await cluster.database()
    for (const table of ['devices', 'uploads', 'forks', 'integrity_findings', 'leaves', 'tree_nodes', 'checkpoints']) {
      await expect(queryOnce(appUrl, `delete from keyturn.${table}`)).rejects.toThrow('permission denied')
      await expect(queryOnce(appUrl, `truncate keyturn.${table}`)).rejects.toThrow('permission denied')
      const column = table === 'tree_nodes' ? 'node = 0' : table === 'checkpoints' ? 'size = 0' : `device_id = ''`
      await expect(queryOnce(appUrl, `update keyturn.${table} set ${column}`)).rejects.toThrow('permission denied')
    }
  })

  test('the key of a device leads every unique index of its tables', async () => {
    const { ownerUrl } = await cluster.database()
    const rows = await queryOnce<{ table: string; first: string }>(
      ownerUrl,
      `select c.relname as table, a.attname as first
       from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
       where n.nspname = 'keyturn' and i.indisunique
         and c.relname in ('devices', 'heads', 'uploads', 'forks', 'integrity_findings')`,
    )
    expect(rows).toHaveLength(5)
    expect(rows.filter(({ first }) => first !== 'device_id')).toEqual([])
  })
})
