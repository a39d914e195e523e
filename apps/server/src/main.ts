/** The server as a process: configuration from the environment, signals, and words for whoever started it. */
import path from 'node:path'
import { StoreFailure } from '@keyturn/store/failure.ts'
import { destination, pino } from 'pino'
import { systemClock } from './clock.ts'
import { readConfig } from './config.ts'
import { startServer } from './start.ts'
import { StartFailure } from './start-failure.ts'

/** Runs until told to stop. Exit code 0 after a clean stop, 1 when it could not start. */
export async function main(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  try {
    const config = readConfig(env)
    const logger = pino(
      { level: config.logLevel, redact: ['req.headers.authorization', 'headers.authorization'] },
      destination(2),
    )
    const clock = systemClock(config.clockOffsetMs)
    const server = await startServer({ ...config, clock, logger })
    const stop = async (why: string): Promise<void> => {
      logger.info({ why }, 'stopping')
      await server.close()
      process.exit(0)
    }
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => void stop(signal))
    // A supervisor that went away is a reason to stop as well, and it may move the clock of a demo.
    process.once('disconnect', () => void stop('the supervisor went away'))
    process.on('message', (message) => {
      const offset = offsetIn(message)
      if (offset !== undefined && config.publicDemo) clock.setOffset(offset)
    })
    process.stdout.write(`Keyturn server at ${server.url} (data in ${path.resolve(config.dataDir)})\n`)
    process.send?.({ ready: { url: server.url } })
  } catch (error) {
    if (error instanceof StoreFailure || error instanceof StartFailure) {
      process.stderr.write(`${error.message}\n`)
      process.exit(1)
    }
    throw error
  }
}

function offsetIn(message: unknown): number | undefined {
  if (typeof message !== 'object' || message === null || !('clockOffsetMs' in message)) return undefined
  const { clockOffsetMs } = message
  return typeof clockOffsetMs === 'number' && Number.isSafeInteger(clockOffsetMs) ? clockOffsetMs : undefined
}

if (process.argv[1] === import.meta.filename) await main()
