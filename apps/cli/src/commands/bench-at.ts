/** A bench to talk to: the one that runs at an address, or one on its folder for as long as the command lasts. */
import { BenchClient, BenchRefused } from '@keyturn/bench/client.ts'
import { Option } from 'commander'
import { EXIT, environment, Refusal } from '../exit.ts'
import type { Terminal } from '../terminal.ts'
import { type BenchOptions, startedBench } from './bench-options.ts'

export type AtBench = BenchOptions & { readonly bench?: string }

export const atOption = (): Option =>
  new Option('--bench <url>', 'use the bench that runs there, instead of opening the folder')

/** Where a car is unless told. */
export const CAR = 'http://127.0.0.1:4602'

/** Does something at the bench. What it refuses ends the command with its own words. @throws Refusal. */
export async function atBench<T>(
  { bench, ...options }: AtBench,
  terminal: Terminal,
  act: (bench: BenchClient) => Promise<T>,
): Promise<T> {
  const started = bench === undefined ? await startedBench({ port: 0, ...options }, quiet(terminal)) : null
  const url = started?.url ?? bench ?? ''
  try {
    return await act(new BenchClient(url.replace(/\/+$/, '')))
  } catch (error) {
    if (error instanceof BenchRefused) throw refusal(error)
    if (error instanceof TypeError && started === null) throw environment(`no bench answers at ${url}.`, error)
    throw error
  } finally {
    await started?.close()
  }
}

/** A bench for one command says only what goes wrong. */
const quiet = (terminal: Terminal): Terminal => ({ ...terminal, env: { KEYTURN_LOG: 'error', ...terminal.env } })

const refusal = (cause: BenchRefused): Refusal => new Refusal(EXIT.finding, ended(cause.message), { cause })

const ended = (words: string): string => (words.endsWith('.') ? words : `${words}.`)
