/** Connections to the database, always as the role that cannot change evidence. */
import pg from 'pg'
import { APP } from './embedded/initialize.ts'
import { outliveItsEnd } from './with-client.ts'

export type Pool = pg.Pool

/** Anything that takes a query: a pool, or one connection inside a transaction. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>

export type PoolOptions = {
  readonly connectionsMax?: number
  /** Told about connections that broke while nobody used them; the pool replaces them by itself. */
  readonly onIdleError?: (error: Error) => unknown
}

/** Opens the server's pool. Nothing is connected before the first query. */
export function openPool(appUrl: string, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: appUrl,
    max: options.connectionsMax ?? 16,
    connectionTimeoutMillis: 10_000,
    // The role is taken at sign-in, so no query can run before it, whatever user the URL names.
    options: `-c role=${APP} -c search_path=keyturn`,
    application_name: 'keyturn-server',
    types: { getTypeParser: parserOf },
  })
  pool.on('connect', outliveItsEnd)
  pool.on('error', (error) => options.onIdleError?.(error))
  return pool
}

const INT8 = 20

/** Record numbers are bigints in the database and stay far below the largest exact number. */
function parserOf(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === INT8 && format !== 'binary') return (text: string) => Number(text)
  return pg.types.getTypeParser(oid, format)
}

/** The transaction committed, but not on the standby that has to have it: this is no acknowledgement. */
export class NotDurable extends Error {
  override readonly name = 'NotDurable'
}

/**
 * Runs a write on one connection and answers only when it is as durable as the database promises.
 *
 * A synchronous wait that somebody cancels is reported as success with a warning. The warning is known by the routine
 * that raises it, since its words depend on the server's language.
 *
 * @throws NotDurable when the wait for a standby was cancelled
 */
export async function acknowledged<T>(pool: pg.Pool, write: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let cancelled = false
  const listen = (notice: { readonly routine: string | undefined }): void => {
    if (notice.routine === 'SyncRepWaitForLSN') cancelled = true
  }
  client.on('notice', listen)
  let broken: Error | undefined
  try {
    const result = await write(client)
    if (cancelled) throw new NotDurable('the wait for a synchronous standby was cancelled')
    return result
  } catch (error) {
    if (isConnectionLost(error)) broken = error
    throw error
  } finally {
    client.off('notice', listen)
    client.release(broken)
  }
}

/** Runs several statements as one transaction; any error rolls all of them back. */
export const transaction = <T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> =>
  acknowledged(pool, async (client) => {
    await client.query('begin')
    try {
      const result = await work(client)
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback').catch(() => {
        // The connection is gone, and the transaction with it; the first error says more.
      })
      throw error
    }
  })

const isConnectionLost = (error: unknown): error is Error =>
  error instanceof Error && (!('code' in error) || /^(57P0[123]|08|ECONN|EPIPE)/.test(String(error.code)))
