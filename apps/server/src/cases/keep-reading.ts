/** Reads what devices sent into their cases, again and again, while the server runs. */
import type { Logger } from 'pino'
import { rest } from '../clock.ts'
import { plainError } from '../plain-error.ts'
import type { CaseParts } from './case-parts.ts'
import { readGrown } from './read-grown.ts'

export type KeptReading = { readonly stop: () => Promise<void> }

const EVERY_MS = 1_000

export type KeepReadingOptions = {
  readonly logger: Pick<Logger, 'warn' | 'error'>
  /** Told how many cases were assessed anew. */
  readonly onAssessed: (cases: number) => void
  readonly everyMs?: number | undefined
}

export function keepReading(parts: CaseParts, options: KeepReadingOptions): KeptReading {
  const { logger, onAssessed, everyMs = EVERY_MS } = options
  const stopping = new AbortController()
  const reading = {
    stopping: stopping.signal,
    onFailure: (caseId: string, error: unknown) =>
      logger.error(
        { err: plainError(error), caseId },
        'a case could not be assessed after an upload; it is tried again',
      ),
  }
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        onAssessed(await readGrown(parts, reading))
      } catch (error) {
        // What has grown is still marked as grown; the next round takes it up.
        if (!stopping.signal.aborted) logger.warn({ err: plainError(error) }, 'uploads were not read into their cases')
      }
      await rest(everyMs, stopping.signal)
    }
  }
  const running = loop()
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}
