/** One way to a database: a PostgreSQL of your own by its URL, or the embedded one in the data folder. */
import { APP, OWNER, readPasswords } from './embedded/initialize.ts'
import { keepRunning } from './embedded/keep-running.ts'
import { placeIn } from './embedded/place.ts'
import { type EmbeddedOptions, type EmbeddedServer, startEmbedded } from './embedded/server.ts'
import { codeOf, StoreFailure } from './failure.ts'
import { ensureAppRole, quoted } from './roles.ts'
import { withClient } from './with-client.ts'

export type OpenDatabase = {
  /** For migrations only: may change the schema. */
  readonly ownerUrl: string
  /** For the server: reads, and adds evidence. */
  readonly appUrl: string
  /** Undefined with a `databaseUrl`. */
  readonly embedded: EmbeddedServer | undefined
  /** Stops the embedded server if this process started it. */
  readonly close: () => Promise<void>
}

export type OpenOptions = Omit<EmbeddedOptions, 'dataDir'> & {
  /** A PostgreSQL 15 or newer. The embedded one is not touched when this is given. */
  readonly databaseUrl?: string | undefined
  /** A second URL for migrations, when the first one is not allowed to change the schema. */
  readonly ownerUrl?: string | undefined
  readonly dataDir: string
  /** When given, an embedded server that dies is started again, and this is told so in words. */
  readonly keepRunning?: ((words: string) => void) | undefined
}

export const DATABASE = 'keyturn'
export const POSTGRES_LEAST = 150_000

/** @throws StoreFailure with one sentence that names the thing and the remedy */
export async function openDatabase(options: OpenOptions): Promise<OpenDatabase> {
  if (options.databaseUrl !== undefined && options.databaseUrl !== '') {
    await checkReachable(options.databaseUrl)
    const ownerUrl = options.ownerUrl ?? options.databaseUrl
    return { ownerUrl, appUrl: options.databaseUrl, embedded: undefined, close: async () => {} }
  }
  const started = await startEmbedded(options)
  const embedded = options.keepRunning === undefined ? started : keepRunning(started, options, options.keepRunning)
  try {
    await ensureDatabase(embedded, DATABASE, readPasswords(placeIn(options.dataDir))[APP])
  } catch (error) {
    await embedded.stop()
    throw error
  }
  return {
    ownerUrl: embedded.urlFor(OWNER, DATABASE),
    appUrl: embedded.urlFor(APP, DATABASE),
    embedded,
    close: embedded.stop,
  }
}

async function ensureDatabase(embedded: EmbeddedServer, name: string, appPassword: string): Promise<void> {
  await withClient({ connectionString: embedded.urlFor(OWNER, 'postgres') }, async (client) => {
    try {
      await ensureAppRole(client)
      // A role takes no parameters; the password is ours and base64url.
      await client.query(`alter role ${APP} login password '${appPassword}'`)
      const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
      if (rowCount === 0) await client.query(`create database ${quoted(name)}`)
    } catch (error) {
      // 42P04, 23505, XX000: another starter of the same folder is doing the same at this moment.
      if (!['42P04', '23505', 'XX000'].includes(codeOf(error) ?? '')) throw error
    }
  })
}

async function checkReachable(url: string): Promise<void> {
  const server = await serverAt(url)
  if (server.number < POSTGRES_LEAST) {
    const sentence = `DATABASE_URL leads to PostgreSQL ${server.version}; Keyturn needs version 15 or newer.`
    throw new StoreFailure(sentence, { code: 'too-old' })
  }
}

async function serverAt(url: string): Promise<{ readonly number: number; readonly version: string }> {
  try {
    return await withClient({ connectionString: url, connectionTimeoutMillis: 10_000 }, async (client) => {
      const { rows } = await client.query<{ number: number; version: string }>(
        `select current_setting('server_version_num')::int as number, current_setting('server_version') as version`,
      )
      const [row] = rows
      if (row === undefined) throw new Error('it does not tell its version')
      return row
    })
  } catch (error) {
    throw unreachableFailure(error, url)
  }
}

function unreachableFailure(error: unknown, url: string): StoreFailure {
  const where = withoutPassword(url)
  const because = error instanceof Error && error.message !== '' ? error.message : (codeOf(error) ?? 'no reason given')
  const remedy = {
    '28P01': 'Check the user and password in DATABASE_URL.',
    '28000': 'Check the user in DATABASE_URL and the pg_hba.conf of that server.',
    '3D000': 'Create that database, or correct its name in DATABASE_URL.',
  }[codeOf(error) ?? '']
  const sentence = `The database ${where} cannot be used (${because}). ${remedy ?? 'Start that server, or correct DATABASE_URL.'}`
  return new StoreFailure(sentence, { code: 'unreachable', cause: error })
}

/** A URL as it may be shown: without its password. */
export function withoutPassword(url: string): string {
  try {
    const shown = new URL(url)
    shown.password = ''
    return shown.href
  } catch {
    return 'that DATABASE_URL names'
  }
}
