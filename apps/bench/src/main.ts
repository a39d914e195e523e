/** The bench as a process. Options come from the environment; a parent process may move the clock over IPC. */
import pino from 'pino'
import { z } from 'zod'
import { type Bench, startBench } from './bench.ts'
import { BadOptions, optionsFromEnvironment } from './options.ts'

const log = pino({ name: 'bench' }, pino.destination({ dest: 2, sync: true }))
const Told = z.union([z.strictObject({ clockOffsetMs: z.number().int() }), z.strictObject({ stop: z.literal(true) })])

/** Tells the parent process, if there is one that listens. */
const tell = (message: object): void => {
  if (process.connected) process.send?.(message)
}

async function main(): Promise<void> {
  const options = optionsFromEnvironment(process.env)
  log.level = options.logLevel
  const bench = await startBench(options, { log })
  process.on('message', (message) => {
    const read = Told.safeParse(message)
    if (!read.success) log.error({ message }, 'the parent said something that is no message of ours')
    else if ('stop' in read.data) stop(bench)
    else bench.setClockOffset(read.data.clockOffsetMs)
  })
  // A supervisor that is gone cannot close the bench any more.
  process.on('disconnect', () => stop(bench))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(bench))
  tell({ ready: { url: bench.url } })
}

let stopping = false
function stop(bench: Bench): void {
  if (stopping) return
  stopping = true
  bench.close().then(
    () => process.exit(0),
    (error: unknown) => {
      log.error({ error: String(error) }, 'the bench could not stop in order')
      process.exit(1)
    },
  )
}

main().catch((error: unknown) => {
  log.error({ error: error instanceof Error ? error.message : String(error) }, 'the bench cannot start')
  tell({ failed: error instanceof Error ? error.message : String(error) })
  process.exit(error instanceof BadOptions ? 2 : 1)
})
