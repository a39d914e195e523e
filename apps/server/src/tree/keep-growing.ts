/** Appends to the log over everything received, again and again, while the server runs. */
import type { Logger } from 'pino'
import { rest } from '../clock.ts'
import { plainError } from '../plain-error.ts'
import type { Tree } from './tree.ts'

export type Growing = { readonly stop: () => Promise<void> }

const EVERY_MS = 1_000

export function keepGrowing(
  tree: Tree,
  {
    logger,
    onSize,
    everyMs = EVERY_MS,
  }: { readonly logger: Logger; readonly onSize: (size: number) => void; readonly everyMs?: number },
): Growing {
  const stopping = new AbortController()
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        onSize((await tree.grow()).size)
      } catch (error) {
        // Uploads wait in their tables; the next round takes them up.
        if (!stopping.signal.aborted)
          logger.warn({ err: plainError(error) }, 'the log over everything received did not grow')
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
