/** `keyturn demo`: two cars, a server and a database on this machine. `npm start` runs it. */
import { resolve } from 'node:path'
import { FLEET_SIZE } from '@keyturn/simulator/fleet/fleet.ts'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { startDemo } from '../demo/supervisor.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import { outJson, type Terminal } from '../terminal.ts'
import { dataOption } from './data-option.ts'
import { DEFAULT_PORT, readPort } from './server-options.ts'

type Options = {
  readonly data: string
  readonly port?: number
  readonly cases: number
  readonly json?: boolean
}

export function demoCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'demo', 'two cars, a server and a database on this machine; sit in one in your browser')
    .description(
      'Starts a database, a server and two virtual cars, one under Massachusetts and one under Maine law, and prints ' +
        'one address to open. The first start gives the cars twelve days of history; later starts find everything ' +
        'again. Ctrl-C stops all of it.',
    )
    .option('-p, --port <port>', `port of the one address (default: ${DEFAULT_PORT}, or the next free one)`, readPort)
    .addOption(dataOption('where cars, server and database keep what they know'))
    .addOption(
      new Option('--cases <number>', 'how many cases of the invented program to make')
        .argParser(readCount)
        .default(FLEET_SIZE),
    )
    .option('--json', 'once ready, print the addresses as JSON')
    .addHelpText(
      'after',
      examples(
        ['keyturn demo', 'then open the address it prints'],
        ['keyturn demo --data /tmp/try', 'beside your own, with cars of its own'],
        ['DATABASE_URL=postgres://… keyturn demo', 'on a PostgreSQL of your own'],
      ),
    )
    .action(async (options: Options) => end(await demo(options, terminal)))
}

function readCount(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Math.min(Number(text), FLEET_SIZE)
  throw new InvalidArgumentError(`A number of cases is a whole number up to ${FLEET_SIZE}.`)
}

async function demo({ data, port, cases, json }: Options, terminal: Terminal): Promise<ExitCode> {
  const say = (line: string) => terminal.err(`${line}\n`)
  const dataDir = resolve(data)
  const abort = new AbortController()
  const asked = new Promise<void>((done) => {
    const stop = () => {
      // A second Ctrl-C hears that the first one was heard; everything ends in order all the same.
      say(abort.signal.aborted ? 'Still stopping …' : 'Stopping the cars, the server and the database …')
      abort.abort()
      done()
    }
    terminal.onStop(stop)
  })
  try {
    const { DATABASE_URL: databaseUrl, KEYTURN_OWNER_DATABASE_URL: ownerUrl } = terminal.env
    const demo = await startDemo(
      { dataDir, port, casesMax: cases, fromPort: DEFAULT_PORT, databaseUrl, ownerUrl, say, now: terminal.now },
      abort.signal,
    )
    if (json === true) outJson(terminal, { ...demo.info, pids: demo.pids })
    else
      terminal.out(
        `\n  Keyturn is ready:  ${demo.info.server}\n\n  Ctrl-C stops it. What it knows stays in ${dataDir}\n\n`,
      )
    await asked
    await demo.stop()
  } catch (error) {
    if (!abort.signal.aborted) throw error
  }
  say('Stopped.')
  return EXIT.ok
}
