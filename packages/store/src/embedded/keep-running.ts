/** Starts an embedded server again when it dies: killed by hand, or by a system that ran out of memory. */
import { setTimeout as pause } from 'node:timers/promises'
import { type EmbeddedOptions, type EmbeddedServer, startEmbedded } from './server.ts'

/** Between a failed start and the next try; it doubles up to the second figure. */
const FIRST_WAIT_MS = 200
const LONGEST_WAIT_MS = 10_000

/**
 * The same server, for as long as it is not stopped. What was committed is there again after each restart, at the same
 * address; connections that were open have to be made anew.
 *
 * @param tell hears of each end and each start in words
 */
export function keepRunning(
  first: EmbeddedServer,
  options: EmbeddedOptions,
  tell: (words: string) => void,
): EmbeddedServer {
  let current = first
  const stopping = new AbortController()
  const stopped = () => stopping.signal.aborted
  const port = Number(new URL(first.urlFor('keyturn_app', 'postgres')).port)

  const restart = async (): Promise<void> => {
    for (let waitMs = FIRST_WAIT_MS; !stopped(); waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      try {
        current = await startEmbedded({ ...options, tcpPort: port })
        tell('The embedded PostgreSQL runs again.')
        return
      } catch (error) {
        tell(error instanceof Error ? error.message : String(error))
        await pause(waitMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined)
      }
    }
  }
  const watch = async (): Promise<void> => {
    while (current.ended !== undefined) {
      const how = await current.ended
      if (stopped()) return
      tell(`The embedded PostgreSQL ended by itself (${how}); starting it again.`)
      await restart()
    }
  }
  const watching = watch()
  return {
    get pid() {
      return current.pid
    },
    started: first.started,
    ended: undefined,
    urlFor: (role, database) => current.urlFor(role, database),
    stop: async () => {
      stopping.abort()
      await current.stop()
      // A start that was under way ends in a server that has to be stopped as well.
      await watching
      await current.stop()
    },
  }
}
