/** Everything a command touches of the process it runs in, so that a test can be that process. */
import type { Instant } from '@keyturn/domain/units.ts'
import { legibleJson } from './legible.ts'

/** The process that started this one and watches over it. */
export type Supervisor = {
  readonly tell: (word: object) => void
  readonly hear: (what: (message: unknown) => void) => void
  /** Also when it was killed without warning. */
  readonly whenGone: (what: () => void) => void
  /** Closes the channel, which would keep this process alive. */
  readonly leave: () => void
}

export type Terminal = {
  /** Standard output: answers, and nothing but answers. */
  readonly out: (text: string) => void
  /** Standard error: progress, warnings, refusals. */
  readonly err: (text: string) => void
  readonly now: () => Instant
  readonly env: { readonly [name: string]: string | undefined }
  /** Calls at every signal that asks this process to stop. */
  readonly onStop: (what: () => void) => void
  /** Null when nobody supervises this process. */
  readonly supervisor: Supervisor | null
  /** Asks for a passphrase, unseen; null where nobody can type one. */
  readonly askSecret: ((question: string) => Promise<string>) | null
  /** Reads all of standard input. */
  readonly input: () => Promise<Uint8Array>
}

/** Prints a value for a program: one JSON text, indented so that people can read it too. */
export const outJson = (terminal: Terminal, value: unknown): void =>
  terminal.out(`${legibleJson(JSON.stringify(value, null, 2))}\n`)
