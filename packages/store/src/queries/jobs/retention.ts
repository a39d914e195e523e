import { type Instant, iso } from '@keyturn/domain/units.ts'
import type { Queryable } from '../../pool.ts'
import { tidyQueue } from './enqueue.ts'

export type Removed = {
  readonly sessions: number
  readonly verifications: number
  readonly attempts: number
  readonly jobs: number
}

/** Removes what ended before a moment. Answers to repeated requests stay: they are part of the case's record. */
export async function removeLapsed(db: Queryable, before: Instant): Promise<Removed> {
  const remove = async (table: 'sessions' | 'verifications' | 'attempts', ended: string): Promise<number> =>
    // Sessions last in the database's own time: a clock that a demo moved ahead ends none.
    (await db.query(`delete from keyturn.${table} where ${ended} < least($1::timestamptz, now())`, [iso(before)]))
      .rowCount ?? 0
  return {
    sessions: await remove('sessions', 'expires_at'),
    verifications: await remove('verifications', 'expires_at'),
    attempts: await remove('attempts', 'window_at'),
    jobs: await tidyQueue(db),
  }
}
