/** Test support: runs a command line against a terminal that remembers what was said. */
import { type Instant, instant } from '@keyturn/domain/units.ts'
import type { ExitCode } from './exit.ts'
import { run } from './program.ts'
import type { Terminal } from './terminal.ts'

export type Told = { readonly exit: ExitCode; readonly out: string; readonly err: string }

type Setting = {
  readonly now?: Instant
  readonly env?: Terminal['env']
  readonly input?: Uint8Array
}

/** A terminal that nobody reads. */
export const silent: Terminal = {
  out: () => {},
  err: () => {},
  now: () => instant(Date.UTC(2026, 10, 20)),
  env: {},
  onStop: () => {},
  supervisor: null,
  askSecret: null,
  input: async () => new Uint8Array(),
}

/** Runs `keyturn ARGS` and answers what it said and how it ended. */
export async function keyturn(args: readonly string[], { now, env, input }: Setting = {}): Promise<Told> {
  let out = ''
  let err = ''
  const exit = await run(args, {
    ...silent,
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    now: now === undefined ? silent.now : () => now,
    env: env ?? silent.env,
    input: async () => input ?? new Uint8Array(),
  })
  return { exit, out, err }
}
