/** `keyturn rehearse`: if a vendor were gone now, which car stops when, and who could lawfully help? */
import { client } from '@keyturn/contract/client.ts'
import { type Rehearsal, rehearsal, rehearseNow } from '@keyturn/contract/endpoints/rehearsal.ts'
import { endOfDay } from '@keyturn/domain/civil.ts'
import type { Command } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { EXIT, type ExitCode, Refusal } from '../exit.ts'
import { invented, providersIn, rehearseLogs } from '../rehearsal/local.ts'
import { rehearsalText } from '../rehearsal/tables.ts'
import { outJson, type Terminal } from '../terminal.ts'
import { type GivenMoment, readMoment } from './moments.ts'
import { DEFAULT_SERVER, serverOption, tokenOption } from './server-options.ts'

type Options = {
  readonly vendors?: string
  readonly vendor?: string
  readonly model?: string
  readonly at?: GivenMoment
  readonly server: string
  readonly token?: string
  readonly jurisdiction?: string
  readonly now?: boolean
  readonly json?: boolean
}

export function rehearseCommand(parent: Command, { terminal, end }: Frame): void {
  commandUnder(parent, 'rehearse', 'if a vendor were gone now: which car stops when, and who could lawfully help')
    .description(
      'Runs the controller of each car forward from its log with nobody serving it, tells the day on which it would not ' +
        'start any more, who could lawfully help by which path, and what is missing; and really does every act by every ' +
        'path, signed by a made-up authority. From logs on this machine, or from a server that does it every night.',
    )
    .argument('[logs...]', 'log files, unit data folders, or folders of them; without any a server is asked')
    .option('--vendors <file>', 'with logs: vendors, owners and centers, as YAML or JSON; default: the invented ones')
    .option('--vendor <id>', 'with logs: whose devices they are')
    .option('--model <name>', 'with logs: which model they are')
    .option('--at <day>', 'with logs: as of the end of that day (UTC), or of a moment. Default: now', readMoment)
    .addOption(serverOption('server to ask').default(DEFAULT_SERVER))
    .addOption(tokenOption())
    .option('--jurisdiction <id>', 'only of this jurisdiction')
    .option('--now', 'have the server rehearse now, and then tell')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      examples(
        ['keyturn rehearse .keyturn/units --vendor northgate', 'the cars of the demo, offline'],
        ['keyturn rehearse --token "$(cat .keyturn/operator-token)" --now', 'all cases of the demo’s server'],
      ),
    )
    .action(async (logs: readonly string[], options: Options) => {
      const all = logs.length === 0 ? await fromServer(options) : await fromLogs(logs, options, terminal)
      const told = only(all, options.jurisdiction)
      if (options.json === true) outJson(terminal, told)
      else terminal.out(rehearsalText(told))
      end(exitFor(told))
    })
}

async function fromLogs(logs: readonly string[], options: Options, terminal: Terminal): Promise<Rehearsal> {
  const { vendor = '', model = '', vendors } = options
  const at = momentOf(options.at, terminal)
  const providers = vendors === undefined ? invented : await providersIn(vendors, terminal)
  return rehearseLogs(logs, { at, providers, vendor, model }, terminal)
}

function momentOf(given: GivenMoment | undefined, terminal: Terminal) {
  if (given === undefined) return terminal.now()
  return 'at' in given ? given.at : endOfDay(given.day, 'UTC')
}

async function fromServer({ server, token, jurisdiction, now }: Options): Promise<Rehearsal> {
  const ask = client({ baseUrl: server, token })
  if (now === true) {
    const done = await ask(rehearseNow, { params: {} })
    if (!done.ok) throw new Refusal(EXIT.finding, `the server does not rehearse: ${done.problem.detail}`)
  }
  const answer = await ask(rehearsal, { params: {}, query: jurisdiction === undefined ? {} : { jurisdiction } })
  if (!answer.ok) throw new Refusal(EXIT.finding, `the server does not tell the rehearsal: ${answer.problem.detail}`)
  return answer.value
}

function only(told: Rehearsal, jurisdiction: string | undefined): Rehearsal {
  if (jurisdiction === undefined) return told
  const here = <T extends { readonly jurisdiction: string }>(list: readonly T[]): T[] =>
    list.filter((each) => each.jurisdiction === jurisdiction)
  return { ...told, matrix: here(told.matrix), stops: here(told.stops), gaps: here(told.gaps) }
}

/** The answer is no when somebody would be left alone, or a path failed. */
const exitFor = ({ gaps }: Rehearsal): ExitCode =>
  gaps.some(({ kind }) => kind === 'no-path' || kind === 'rehearsal-failed') ? EXIT.finding : EXIT.ok
