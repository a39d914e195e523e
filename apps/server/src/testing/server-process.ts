/** The server as a real process, to be killed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export type ServerProcess = {
  readonly child: ChildProcess
  readonly url: string
  /** Everything it wrote to standard error so far. */
  readonly errors: () => string
}

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

/** A process with nothing of our own environment but what Node needs. */
export function spawnServer(env: Readonly<Record<string, string>>): {
  child: ChildProcess
  output: () => string
  errors: () => string
} {
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', KEYTURN_LOG: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  let errors = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  return { child, output: () => output, errors: () => errors }
}

/** Starts one and waits until it says that it is ready. @throws Error with its own words when it ends instead */
export async function serverProcess(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
  // All requests of a test or a measurement come from one address.
  const unlimited = { KEYTURN_REQUESTS_PER_MINUTE: '1000000', KEYTURN_UPLOADS_PER_ADDRESS: '64' }
  const { child, errors } = spawnServer({ KEYTURN_PORT: '0', ...unlimited, ...env })
  const ready = once(child, 'message').then(([message]) => message)
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`ended with ${code}: ${errors()}`)))
  const message: unknown = await Promise.race([ready, ended])
  // After it is ready, its end is the test's business.
  ended.catch(() => undefined)
  if (typeof message !== 'object' || message === null || !('ready' in message))
    throw new Error('not a word of a server')
  const told = message.ready
  if (typeof told !== 'object' || told === null || !('url' in told) || typeof told.url !== 'string')
    throw new Error('no address')
  return { child, url: told.url, errors }
}

/** Waits for its end. */
export async function endOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}
