/** Keeps looking for what is due, and has it done, while the server runs. Any number of servers may do so at once. */
import { openPool } from '@keyturn/store/pool.ts'
import { enqueue } from '@keyturn/store/queries/jobs/enqueue.ts'
import type { Logger } from 'pino'
import { rest } from '../clock.ts'
import { plainError } from '../plain-error.ts'
import { isDatabaseAway } from './database-away.ts'
import { drainWith, type Job, type Work } from './queue.ts'

export type Working = { readonly stop: () => Promise<void> }

const EVERY_MS = 1_000
/** Jobs at a time in this process. */
const AT_ONCE = 3
/** After a failure of the database, before it is asked again. */
const PAUSE_MS = 1_000

export type WorkingOptions = {
  readonly appUrl: string
  readonly logger: Pick<Logger, 'warn'>
  readonly work: Work
  /** A case that could not be worked out: noted, so that it waits a while. */
  readonly onCaseFailure: (caseId: string, error: unknown) => Promise<void>
  readonly everyMs?: number | undefined
}

/** Whatever becomes of the database, this neither throws nor ends by itself: what is due stays due. */
export function keepWorking(options: WorkingOptions): Working {
  const { appUrl, logger, work, onCaseFailure, everyMs = EVERY_MS } = options
  const stopping = new AbortController()
  const { signal } = stopping
  // Its own: requests are not to wait for jobs. One more than works at once, for adding.
  const pool = openPool(appUrl, { connectionsMax: AT_ONCE + 1, onIdleError: () => undefined })
  const tell = (error: unknown, words: string, about: object = {}): void => {
    if (!signal.aborted) logger.warn({ err: plainError(error), ...about }, words)
  }
  const onFailure = async (job: Job, error: unknown): Promise<void> => {
    tell(error, 'a job failed; what it was about stays due', job)
    if (job.task !== 'act-case' || job.about === null || signal.aborted || isDatabaseAway(error)) return
    try {
      await onCaseFailure(job.about, error)
    } catch (failure) {
      tell(failure, 'the failure of a job could not be noted', job)
    }
  }
  let waking = new AbortController()
  const wake = (): void => {
    const before = waking
    waking = new AbortController()
    before.abort()
  }
  const restOrWake = (ms: number): Promise<void> => rest(ms, AbortSignal.any([signal, waking.signal]))
  const drain = drainWith({
    pool,
    onFailure,
    stopping: signal,
    work: { ...work, look: (...told) => work.look(...told).then(wake) },
  })
  const lane = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await drain()
        await restOrWake(everyMs)
      } catch (error) {
        tell(error, 'nobody could take jobs off the queue')
        await rest(PAUSE_MS, signal)
      }
    }
  }
  const looking = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await enqueue(pool, [{ task: 'look', about: null }])
        wake()
      } catch (error) {
        tell(error, 'nobody could look for what is due')
      }
      await rest(everyMs, signal)
    }
  }
  const running = Promise.all([looking(), ...Array.from({ length: AT_ONCE }, lane)])
  return {
    stop: async () => {
      stopping.abort()
      await running
      await pool.end()
    },
  }
}
