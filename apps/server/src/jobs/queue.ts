/**
 * The queue that hands work to whoever has time, in this process or another one on the same database. It only carries
 * "look at this": what is due stands in tables of ours, so a job that is lost, doubled or late changes nothing.
 */
import { silentLogger } from '@keyturn/store/jobs-schema.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import { enqueue } from '@keyturn/store/queries/jobs/enqueue.ts'
import { runTaskList, type TaskList } from 'graphile-worker'

export const TASKS = ['look', 'act-case', 'spread-events', 'send-mails', 'deliver', 'daily'] as const
export type Task = (typeof TASKS)[number]
/** `about`: a case, a subscription, a daily job; null where there is only one of the kind. */
export type Job = { readonly task: Task; readonly about: string | null }

/** Does the work. A throw is told to `onFailure`; the queue does not try again, since the next look finds what is due. */
export type Work = { readonly [T in Task]: (about: string | null, stopping: AbortSignal) => Promise<void> }

export type Queue = {
  readonly add: (jobs: readonly Job[]) => Promise<void>
  /** Settles when the queue gives up by itself, as when its database was away for long. */
  readonly ended: Promise<void>
  /** What has begun may end. */
  readonly stop: () => Promise<void>
}

export type QueueOptions = {
  /** Its own: one connection listens all the time, and requests are not to wait for jobs. */
  readonly pool: Pool
  readonly work: Work
  readonly onFailure: (job: Job, error: unknown) => Promise<void>
  /** Jobs at a time in this process. */
  readonly atOnce: number
}

/** Where nobody wakes it, it looks for jobs this often. */
const POLL_MS = 2_000

export function openQueue({ pool, work, onFailure, atOnce }: QueueOptions): Queue {
  const stopping = new AbortController()
  const underWay = new Set<string>()
  const handle = (task: Task) => async (payload: unknown) => {
    const job: Job = { task, about: aboutOf(payload) }
    const key = `${task} ${job.about ?? ''}`
    // Twice at once in one process would only wait for itself; what is left then is found by the next look.
    if (underWay.has(key)) return
    underWay.add(key)
    try {
      await work[task](job.about, stopping.signal)
    } catch (error) {
      await onFailure(job, error)
    } finally {
      underWay.delete(key)
    }
  }
  const taskList: TaskList = Object.fromEntries(TASKS.map((task) => [task, handle(task)]))
  const running = runTaskList(
    // The process has its own way to end.
    { concurrency: atOnce, pollInterval: POLL_MS, noHandleSignals: true, logger: silentLogger },
    taskList,
    pool,
  )
  const ended = running.promise.then(
    () => undefined,
    () => undefined,
  )
  return {
    add: (jobs) => enqueue(pool, jobs),
    ended,
    stop: async () => {
      if (!stopping.signal.aborted) {
        stopping.abort()
        await running.gracefulShutdown()
      }
      await ended
    },
  }
}

function aboutOf(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null || !('about' in payload)) return null
  return typeof payload.about === 'string' ? payload.about : null
}
