/** The tree of commands, and one way to run it. */
import { VERSION } from '@keyturn/server/version.ts'
import type { Command } from 'commander'
import { examples, type Frame, rootCommand } from './command.ts'
import { benchCommand } from './commands/bench.ts'
import { codeCommand } from './commands/code.ts'
import { demoCommand } from './commands/demo.ts'
import { demoProgramCommand } from './commands/demo-program.ts'
import { drillCommand } from './commands/drill.ts'
import { enrollCommand } from './commands/enroll.ts'
import { explainCommand } from './commands/explain.ts'
import { importCommand } from './commands/import.ts'
import { keysCommand } from './commands/keys.ts'
import { migrateCommand } from './commands/migrate.ts'
import { mirrorCommand } from './commands/mirror.ts'
import { printCommand } from './commands/print.ts'
import { rehearseCommand } from './commands/rehearse.ts'
import { replayCommand } from './commands/replay.ts'
import { reportCommand } from './commands/report.ts'
import { scenarioCommand } from './commands/scenario.ts'
import { serveCommand } from './commands/serve.ts'
import { signCommand } from './commands/sign.ts'
import { unitCommand } from './commands/unit.ts'
import { verifyCommand } from './commands/verify.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { guarded } from './legible.ts'
import { report } from './report.ts'
import type { Terminal } from './terminal.ts'

/** Runs one command line, without `node` and the program's own name. Never throws. */
export async function run(args: readonly string[], given: Terminal): Promise<ExitCode> {
  const terminal = guarded(given)
  let exit: ExitCode = EXIT.ok
  const program = programFor({
    terminal,
    end: (code) => {
      exit = code
    },
  })
  try {
    await program.parseAsync([...args], { from: 'user' })
    return exit
  } catch (error) {
    return report(error, terminal, args.includes('--debug'))
  }
}

/** The whole tree, ready to parse. */
export function programFor(frame: Frame): Command {
  const program = rootCommand(frame.terminal)
    .description('The car decides, the log proves it, the server explains it: an open ignition-interlock platform.')
    .version(VERSION, '-V, --version', 'print the version')
    .addHelpText(
      'after',
      examples(
        ['keyturn demo', 'two cars, a server and a database on this machine; sit in one in your browser'],
        ['keyturn scenario run conformance/scenarios', 'play the cases that a lawyer can read'],
        ['keyturn verify car.log --key device.pem', 'check a log offline'],
        ['keyturn explain --log car.log', 'what the law says about it, with the words of the law'],
      ),
    )
    .addHelpText(
      'after',
      '\nEach command explains itself: keyturn COMMAND --help. With --debug a failure shows its stack trace.',
    )
  for (const add of COMMANDS) add(program, frame)
  return program
}

const COMMANDS: readonly ((parent: Command, frame: Frame) => void)[] = [
  demoCommand,
  serveCommand,
  unitCommand,
  benchCommand,
  enrollCommand,
  verifyCommand,
  explainCommand,
  replayCommand,
  rehearseCommand,
  keysCommand,
  signCommand,
  codeCommand,
  mirrorCommand,
  printCommand,
  importCommand,
  reportCommand,
  scenarioCommand,
  drillCommand,
  migrateCommand,
  demoProgramCommand,
]
