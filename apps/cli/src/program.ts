/** The tree of commands, and one way to run it. */
import { examples, rootCommand } from './command.ts'
import { demoCommand } from './commands/demo.ts'
import { enrollCommand } from './commands/enroll.ts'
import { explainCommand } from './commands/explain.ts'
import { migrateCommand } from './commands/migrate.ts'
import { printCommand } from './commands/print.ts'
import { scenarioCommand } from './commands/scenario.ts'
import { serveCommand } from './commands/serve.ts'
import { unitCommand } from './commands/unit.ts'
import { verifyCommand } from './commands/verify.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { report } from './report.ts'
import type { Terminal } from './terminal.ts'

/** Runs one command line, without `node` and the program's own name. Never throws. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exit: ExitCode = EXIT.ok
  const frame = {
    terminal,
    end: (code: ExitCode) => {
      exit = code
    },
  }
  const program = rootCommand(terminal)
    .description('The car decides, the log proves it, the server explains it: an open ignition-interlock platform.')
    .version('0.1.0', '-V, --version', 'print the version')
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
  demoCommand(program, frame)
  serveCommand(program, frame)
  unitCommand(program, frame)
  enrollCommand(program, frame)
  verifyCommand(program, frame)
  explainCommand(program, frame)
  printCommand(program, frame)
  scenarioCommand(program, frame)
  migrateCommand(program, frame)
  try {
    await program.parseAsync([...args], { from: 'user' })
    return exit
  } catch (error) {
    return report(error, terminal, args.includes('--debug'))
  }
}
