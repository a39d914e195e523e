import { type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type { Queryable } from '../../pool.ts'

const COUNT = `insert into keyturn.attempts as a (key, window_at, count) values ($1, $2, 1)
  on conflict (key) do update set
    window_at = case when a.window_at <= $3 then $2 else a.window_at end,
    count = case when a.window_at <= $3 then 1 else a.count + 1 end
  returning window_at, count`

export type Counted = { readonly count: number; readonly since: Instant }

/** Counts an attempt before it is made, so that many at once count as many. A window over is forgotten. */
export async function countAttempt(
  db: Queryable,
  told: { readonly key: string; readonly at: Instant; readonly windowMs: number },
): Promise<Counted> {
  const over = iso(instant(told.at - told.windowMs))
  const { rows } = await db.query<{ window_at: Date; count: number }>(COUNT, [told.key, iso(told.at), over])
  const [row] = rows
  if (row === undefined) throw new Error('an attempt was not counted')
  return { count: row.count, since: instant(row.window_at.getTime()) }
}

/** After a success there is nothing to hold against anybody. */
export async function forgetAttempts(db: Queryable, key: string): Promise<void> {
  await db.query('update keyturn.attempts set count = 0 where key = $1', [key])
}
