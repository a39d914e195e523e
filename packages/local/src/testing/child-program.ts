/** For tests: a program of ours as a process of its own, built into one file so that it starts fast. */
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'

export type Program = { readonly file: string; remove(): Promise<void> }

/** Builds the program into a temporary folder. */
export async function buildProgram(entry: string): Promise<Program> {
  const folder = await mkdtemp(path.join(tmpdir(), 'keyturn-program-'))
  await build({
    entryPoints: [entry],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    // Packages written for CommonJS ask for `require`.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  })
  const name = `${path.basename(entry, '.ts')}.mjs`
  return { file: path.join(folder, name), remove: () => rm(folder, { recursive: true }) }
}

export type Child = {
  readonly child: ChildProcess
  /** Ends the process as a power cut would, and waits until it is gone. */
  kill(): Promise<void>
  /** Asks it to stop in order; resolves with its exit code. */
  stop(): Promise<number | null>
}

export type StartedChild<T> = Child & {
  readonly ready: Promise<Child & T>
  readonly gone: Promise<number | null>
}

/**
 * Starts the program with nothing of our own environment but what is given. `read` takes what it says of itself when it
 * is ready; `ready` rejects with what it wrote when it ends before.
 */
export function startProgram<T extends object>(
  program: Program,
  environment: { readonly [name: string]: string },
  read: (told: object) => T,
): StartedChild<T> {
  const child = fork(program.file, {
    env: { ...clean(process.env), ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const gone = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  const kill = async () => {
    child.kill('SIGKILL')
    await gone
  }
  const stop = async () => {
    if (child.connected) child.send({ stop: true })
    return gone
  }
  const ready = new Promise<Child & T>((done, failed) => {
    child.on('message', (message) => {
      if (typeof message !== 'object' || message === null || !('ready' in message)) return
      if (typeof message.ready === 'object' && message.ready !== null)
        done({ child, kill, stop, ...read(message.ready) })
    })
    child.once('error', failed)
    child.once('exit', (code, signal) =>
      failed(new Error(`the program ended (${code ?? signal}) before it was ready: ${said}`)),
    )
  })
  return { child, kill, stop, ready, gone }
}

/** The text under a name in what a program says of itself. @throws Error when there is none. */
export function textIn(told: object, name: string): string {
  const value: unknown = Reflect.get(told, name)
  if (typeof value !== 'string') throw new Error(`the program said nothing of its ${name}`)
  return value
}

const clean = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('KEYTURN_')))
