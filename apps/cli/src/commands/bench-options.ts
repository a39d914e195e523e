/** What every word of `keyturn bench` needs: its folder, the pinned root, where it sends and reads. */
import { join } from 'node:path'
import { startBench } from '@keyturn/bench/bench.ts'
import { BadOptions, optionsFromEnvironment } from '@keyturn/bench/options.ts'
import type { Command } from 'commander'
import { destination, pino } from 'pino'
import { badInput, environment } from '../exit.ts'
import { portalFolder } from '../repository.ts'
import type { Terminal } from '../terminal.ts'
import { DEFAULT_DATA } from './data-option.ts'

export type BenchOptions = {
  readonly data?: string
  readonly port?: number
  readonly rootKey?: string
  readonly server?: readonly string[]
  readonly mirror?: readonly string[]
  readonly unit?: readonly string[]
}

/** Adds the options that all of them share. */
export const benchOptions = (command: Command): Command =>
  command
    .option(
      '-d, --data <folder>',
      `journal, the technician’s sealed key and credential (default: ${DEFAULT_DATA}/bench)`,
    )
    .option('--root-key <key>', 'the authority’s root key, to which everything is verified')
    .option('-s, --server <url...>', 'send visits to these servers; each gets all of them')
    .option('-m, --mirror <url...>', 'read orders and withdrawals from these mirrors')
    .option('-u, --unit <url...>', 'addresses of cars that are usually at this bench')

/** A bench in this process. @throws Refusal. */
export async function startedBench(options: BenchOptions, { env }: Terminal) {
  const settings = settingsOf(options, env)
  const log = pino({ level: settings.logLevel }, destination({ dest: 2, sync: true }))
  try {
    const bench = await startBench(settings, { log })
    return { url: bench.url, close: bench.close, setOffset: bench.setClockOffset }
  } catch (error) {
    throw error instanceof BadOptions ? environment(`${error.message}.`, error) : error
  }
}

function settingsOf(options: BenchOptions, env: Terminal['env']): ReturnType<typeof optionsFromEnvironment> {
  const given = (name: string, value: string | undefined) => (value === undefined ? {} : { [name]: value })
  try {
    return optionsFromEnvironment({
      ...env,
      KEYTURN_DATA: options.data ?? join(DEFAULT_DATA, 'bench'),
      KEYTURN_PORTAL: env['KEYTURN_PORTAL'] ?? portalFolder(),
      ...given('KEYTURN_PORT', options.port?.toString()),
      ...given('KEYTURN_ROOT_KEY', options.rootKey),
      ...given('KEYTURN_SERVERS', options.server?.join(' ')),
      ...given('KEYTURN_MIRRORS', options.mirror?.join(' ')),
      ...given('KEYTURN_UNITS', options.unit?.join(' ')),
    })
  } catch (error) {
    throw error instanceof BadOptions ? badInput(`${error.message}.`, error) : error
  }
}
