/** `keyturn bench carry`: hands a signed order, or another statement, to a car. */
import type { Command } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { EXIT } from '../exit.ts'
import { readText } from '../read-file.ts'
import { type AtBench, atBench, atOption, CAR } from './bench-at.ts'
import { benchOptions } from './bench-options.ts'

export function benchCarryCommand(parent: Command, { terminal, end }: Frame): void {
  const command = commandUnder(parent, 'carry', 'hand a signed order, or another statement, to a car')
    .description(
      'The car verifies the file itself; whoever brings it adds nothing to it. What was handed over is written down.',
    )
    .argument('<file>', 'the statement file')
    .addOption(atOption())
  benchOptions(command)
    .addHelpText(
      'after',
      examples([`keyturn bench carry order.txt --unit ${CAR} --root-key "$ROOT"`, 'no server is asked']),
    )
    .action(async (file: string, options: AtBench) => {
      const text = await readText(file, terminal)
      const unit = options.unit?.[0] ?? CAR
      const { outcome, words } = await atBench(options, terminal, (bench) => bench.carry(unit, text))
      terminal.out(`${outcome}: ${words}\n`)
      end(outcome === 'accepted' ? EXIT.ok : EXIT.finding)
    })
}
