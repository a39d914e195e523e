/** Test support: a demo as a process of its own, on free ports and a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { counter, wait } from '../clock.ts'
import { readText } from './streams.ts'

export type RunningDemo = {
  readonly process: ChildProcess
  readonly server: string
  readonly control: string
  /** Addresses of the cars by device. */
  readonly cars: ReadonlyMap<string, string>
  /** Database, server and cars, as they were when the demo became ready. */
  readonly pids: readonly number[]
  readonly said: () => string
  /** Sends a signal and waits for the end; answers the exit code. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>
}

const at = (file: string): string => fileURLToPath(new URL(file, import.meta.url))
/** The sources of the program. */
const SOURCES = ['--import', 'tsx', at('../main.ts'), 'demo']
/** What `npm start` runs: installs and builds what is missing first. */
export const NPM_START = [at('../../../../tools/start.mjs')]

/**
 * Resolves when the demo says where it is. `env` is added to our own.
 *
 * @throws Error with its own words when it ends before that
 */
export async function runDemo(
  dataDir: string,
  program: readonly string[] = SOURCES,
  env: Readonly<Record<string, string>> = {},
): Promise<RunningDemo> {
  const args = ['--json', '--port', '0', '--cases', '4', '--data', dataDir]
  const child = spawn(process.execPath, [...program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, ...env },
  })
  const out = readText(child.stdout)
  const err = readText(child.stderr)
  const ended = once(child, 'close')
  await Promise.race([out.until((text) => text.trimEnd().endsWith('\n}')), ended])
  if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the demo ended: ${err.text()}`)
  const said: unknown = JSON.parse(out.text())
  const { server, control, cars, pids } = readReady(said)
  return {
    process: child,
    server,
    control,
    cars,
    pids,
    said: err.text,
    end: async (signal) => {
      child.kill(signal)
      await ended
      return child.exitCode
    },
  }
}

type Ready = Pick<RunningDemo, 'server' | 'control' | 'cars' | 'pids'>

/** What `keyturn demo --json` prints, as `DemoInfo` and the list of processes. */
function readReady(said: unknown): Ready {
  if (typeof said !== 'object' || said === null) throw new TypeError('the demo said no JSON object')
  const { server, control, cars, pids }: Partial<Record<string, unknown>> = { ...said }
  if (typeof server !== 'string' || typeof control !== 'string' || !Array.isArray(cars) || !Array.isArray(pids)) {
    throw new TypeError(`the demo does not say where it is: ${JSON.stringify(said)}`)
  }
  return {
    server,
    control,
    cars: new Map(cars.map(({ device, url }) => [String(device), String(url)])),
    pids: pids.map(Number),
  }
}

/** Whether a process is there and no mere remnant of one. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Asks again until the answer will do. @throws Error with the last answer when it never does */
export async function eventually<T>(what: string, ask: () => Promise<T> | T, good: (answer: T) => boolean): Promise<T> {
  const until = counter() + 30_000
  for (;;) {
    const answer = await ask()
    if (good(answer)) return answer
    if (counter() > until) throw new Error(`${what} never came; the last answer was ${JSON.stringify(answer)}`)
    await wait(50)
  }
}
