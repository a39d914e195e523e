import { type Instant, iso } from '@keyturn/domain/units.ts'
import type { Queryable } from '../../pool.ts'
import { tidyQueue } from './enqueue.ts'

export type Removed = { readonly sessions: number; readonly verifications: number; readonly jobs: number }

/** Removes what ended before a moment. Answers to repeated requests stay: they are part of the case's record. */
export async function removeLapsed(db: Queryable, before: Instant): Promise<Removed> {
  const remove = async (table: 'sessions' | 'verifications'): Promise<number> =>
    (await db.query(`delete from keyturn.${table} where expires_at < $1`, [iso(before)])).rowCount ?? 0
  return {
    sessions: await remove('sessions'),
    verifications: await remove('verifications'),
    jobs: await tidyQueue(db),
  }
}
