/** What every command shares: options of its own, examples in its help, an exit code as its answer. */
import { Command, type CommandOptions, Option } from 'commander'
import { EXIT, type ExitCode } from './exit.ts'
import type { Terminal } from './terminal.ts'

/** What a command is built with: its terminal, and where to leave its exit code. */
export type Frame = { readonly terminal: Terminal; readonly end: (exit: ExitCode) => void }

export type Example = readonly [line: string, what: string]

/** The end of a help text: examples (the line to type, and what it does), and the exit codes. */
export function examples(...lines: readonly Example[]): string {
  return `\nExamples:\n${lines.map(([line, what]) => `  $ ${line}\n      ${what}`).join('\n')}\n${EXIT_CODES}`
}

/** A command under `parent` that inherits how errors and help are shown. */
export function commandUnder(parent: Command, name: string, summary: string, options: CommandOptions = {}): Command {
  const command = parent.command(name, options).summary(summary).description(summary)
  const outputError = complainer(parent.parent === null ? name : `${parent.name()} ${name}`)
  return command.configureOutput({ outputError }).addOption(new Option('--debug').hideHelp())
}

/** Commander's own settings, once for the whole tree. */
export function rootCommand(terminal: Terminal): Command {
  return new Command('keyturn')
    .exitOverride()
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      outputError: complainer(''),
      getOutHelpWidth: () => 100,
    })
    .showSuggestionAfterError()
}

/** One line for what commander objects to: the thing, and where the remedy stands. */
const complainer =
  (name: string) =>
  (text: string, write: (text: string) => void): void => {
    const what = text
      .replace(/^error: /, '')
      .trim()
      .replaceAll('\n', ' ')
    write(`keyturn: ${what}${what.endsWith('.') ? '' : '.'} Try: keyturn ${name === '' ? '' : `${name} `}--help\n`)
  }

/** `Exit codes:` at the end of the help of every command. */
const EXIT_CODES = `
Exit codes: ${EXIT.ok} fine · ${EXIT.finding} the answer is no (a fault, a mismatch, a refusal) · ${EXIT.badInput} bad input · ${EXIT.environment} port, database, disk or network`
