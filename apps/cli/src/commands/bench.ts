/** `keyturn bench`: a technician's laptop, as a process. */
import { join } from 'node:path'
import { type Bench, startBench } from '@keyturn/bench/bench.ts'
import { BadOptions, optionsFromEnvironment } from '@keyturn/bench/options.ts'
import type { Command } from 'commander'
import { destination, pino } from 'pino'
import { commandUnder, examples, type Frame } from '../command.ts'
import { serveUntilStopped } from '../demo/supervision.ts'
import { badInput, EXIT, environment } from '../exit.ts'
import { portalFolder } from '../repository.ts'
import type { Terminal } from '../terminal.ts'
import { DEFAULT_DATA } from './data-option.ts'
import { readPort } from './server-options.ts'

type Options = {
  readonly data?: string
  readonly port?: number
  readonly rootKey?: string
  readonly server?: readonly string[]
  readonly mirror?: readonly string[]
  readonly unit?: readonly string[]
}

export function benchCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'bench', 'run a technician’s bench: visits that need nobody’s server')
    .description(
      'Runs the bench of a service center on its own laptop: its page and what it asks are on its own port. Visits are made ' +
        'with cars on this machine’s network, are kept in a journal, and are sent to servers when those answer.',
    )
    .option(
      '-d, --data <folder>',
      `journal, the technician’s sealed key and credential (default: ${DEFAULT_DATA}/bench)`,
    )
    .option('-p, --port <port>', 'port of the bench; 0 takes a free one (default: 0)', readPort)
    .option('--root-key <key>', 'the authority’s root key, to which everything is verified')
    .option('-s, --server <url...>', 'send visits to these servers; each gets all of them')
    .option('-m, --mirror <url...>', 'read orders and withdrawals from these mirrors')
    .option('-u, --unit <url...>', 'addresses of cars that are usually at this bench')
    .addHelpText(
      'after',
      examples([
        'keyturn bench --root-key "$ROOT" --unit http://127.0.0.1:4602 --port 4605',
        'with technician.key and technician.txt in the data folder',
      ]),
    )
    .action(async (options: Options) => {
      await serveUntilStopped(
        terminal,
        () => start(options, terminal),
        (url) => terminal.out(`The bench is open at ${url}\n`),
      )
      end(EXIT.ok)
    })
}

async function start(options: Options, { env }: Terminal): Promise<Started> {
  const settings = settingsOf(options, env)
  const log = pino({ level: settings.logLevel }, destination({ dest: 2, sync: true }))
  try {
    const bench = await startBench(settings, { log })
    return { url: bench.url, close: bench.close, setOffset: bench.setClockOffset }
  } catch (error) {
    throw error instanceof BadOptions ? environment(`${error.message}.`, error) : error
  }
}

type Started = Pick<Bench, 'url' | 'close'> & { readonly setOffset: Bench['setClockOffset'] }

function settingsOf(options: Options, env: Terminal['env']): ReturnType<typeof optionsFromEnvironment> {
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
