/** A PostgreSQL of its own for a test file, and a fresh migrated database for each test, cloned from a template. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type pg from 'pg'
import { APP, OWNER } from '../embedded/initialize.ts'
import type { EmbeddedServer } from '../embedded/server.ts'
import { migrate } from '../migrate.ts'
import { DATABASE, type OpenOptions, openDatabase } from '../open-database.ts'
import { quoted } from '../roles.ts'
import { withClient } from '../with-client.ts'

export type TestDatabase = { readonly name: string; readonly ownerUrl: string; readonly appUrl: string }

export type TestCluster = {
  readonly dataDir: string
  readonly embedded: EmbeddedServer
  /** A migrated, empty database that nobody else uses. */
  readonly database: () => Promise<TestDatabase>
  /** A database without any schema. */
  readonly emptyDatabase: () => Promise<TestDatabase>
  /** Stops the server and removes its files. */
  readonly close: () => Promise<void>
}

/** Call it in `beforeAll`, and `close` in `afterAll`. */
export async function testCluster(options: Omit<OpenOptions, 'dataDir'> = {}): Promise<TestCluster> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'keyturn-test-'))
  // Making databases is most of what these clusters do; only a power cut could tell the difference.
  const opened = await openDatabase({ sync: false, settings: { fsync: 'off' }, ...options, dataDir })
  const { embedded } = opened
  if (embedded === undefined) throw new Error('a test cluster is always embedded')
  await migrate(opened.ownerUrl)
  let made = 0
  const create = async (template: string): Promise<TestDatabase> => {
    made += 1
    const name = `test_${made}`
    await withClient({ connectionString: embedded.urlFor(OWNER, 'postgres') }, (client) =>
      client.query(`create database ${quoted(name)} template ${quoted(template)}`),
    )
    return { name, ownerUrl: embedded.urlFor(OWNER, name), appUrl: embedded.urlFor(APP, name) }
  }
  return {
    dataDir,
    embedded,
    database: () => create(DATABASE),
    emptyDatabase: () => create('template0'),
    close: async () => {
      await opened.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Runs one query as the given URL's user. */
export async function queryOnce<R extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<R[]> {
  return withClient({ connectionString: url }, async (client) => (await client.query<R>(sql, values)).rows)
}
