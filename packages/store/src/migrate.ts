/** Brings a database to the schema of this code. Safe to run twice, and from several processes at once. */
import type pg from 'pg'
import { codeOf, StoreFailure } from './failure.ts'
import { checkJobsSchema, migrateJobs } from './jobs-schema.ts'
import { allMigrations, type Migration } from './migrations.ts'
import { ensureAppRole } from './roles.ts'
import { withClient } from './with-client.ts'

/** Any number will do as long as all versions of Keyturn use the same one. */
const LOCK = 7_203_114

/**
 * Applies what is missing, each migration in one transaction, and then what the job queue lacks.
 *
 * @param ownerUrl of a user who may change the schema
 * @returns the numbers of the migrations applied by this call
 * @throws StoreFailure `schema-newer` when a newer Keyturn has changed the schema so that this one cannot use it
 */
export async function migrate(ownerUrl: string, migrations = allMigrations()): Promise<readonly number[]> {
  const applied = await applyAll(ownerUrl, migrations)
  await migrateJobs(ownerUrl)
  return applied
}

const applyAll = (ownerUrl: string, migrations: readonly Migration[]): Promise<readonly number[]> =>
  withClient({ connectionString: ownerUrl }, async (client) => {
    await ensureAppRole(client)
    const applied: number[] = []
    for (;;) {
      const id = await applyNext(client, migrations)
      if (id === undefined) return applied
      applied.push(id)
    }
  })

async function applyNext(client: pg.Client, migrations: readonly Migration[]): Promise<number | undefined> {
  await client.query('begin')
  try {
    // Held to the end of the transaction: whoever else migrates waits here, and then finds the work done.
    await client.query('select pg_advisory_xact_lock($1)', [LOCK])
    await client.query('create schema if not exists keyturn')
    await client.query(`create table if not exists keyturn.migrations (
      id integer primary key, breaking boolean not null, applied_at timestamptz not null default now())`)
    const done = await appliedIn(client)
    refuseNewer(done, migrations)
    const next = migrations.find(({ id }) => !done.some((row) => row.id === id))
    if (next !== undefined) {
      for (const statement of next.statements) await client.query(statement)
      await client.query('insert into keyturn.migrations (id, breaking) values ($1, $2)', [next.id, next.breaking])
    }
    await client.query('commit')
    return next?.id
  } catch (error) {
    await client.query('rollback').catch(() => {
      // The connection is gone, and the transaction with it; the first error says more.
    })
    throw error
  }
}

type Applied = { readonly id: number; readonly breaking: boolean }

async function appliedIn(client: pg.ClientBase): Promise<readonly Applied[]> {
  const { rows } = await client.query<Applied>('select id, breaking from keyturn.migrations order by id')
  return rows
}

function refuseNewer(done: readonly Applied[], migrations: readonly Migration[]): void {
  const latest = migrations.at(-1)?.id ?? 0
  const newer = done.find(({ id, breaking }) => breaking && id > latest)
  if (newer === undefined) return
  const sentence = `This database has the schema of a newer Keyturn (migration ${newer.id}, known here up to ${latest}). Update Keyturn, or use another database.`
  throw new StoreFailure(sentence, { code: 'schema-newer' })
}

/**
 * Checks that this code can work with the schema as it is, and changes nothing.
 *
 * @throws StoreFailure `schema-missing`, `schema-behind` or `schema-newer`
 */
export async function checkSchema(url: string, migrations = allMigrations()): Promise<void> {
  await withClient({ connectionString: url }, async (client) => {
    const done = await readable(client)
    refuseNewer(done, migrations)
    const missing = migrations.filter(({ id }) => !done.some((row) => row.id === id))
    if (missing.length > 0) {
      const sentence = `The database lacks ${missing.length} migration(s), the first is number ${missing[0]?.id}. Run: keyturn migrate`
      throw new StoreFailure(sentence, { code: 'schema-behind' })
    }
  })
  await checkJobsSchema(url)
}

async function readable(client: pg.ClientBase): Promise<readonly Applied[]> {
  try {
    return await appliedIn(client)
  } catch (error) {
    // 3F000, 42P01: no such schema or table. 42501: the schema is there and nothing in it is granted to us.
    if (!['3F000', '42P01', '42501'].includes(codeOf(error) ?? '')) throw error
    const sentence = 'The database has no Keyturn schema that this user may read. Run: keyturn migrate'
    throw new StoreFailure(sentence, { code: 'schema-missing', cause: error })
  }
}
