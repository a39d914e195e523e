/** The tables of the job queue: made by the schema's owner, worked on by the server's role. */
import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'
import { APP } from './embedded/initialize.ts'
import { StoreFailure } from './failure.ts'
import { outliveItsEnd, withClient } from './with-client.ts'

/** The queue says nothing by itself: what matters about jobs is logged where they are done. */
export const silentLogger = new Logger(() => () => undefined)

/** Any number but that of the other migrations. */
const LOCK = 7_203_115
const TABLES = ['_private_jobs', '_private_job_queues', '_private_tasks', '_private_known_crontabs'] as const

/** What the server's role may do with the queue: add, take, finish and tidy jobs, and see how far it is migrated. */
const GRANTS = [
  `grant usage on schema graphile_worker to ${APP}`,
  `grant select on graphile_worker.migrations, graphile_worker.jobs, graphile_worker._private_known_crontabs to ${APP}`,
  `grant select, insert, update, delete on graphile_worker._private_jobs, graphile_worker._private_job_queues to ${APP}`,
  `grant select, insert, delete on graphile_worker._private_tasks to ${APP}`,
  `grant usage on all sequences in schema graphile_worker to ${APP}`,
  // The queue guards its tables against everybody but their owner; the server's role is let through, last of all: these
  // policies say that everything before them is done.
  ...TABLES.map(
    (table) => `create policy keyturn on graphile_worker.${table} to ${APP} using (true) with check (true)`,
  ),
]

/**
 * Brings the queue's tables to this version. Safe to run twice, and from several processes at once.
 *
 * @param ownerUrl of a user who may change the schema
 */
export async function migrateJobs(ownerUrl: string): Promise<void> {
  await withClient({ connectionString: ownerUrl }, async (client) => {
    // Held until this connection ends: whoever else migrates waits here, and then finds the work done.
    await client.query('select pg_advisory_lock($1)', [LOCK])
    const pgPool = new pg.Pool({ connectionString: ownerUrl, max: 1 })
    pgPool.on('error', () => undefined)
    pgPool.on('connect', outliveItsEnd)
    try {
      await runMigrations({ pgPool, logger: silentLogger })
    } finally {
      await pgPool.end()
    }
    if (await isOpen(client)) return
    await client.query('begin')
    for (const statement of GRANTS) await client.query(statement)
    await client.query('commit')
  })
}

/** @throws StoreFailure `schema-behind` when the queue has no tables, or the server's role may not use them */
export async function checkJobsSchema(url: string): Promise<void> {
  if (await withClient({ connectionString: url }, isOpen)) return
  throw new StoreFailure('The database lacks the tables of the job queue. Run: keyturn migrate', {
    code: 'schema-behind',
  })
}

async function isOpen(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ policies: string }>(
    `select count(*) as policies from pg_policies where schemaname = 'graphile_worker' and policyname = 'keyturn'`,
  )
  return Number(rows[0]?.policies) === TABLES.length
}
