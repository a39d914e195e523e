/** What is done once a day, with what came of it. */
import { type CivilDate, type Instant, iso } from '@keyturn/domain/units.ts'
import type { Queryable } from '../../pool.ts'

/** A run that has not ended by then was cut short. */
const GIVEN_UP = `interval '1 hour'`
const OPEN = `select wanted.job from unnest($1::text[]) as wanted (job)
  where not exists (select from keyturn.daily_runs r where r.job = wanted.job and r.day = $2
    and (r.ended_at is not null or r.began_at > $3::timestamptz - ${GIVEN_UP}))`

/** Those of the named jobs that nobody has done or is doing on this day. */
export async function openDaily(
  db: Queryable,
  names: readonly string[],
  at: { readonly day: CivilDate; readonly now: Instant },
): Promise<readonly string[]> {
  const { rows } = await db.query<{ job: string }>({
    name: 'open-daily',
    text: OPEN,
    values: [names, at.day, iso(at.now)],
  })
  return rows.map(({ job }) => job)
}

type Run = { readonly name: string; readonly day: CivilDate; readonly now: Instant }

const BEGIN = `insert into keyturn.daily_runs as r (job, day, began_at) values ($1, $2, $3)
  on conflict (job, day) do update set began_at = excluded.began_at
  where r.ended_at is null and r.began_at <= excluded.began_at - ${GIVEN_UP}`

/** @returns whether it is the caller's to do */
export async function beginDaily(db: Queryable, { name, day, now }: Run): Promise<boolean> {
  const { rowCount } = await db.query(BEGIN, [name, day, iso(now)])
  return rowCount === 1
}

export async function endDaily(db: Queryable, run: Run & { readonly outcome: unknown }): Promise<void> {
  await db.query('update keyturn.daily_runs set ended_at = $3, outcome = $4 where job = $1 and day = $2', [
    run.name,
    run.day,
    iso(run.now),
    JSON.stringify(run.outcome ?? null),
  ])
}
