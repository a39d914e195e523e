import type { Actor } from '@keyturn/domain/actor.ts'
import type pg from 'pg'
import { asActor } from '../../as-actor.ts'

const SQL = 'select 1 from keyturn.cases where case_id = $1'

/** Whether the case is there for this actor: the database's policies decide it. */
export const seesCase = (pool: pg.Pool, actor: Actor, caseId: string): Promise<boolean> =>
  asActor(pool, actor, async (client) => (await client.query(SQL, [caseId])).rowCount === 1)
