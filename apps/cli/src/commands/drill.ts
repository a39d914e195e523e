/** `keyturn drill outage`: whether anybody who keeps the rules is stranded when everybody's servers are gone. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { commandUnder, examples, type Frame } from '../command.ts'
import { drillOutage } from '../drill/outage.ts'
import { Disagreement, Telling } from '../drill/telling.ts'
import { DrillWorld } from '../drill/world.ts'
import { EXIT } from '../exit.ts'
import type { Terminal } from '../terminal.ts'

export function drillCommand(parent: Command, { terminal, end }: Frame): void {
  const drill = parent
    .command('drill')
    .summary('rehearse a bad time with real processes, and see who is stranded')
    .description('Plays a bad time on this machine with real processes, and looks whether all agree at its end.')
  commandUnder(drill, 'outage', 'eight days without vendor, authority and mirrors')
    .description(
      'Starts six cars, two benches, the servers of vendor and authority with a database each, and two mirrors, in a ' +
        'temporary folder. Servers, databases and mirrors are ended with kill -9 for eight days, through which only the ' +
        'clock is moved. Cars are driven, served, unlocked and rescued meanwhile; then all come back, and every ' +
        'record, certificate and date must agree, each with its law.',
    )
    .option('--keep', 'leave the folder with all logs and data where it is')
    .addHelpText('after', examples(['keyturn drill outage', 'takes a minute or two; nothing stays behind']))
    .addHelpText('after', 'Here 1 means that two of them disagree, and the last line says who about what.')
    .action(async ({ keep }: { readonly keep?: boolean }) => {
      end((await drilled(terminal, keep === true)) ? EXIT.ok : EXIT.finding)
    })
}

/** Whether all agree. */
async function drilled(terminal: Terminal, keep: boolean): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-drill-'))
  const world = new DrillWorld({ folder, now: terminal.now, say: (line) => terminal.err(`${line}\n`) })
  const telling = new Telling(terminal.out)
  const ended = once(() => world.end())
  terminal.onStop(() => void ended())
  try {
    await world.begin()
    await drillOutage(world, telling)
    terminal.out(`\nAll agree: ${telling.agreed} comparisons, and no difference.\n`)
    return true
  } catch (error) {
    if (!(error instanceof Disagreement)) throw error
    terminal.out(`\nThey do not agree. ${error.message}\n`)
    return false
  } finally {
    await ended()
    if (keep) terminal.err(`Everything is kept in ${folder}\n`)
    else rmSync(folder, { recursive: true, force: true })
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => {
    done ??= work()
    return done
  }
}
