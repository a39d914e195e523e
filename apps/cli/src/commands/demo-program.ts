/** `keyturn demo-program`: what the demo starts beside its server to fill it; people have no need of it. */
import { type Instant, instant } from '@keyturn/domain/units.ts'
import type { Command } from 'commander'
import type { Frame } from '../command.ts'
import { loadProgram } from '../demo/program/load-program.ts'
import type { ProgramWord } from '../demo/program/program-process.ts'
import { badInput, EXIT, type ExitCode } from '../exit.ts'
import { endingOf } from '../report.ts'
import type { Terminal } from '../terminal.ts'

type Options = { readonly data: string; readonly name: string; readonly cases: string }

export function demoProgramCommand(parent: Command, { terminal, end }: Frame): void {
  parent
    .command('demo-program', { hidden: true })
    .description('Fills the database of a demo with its program; started by keyturn demo.')
    .requiredOption('--data <folder>', 'folder of the demo')
    .requiredOption('--name <name>', 'name under which its server signs')
    .requiredOption('--cases <number>', 'how many cases at most')
    .action(async (options: Options) => end(await load(options, terminal)))
}

async function load({ data, name, cases }: Options, terminal: Terminal): Promise<ExitCode> {
  const { DATABASE_URL: databaseUrl, KEYTURN_CLOCK_OFFSET_MS: offset } = terminal.env
  if (databaseUrl === undefined || databaseUrl === '') throw badInput('demo-program is started by keyturn demo.')
  const tell = (word: ProgramWord) => terminal.supervisor?.tell(word)
  let stopped = false
  const stop = () => {
    stopped = true
  }
  terminal.onStop(stop)
  terminal.supervisor?.whenGone(stop)
  try {
    await loadProgram({
      dataDir: data,
      serverName: name,
      databaseUrl,
      now: worldTime(terminal, offset),
      casesMax: Number(cases),
      onReady: () => tell({ program: 'ready' }),
      onProgress: (done, of) => tell({ program: 'progress', done, of }),
      stopped: () => stopped,
      note: (line) => terminal.err(`${line}\n`),
    })
  } catch (error) {
    tell({ program: 'failed', sentence: endingOf(error).sentence ?? String(error) })
    throw error
  } finally {
    terminal.supervisor?.leave()
  }
  return EXIT.ok
}

const worldTime = (terminal: Terminal, offset: string | undefined): Instant =>
  instant(terminal.now() + Number(offset ?? 0))
