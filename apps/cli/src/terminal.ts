/** Everything a command touches of the process it runs in, so that a test can be that process. */
import type { Instant } from '@keyturn/domain/units.ts'

export type Terminal = {
  /** Standard output: answers, and nothing but answers. */
  readonly out: (text: string) => void
  /** Standard error: progress, warnings, refusals. */
  readonly err: (text: string) => void
  readonly now: () => Instant
  readonly env: { readonly [name: string]: string | undefined }
  /** Reads all of standard input. */
  readonly input: () => Promise<Uint8Array>
}

/** Prints a value for a program: one JSON text, indented so that people can read it too. */
export const outJson = (terminal: Terminal, value: unknown): void => terminal.out(`${JSON.stringify(value, null, 2)}\n`)
