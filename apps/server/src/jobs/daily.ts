/** Work of once a day, at night where the server's days are counted: in UTC, since it belongs to no jurisdiction. */
import { civilDateOf } from '@keyturn/domain/civil.ts'
import type { CivilDate, Instant } from '@keyturn/domain/units.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import { beginDaily, endDaily, openDaily } from '@keyturn/store/queries/jobs/daily.ts'
import type { Job } from './queue.ts'

export type Daily = {
  /** `stored-statuses`, `retention`. */
  readonly name: string
  /** What came of it, as JSON: kept with the day. */
  readonly run: (now: Instant) => Promise<unknown>
}

const dayOf = (now: Instant): CivilDate => civilDateOf(now, 'UTC')

/** Those not done today. A day on which no server ran is not made up: today's check sees what that one would have. */
export async function dueDaily(pool: Pool, daily: readonly Daily[], now: Instant): Promise<readonly Job[]> {
  const open = await openDaily(
    pool,
    daily.map(({ name }) => name),
    { day: dayOf(now), now },
  )
  return open.map((about) => ({ task: 'daily', about }))
}

/** Runs one, once a day: whoever notes the beginning first does it. One that was killed begins again in an hour. */
export async function runDaily(pool: Pool, daily: readonly Daily[], name: string, now: Instant): Promise<void> {
  const one = daily.find((job) => job.name === name)
  if (one === undefined) return
  const day = dayOf(now)
  if (!(await beginDaily(pool, { name, day, now }))) return
  const outcome = await one.run(now)
  await endDaily(pool, { name, day, now, outcome })
}
