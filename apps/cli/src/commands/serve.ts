/** `keyturn serve`: the server alone. */
import { systemClock } from '@keyturn/server/clock.ts'
import { readConfig } from '@keyturn/server/config.ts'
import { startServer } from '@keyturn/server/start.ts'
import { StartFailure } from '@keyturn/server/start-failure.ts'
import type { Command } from 'commander'
import { destination, pino } from 'pino'
import { commandUnder, examples, type Frame } from '../command.ts'
import { serveUntilStopped } from '../demo/supervision.ts'
import { badInput, EXIT, environment } from '../exit.ts'
import { portalFolder } from '../repository.ts'
import type { Terminal } from '../terminal.ts'
import { dataOption } from './data-option.ts'
import { readPort } from './server-options.ts'

type Options = {
  readonly data: string
  readonly port?: number
  readonly host?: string
  readonly name?: string
  readonly publicDemo?: boolean
}

export function serveCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'serve', 'run the server: it takes in logs, and explains them')
    .description(
      'Runs the server until it is told to stop (Ctrl-C). It keeps its keys and its embedded PostgreSQL in the data ' +
        'folder; with DATABASE_URL it uses that PostgreSQL (15 or newer) instead. More settings come from the ' +
        'environment: docs/operations.md lists them.',
    )
    .addOption(dataOption('keys, operator token, embedded PostgreSQL'))
    .option('-p, --port <port>', 'port to listen on; 0 takes a free one (default: 8080)', readPort)
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--name <name>', 'the name under which it signs receipts and checkpoints')
    .option('--public-demo', 'let anybody look at the devices that KEYTURN_PUBLIC_DEVICES names')
    .addHelpText(
      'after',
      examples(
        ['keyturn serve', 'on http://127.0.0.1:8080, with a database of its own'],
        ['keyturn serve --port 4600 --data .keyturn', 'the server of the demo, alone'],
        ['DATABASE_URL=postgres://keyturn@db/keyturn keyturn serve --host 0.0.0.0', 'on a PostgreSQL of your own'],
      ),
    )
    .action(async (options: Options) => {
      await serveUntilStopped(
        terminal,
        () => start(options, terminal),
        (url) => terminal.out(`Keyturn serves at ${url}\n`),
      )
      end(EXIT.ok)
    })
}

async function start({ data, port, host, name, publicDemo }: Options, { env }: Terminal) {
  const config = configOf({
    ...env,
    KEYTURN_DATA: data,
    KEYTURN_PORTAL: env['KEYTURN_PORTAL'] ?? portalFolder(),
    ...(port === undefined ? {} : { KEYTURN_PORT: String(port) }),
    ...(host === undefined ? {} : { KEYTURN_HOST: host }),
    ...(name === undefined ? {} : { KEYTURN_NAME: name }),
    ...(publicDemo === true ? { KEYTURN_PUBLIC_DEMO: '1' } : {}),
  })
  const logger = pino(
    { level: config.logLevel, redact: ['req.headers.authorization', 'headers.authorization'] },
    destination({ dest: 2, sync: true }),
  )
  const clock = systemClock(config.clockOffsetMs)
  try {
    const { url, close } = await startServer({ ...config, clock, logger })
    return { url, close, setOffset: clock.setOffset }
  } catch (error) {
    if (error instanceof StartFailure) throw environment(error.message, error)
    throw error
  }
}

function configOf(env: NodeJS.ProcessEnv): ReturnType<typeof readConfig> {
  try {
    return readConfig(env)
  } catch (error) {
    if (error instanceof StartFailure) throw badInput(error.message, error)
    throw error
  }
}
