/** Packs stored uploads while nothing else is to be done. */
import { PACK_BEGINNING, type PackPlace, packSome } from '@keyturn/store/pack-uploads.ts'
import { withClient } from '@keyturn/store/with-client.ts'
import type { Logger } from 'pino'
import { rest } from './clock.ts'
import { plainError } from './plain-error.ts'

export type Packing = { readonly stop: () => Promise<void> }

const EVERY_MS = 5_000
/** Few at a time: packing keeps the process busy for some milliseconds each. */
const AT_ONCE = 4

export type PackingOptions = {
  /** Of the schema's owner; the server's own role may not change evidence. */
  readonly ownerUrl: string
  readonly logger: Logger
  /** Whether uploads are on their way in: then packing waits. */
  readonly isBusy: () => boolean
  readonly everyMs?: number
}

export function keepPacking({ ownerUrl, logger, isBusy, everyMs = EVERY_MS }: PackingOptions): Packing {
  const stopping = new AbortController()
  const pass = async (): Promise<void> => {
    await withClient({ connectionString: ownerUrl }, async (owner) => {
      for (let place: PackPlace | undefined = PACK_BEGINNING; place !== undefined && !stopping.signal.aborted; ) {
        if (isBusy()) return
        place = (await packSome(owner, place, AT_ONCE)).next
        await rest(1, stopping.signal)
      }
    })
  }
  const loop = async (): Promise<void> => {
    for (await rest(everyMs, stopping.signal); !stopping.signal.aborted; await rest(everyMs, stopping.signal)) {
      try {
        await pass()
      } catch (error) {
        if (!stopping.signal.aborted)
          logger.warn({ err: plainError(error) }, 'stored uploads were not packed; they stay as they are')
      }
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
