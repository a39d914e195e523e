/**
 * The queue that hands work to whoever has time, in this process or another one on the same database. It only carries
 * "look at this": what is due stands in tables of ours, so a job that is lost, doubled or late changes nothing.
 */
import { silentLogger } from '@keyturn/store/jobs-schema.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import { runTaskListOnce, type TaskList } from 'graphile-worker'
import type pg from 'pg'

export const TASKS = ['look', 'act-case', 'catch-up', 'spread-events', 'send-mails', 'deliver', 'daily'] as const
export type Task = (typeof TASKS)[number]
/** `about`: a case, a subscription, a daily job; null where there is only one of the kind. */
export type Job = { readonly task: Task; readonly about: string | null }

/** Does the work. A throw is told to `onFailure`; the queue does not try again: the next look finds what is due. */
export type Work = { readonly [T in Task]: (about: string | null, stopping: AbortSignal) => Promise<void> }

/** Takes jobs off the queue, one after the other, until it is empty or the server stops. */
export type Drain = () => Promise<void>

export type DrainOptions = {
  readonly pool: Pool
  readonly work: Work
  /** Never throws. */
  readonly onFailure: (job: Job, error: unknown) => Promise<void>
  readonly stopping: AbortSignal
}

/** Any number of drains may run at once. Each holds one connection while there are jobs. */
export function drainWith({ pool, work, onFailure, stopping }: DrainOptions): Drain {
  const underWay = new Set<string>()
  const handle = (task: Task) => async (payload: unknown) => {
    const job: Job = { task, about: aboutOf(payload) }
    const key = `${task} ${job.about ?? ''}`
    // Twice at once in one process would only wait for itself; what is left then is found by the next look.
    if (stopping.aborted || underWay.has(key)) return
    underWay.add(key)
    try {
      await work[task](job.about, stopping)
    } catch (error) {
      await onFailure(job, error)
    } finally {
      underWay.delete(key)
    }
  }
  const taskList: TaskList = Object.fromEntries(TASKS.map((task) => [task, handle(task)]))
  return async () => {
    const client = await pool.connect()
    const { told, failure } = unfailing(client, stopping)
    try {
      await runTaskListOnce({ noHandleSignals: true, logger: silentLogger }, taskList, told).promise
    } finally {
      client.release(failure())
    }
    const failed = failure()
    if (failed !== undefined) throw failed
  }
}

/**
 * The connection as the queue gets it: a query that fails comes back empty, as if there were no job, and the failure is
 * kept for us. The queue finishes jobs without waiting for the answer, so a failure of its own would end the process.
 */
function unfailing(client: pg.PoolClient, stopping: AbortSignal) {
  let failed: Error | undefined
  const nothing = { rows: [], rowCount: 0, command: '', oid: 0, fields: [] }
  const query = async (...asked: Parameters<pg.PoolClient['query']>): Promise<unknown> => {
    if (failed !== undefined || (stopping.aborted && isTaking(asked[0]))) return nothing
    try {
      return await client.query(...asked)
    } catch (error) {
      failed = error instanceof Error ? error : new Error(String(error))
      return nothing
    }
  }
  return {
    // The queue asks a connection nothing but queries.
    told: { query } as unknown as pg.PoolClient,
    failure: () => failed,
  }
}

/** Whether a query takes a job: not when the server stops. Those that finish jobs go through. */
const isTaking = (asked: unknown): boolean =>
  typeof asked === 'object' && asked !== null && 'text' in asked && String(asked.text).includes('for update')

function aboutOf(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null || !('about' in payload)) return null
  return typeof payload.about === 'string' ? payload.about : null
}
