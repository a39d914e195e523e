import type { Queryable } from '../../pool.ts'

// A job that waits under the same key is moved up instead; one that has begun does not count, since it may have looked
// too early.
const ADD = `select graphile_worker.add_job(job.task, json_build_object('about', job.about), job_key => job.key, max_attempts => 1)
  from unnest($1::text[], $2::text[], $3::text[]) as job (task, about, key)`

export type NewJob = { readonly task: string; readonly about: string | null }

/** Puts jobs on the queue. */
export async function enqueue(db: Queryable, jobs: readonly NewJob[]): Promise<void> {
  if (jobs.length === 0) return
  await db.query(ADD, [
    jobs.map(({ task }) => task),
    jobs.map(({ about }) => about),
    jobs.map(({ task, about }) => (about === null ? task : `${task} ${about}`)),
  ])
}

/** How many jobs of a kind wait that nobody has begun. */
export async function countWaiting(db: Queryable, task: string): Promise<number> {
  const { rows } = await db.query<{ waiting: number }>(
    'select count(*) as waiting from graphile_worker.jobs where task_identifier = $1 and locked_at is null',
    [task],
  )
  return rows[0]?.waiting ?? 0
}

/** Removes what is left of jobs whose worker was killed: it has been taken for hours, and nobody is at it. */
export async function tidyQueue(db: Queryable): Promise<number> {
  const { rowCount } = await db.query(
    `delete from graphile_worker._private_jobs
      where (attempts >= max_attempts and locked_at is null) or locked_at < now() - interval '4 hours'`,
  )
  return rowCount ?? 0
}
