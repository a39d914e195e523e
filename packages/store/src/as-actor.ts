/** Queries about cases are made in somebody's name: the database then shows what that somebody may see, and no more. */
import type { Actor } from '@keyturn/domain/actor.ts'
import pg from 'pg'
import { acknowledged } from './pool.ts'

/** Roles that read and change nothing; even a mistaken statement of theirs is refused. */
const READERS: readonly string[] = ['auditor', 'visitor', 'public']

/**
 * Runs the work as one transaction in the actor's name; any error rolls all of it back.
 *
 * The names are set by `SET LOCAL`, which reaches every node of a spread database and ends with the transaction.
 */
export const asActor = <T>(pool: pg.Pool, actor: Actor, work: (client: pg.PoolClient) => Promise<T>): Promise<T> =>
  acknowledged(pool, async (client) => {
    await client.query(READERS.includes(actor.role) ? 'begin read only' : 'begin')
    try {
      for (const [name, value] of settingsOf(actor)) {
        await client.query(`set local keyturn.${name} = ${pg.escapeLiteral(value)}`)
      }
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

const settingsOf = (actor: Actor): readonly (readonly [string, string])[] => [
  ['role', actor.role],
  ['user_id', actor.user],
  ['jurisdiction', actor.jurisdiction ?? ''],
  ['vendor', actor.vendor ?? ''],
]
