/** `keyturn bench`: a technician’s laptop, as a process; its other words make one visit, list visits and send them. */
import type { Command } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { serveUntilStopped } from '../demo/supervision.ts'
import { EXIT } from '../exit.ts'
import { benchCarryCommand } from './bench-carry.ts'
import { type BenchOptions, benchOptions, startedBench } from './bench-options.ts'
import { benchVisitCommand } from './bench-visit.ts'
import { benchSyncCommand, benchVisitsCommand } from './bench-visits.ts'
import { readPort } from './server-options.ts'

export function benchCommand(parent: Command, frame: Frame): void {
  const bench = commandUnder(parent, 'bench', 'a technician’s bench: visits that need nobody’s server')
  for (const add of [openCommand, benchVisitCommand, benchVisitsCommand, benchSyncCommand, benchCarryCommand])
    add(bench, frame)
}

/** What `keyturn bench` does when no other word follows. */
function openCommand(parent: Command, { terminal, end }: Frame): void {
  const command = commandUnder(parent, 'open', 'open the bench: its page, until it is stopped', { isDefault: true })
    .description(
      'Runs the bench of a service center on its own laptop: its page and what it asks are on its own port. Visits are made ' +
        'with cars on this machine’s network, are kept in a journal, and are sent to servers when those answer. ' +
        'The word open may be left out.',
    )
    .option('-p, --port <port>', 'port of the bench; 0 takes a free one (default: 0)', readPort)
  benchOptions(command)
    .addHelpText(
      'after',
      examples([
        'keyturn bench open --root-key "$ROOT" --unit http://127.0.0.1:4602 --port 4605',
        'with technician.key and technician.txt in the data folder',
      ]),
    )
    .action(async (options: BenchOptions) => {
      await serveUntilStopped(
        terminal,
        () => startedBench(options, terminal),
        (url) => terminal.out(`The bench is open at ${url}/bench\n`),
      )
      end(EXIT.ok)
    })
}
