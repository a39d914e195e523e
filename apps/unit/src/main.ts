/** The unit as a process. Options come from the environment; a parent process may move the clock over IPC. */
import pino from 'pino'
import { z } from 'zod'
import { BadOptions, optionsFromEnvironment } from './options.ts'
import { startUnit, type Unit } from './unit.ts'

const log = pino({ name: 'unit' }, pino.destination({ dest: 2, sync: true }))
const Told = z.union([z.strictObject({ clockOffsetMs: z.number().int() }), z.strictObject({ stop: z.literal(true) })])

/** Tells the parent process, if there is one that listens. */
const tell = (message: object): void => {
  if (process.connected) process.send?.(message)
}

async function main(): Promise<void> {
  const options = optionsFromEnvironment(process.env)
  log.level = options.logLevel
  const unit = await startUnit(options, { log, onClockOffset: (clockOffsetMs) => tell({ clockOffsetMs }) })
  process.on('message', (message) => {
    const read = Told.safeParse(message)
    if (!read.success) log.error({ message }, 'the parent said something that is no message of ours')
    else if ('stop' in read.data) stop(unit)
    else unit.setClockOffset(read.data.clockOffsetMs)
  })
  // A supervisor that is gone cannot switch the unit off any more.
  process.on('disconnect', () => stop(unit))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(unit))
  tell({ ready: { device: options.device, url: unit.url, publicKey: unit.publicKey } })
}

let stopping = false
function stop(unit: Unit): void {
  if (stopping) return
  stopping = true
  unit.close().then(
    () => process.exit(0),
    (error: unknown) => {
      log.error({ error: String(error) }, 'the unit could not stop in order')
      process.exit(1)
    },
  )
}

main().catch((error: unknown) => {
  const wrongOptions = error instanceof BadOptions
  log.error({ error: error instanceof Error ? error.message : String(error) }, 'the unit cannot start')
  tell({ failed: error instanceof Error ? error.message : String(error) })
  process.exit(wrongOptions ? 2 : 1)
})
