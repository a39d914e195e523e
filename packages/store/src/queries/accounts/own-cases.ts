import type { Actor } from '@keyturn/domain/actor.ts'
import type pg from 'pg'
import { asActor } from '../../as-actor.ts'

const SQL = 'select case_id from keyturn.case_accounts where user_id = $1 order by case_id limit 100'

/** The cases of a driver, at most 100. */
export const ownCases = (pool: pg.Pool, actor: Actor): Promise<readonly string[]> =>
  asActor(pool, actor, async (client) => {
    const { rows } = await client.query<{ case_id: string }>(SQL, [actor.user])
    return rows.map((row) => row.case_id)
  })
