/** Keeps looking for what is due, and has it done, while the server runs. Any number of servers may do so at once. */
import { openPool } from '@keyturn/store/pool.ts'
import { enqueue } from '@keyturn/store/queries/jobs/enqueue.ts'
import type { Logger } from 'pino'
import { rest } from '../clock.ts'
import { plainError } from '../plain-error.ts'
import { openQueue, type Queue, type Work } from './queue.ts'

export type Working = { readonly stop: () => Promise<void> }

const EVERY_MS = 1_000
const AT_ONCE = 3
/** Besides those at work: one listens, one adds. */
const CONNECTIONS = AT_ONCE + 2

export type WorkingOptions = {
  readonly appUrl: string
  readonly logger: Pick<Logger, 'warn'>
  readonly work: Work
  /** A case that could not be worked out: noted, so that it waits a while. */
  readonly onCaseFailure: (caseId: string, error: unknown) => Promise<void>
  readonly everyMs?: number | undefined
}

export function keepWorking(options: WorkingOptions): Working {
  const { appUrl, logger, work, onCaseFailure, everyMs = EVERY_MS } = options
  const stopping = new AbortController()
  const pool = openPool(appUrl, { connectionsMax: CONNECTIONS, onIdleError: () => undefined })
  let queue: Queue | undefined
  const open = (): Queue =>
    openQueue({
      pool,
      work,
      atOnce: AT_ONCE,
      onFailure: async (job, error) => {
        if (stopping.signal.aborted) return
        logger.warn({ err: plainError(error), task: job.task, about: job.about }, 'a job failed; it stays due')
        if (job.task === 'act-case' && job.about !== null) await onCaseFailure(job.about, error)
      },
    })
  const loop = async (): Promise<void> => {
    queue = open()
    let ended = false
    const watch = (one: Queue): void => void one.ended.then(() => (ended = true))
    watch(queue)
    while (!stopping.signal.aborted) {
      if (ended) {
        ended = false
        queue = open()
        watch(queue)
      }
      try {
        await enqueue(pool, [{ task: 'look', about: null }])
      } catch (error) {
        // What is due stays due; the database comes back or the server is stopped.
        if (!stopping.signal.aborted) logger.warn({ err: plainError(error) }, 'nobody could look for what is due')
      }
      await rest(everyMs, stopping.signal)
    }
  }
  const running = loop()
  return {
    stop: async () => {
      stopping.abort()
      await running
      await queue?.stop()
      await pool.end()
    },
  }
}
