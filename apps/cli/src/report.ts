/** Turns what went wrong into one sentence and an exit code. Even what nobody foresaw is one line. */
import { Unreachable } from '@keyturn/contract/client.ts'
import { codeOf, StoreFailure } from '@keyturn/store/failure.ts'
import { CommanderError } from 'commander'
import { EXIT, type ExitCode, Refusal } from './exit.ts'
import type { Terminal } from './terminal.ts'

export type Ending = { readonly exit: ExitCode; readonly sentence: string | null }

/** @param error whatever a command threw */
export function endingOf(error: unknown): Ending {
  // Commander has already said what it had to say.
  if (error instanceof CommanderError) return { exit: error.exitCode === 0 ? EXIT.ok : EXIT.badInput, sentence: null }
  if (error instanceof Refusal) return { exit: error.exit, sentence: error.message }
  if (error instanceof StoreFailure) return { exit: EXIT.environment, sentence: error.message }
  if (error instanceof Unreachable) {
    return { exit: EXIT.environment, sentence: `${error.message}. Is it running? Try: keyturn demo` }
  }
  const known = systemSentence(error)
  if (known !== undefined) return { exit: EXIT.environment, sentence: known }
  const message = error instanceof Error ? error.message : String(error)
  return {
    exit: EXIT.environment,
    sentence: `unexpected: ${message.split('\n')[0] ?? ''} (run it again with --debug to see where)`,
  }
}

/** Says how a command ended and answers its exit code. With `debug` the stack trace follows. */
export function report(error: unknown, terminal: Terminal, debug: boolean): ExitCode {
  const { exit, sentence } = endingOf(error)
  if (sentence !== null) terminal.err(`keyturn: ${sentence}\n`)
  if (debug && sentence !== null) terminal.err(`${traceOf(error)}\n`)
  return exit
}

function systemSentence(error: unknown): string | undefined {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `port ${portOf(error)} is taken. Stop what uses it, or choose another one with --port.`
    case 'ENOSPC':
    case 'EDQUOT':
      return `the disk is full${pathOf(error)}. Free some space and try again.`
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `this user may not write${pathOf(error)}. Give it the folder, or choose another one.`
    default:
      return undefined
  }
}

const portOf = (error: unknown): string =>
  error instanceof Error && 'port' in error && typeof error.port === 'number' ? String(error.port) : ''
const pathOf = (error: unknown): string =>
  error instanceof Error && 'path' in error && typeof error.path === 'string' ? ` (${error.path})` : ''

function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : `\ncaused by ${traceOf(error.cause)}`
  return `${error.stack ?? error.message}${cause}`
}
