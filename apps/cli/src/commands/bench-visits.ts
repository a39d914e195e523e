/** `keyturn bench visits` and `keyturn bench sync`: what was done at a bench, and whether servers have it. */
import type { ToldState } from '@keyturn/bench/client.ts'
import { inZone } from '@keyturn/domain/civil.ts'
import { parseInstant } from '@keyturn/domain/units.ts'
import type { Command } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { EXIT } from '../exit.ts'
import { outJson, type Terminal } from '../terminal.ts'
import { type AtBench, atBench, atOption } from './bench-at.ts'
import { benchOptions } from './bench-options.ts'

type Options = AtBench & { readonly json?: boolean; readonly again?: boolean }

export function benchVisitsCommand(parent: Command, { terminal, end }: Frame): void {
  const command = commandUnder(parent, 'visits', 'list the visits of a bench and what each server has of them')
    .addOption(atOption())
    .option('--json', 'print them as JSON')
  benchOptions(command)
    .addHelpText('after', examples(['keyturn bench visits --root-key "$ROOT"', 'from the journal in the data folder']))
    .action(async (options: Options) => {
      const state = await atBench(options, terminal, (bench) => bench.state())
      show(state, options, terminal)
      end(EXIT.ok)
    })
}

export function benchSyncCommand(parent: Command, { terminal, end }: Frame): void {
  const command = commandUnder(parent, 'sync', 'send what waits at a bench to its servers now')
    .description(
      'Sends logs and certificates that a server does not have yet. Sending again is harmless. ' +
        'The answer is no (exit code 1) while something still waits or was refused.',
    )
    .addOption(atOption())
    .option('--again', 'also what a server refused before')
    .option('--json', 'print the visits as JSON')
  benchOptions(command)
    .addHelpText(
      'after',
      examples(['keyturn bench sync --server https://vendor.example --root-key "$ROOT"', 'to this server']),
    )
    .action(async (options: Options) => {
      const state = await atBench(options, terminal, async (bench) => {
        await bench.sync(options.again === true)
        return bench.state()
      })
      show(state, options, terminal)
      const left = state.visits.some(({ sent }) =>
        sent.some((one) => one.state === 'waiting' || one.state === 'refused'),
      )
      end(left ? EXIT.finding : EXIT.ok)
    })
}

function show({ visits, servers }: ToldState, { json }: Options, terminal: Terminal): void {
  for (const { server, trouble } of servers) if (trouble !== null) terminal.err(`${server}: ${trouble}\n`)
  if (json === true) return outJson(terminal, visits)
  if (visits.length === 0) terminal.out('No visits at this bench yet.\n')
  for (const { device, begunAt, timeZone, end, sent } of visits) {
    const at = parseInstant(begunAt)
    terminal.out(`${device}, ${at === undefined ? begunAt : inZone(at, timeZone)}: ${end?.words ?? 'not finished.'}\n`)
    for (const { server, words } of sent) terminal.out(`  ${server}: ${words}\n`)
  }
}
