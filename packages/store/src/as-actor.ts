/** Queries about cases are made in somebody's name: the database then shows what that somebody may see, and no more. */
import { type Actor, actorOf } from '@keyturn/domain/actor.ts'
import pg from 'pg'
import { acknowledged } from './pool.ts'

/** Roles that read and change nothing; even a mistaken statement of theirs is refused. */
const READERS: readonly string[] = ['auditor', 'visitor', 'public']

/** What a request or a job may name as its actor. */
export type InWhoseName = Pick<Actor, 'role' | 'user' | 'jurisdiction' | 'vendor'>

/**
 * Runs the work as one transaction in the actor's name; any error rolls all of it back.
 *
 * The names are set by `SET LOCAL`, which reaches every node of a spread database and ends with the transaction.
 */
export const asActor = <T>(
  pool: pg.Pool,
  actor: InWhoseName,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> =>
  acknowledged(pool, async (client) => {
    try {
      // One message to the server, since each one takes as long as a query.
      await client.query(`${READERS.includes(actor.role) ? 'begin read only' : 'begin'}; ${settings(actor)}`)
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

/** The same for the server's own work: what follows from facts, who looked, what is due. */
export const asSystem = <T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> =>
  asActor(pool, actorOf('system'), work)

/**
 * One statement of the server's own, with the values in it as literals, as a transaction in a single message: for what
 * is written before every answer.
 */
export const asSystemAtOnce = (pool: pg.Pool, statement: string): Promise<void> =>
  acknowledged(pool, async (client) => {
    try {
      await client.query(`begin; ${settings(actorOf('system'))}; ${statement}; commit`)
    } catch (error) {
      await client.query('rollback').catch(() => {
        // The connection is gone, and the transaction with it; the first error says more.
      })
      throw error
    }
  })

/** From here to the end of the transaction it is in this actor's name. */
export async function actAs(client: pg.ClientBase, actor: InWhoseName): Promise<void> {
  await client.query(settings(actor))
}

const settings = ({ role, user, jurisdiction, vendor }: InWhoseName): string =>
  Object.entries({ role, user_id: user, jurisdiction: jurisdiction ?? '', vendor: vendor ?? '' })
    .map(([name, value]) => `set local keyturn.${name} = ${pg.escapeLiteral(value)}`)
    .join('; ')
