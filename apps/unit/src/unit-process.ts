/** For tests: the real unit as a process of its own, built into one file so that it starts fast. */
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'

export type UnitProgram = { readonly file: string; remove(): Promise<void> }

/** Builds the unit into a temporary folder. */
export async function buildUnit(): Promise<UnitProgram> {
  const folder = await mkdtemp(path.join(tmpdir(), 'keyturn-unit-build-'))
  await build({
    entryPoints: [path.join(import.meta.dirname, 'main.ts')],
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
  return { file: path.join(folder, 'main.mjs'), remove: () => rm(folder, { recursive: true }) }
}

export type Running = {
  readonly child: ChildProcess
  readonly url: string
  readonly publicKey: string
  /** Ends the process as a power cut would, and waits until it is gone. */
  kill(): Promise<void>
  /** Asks it to stop in order; resolves with its exit code. */
  stop(): Promise<number | null>
}

export type Started = {
  readonly child: ChildProcess
  readonly ready: Promise<Running>
  readonly gone: Promise<number | null>
}

/** Starts the unit. `ready` rejects with what it wrote when it ends before it is ready. */
export function startProcess(program: UnitProgram, environment: { readonly [name: string]: string }): Started {
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
  const ready = new Promise<Running>((done, failed) => {
    child.on('message', (message) => {
      const told = readyIn(message)
      if (told !== undefined) done({ child, ...told, kill, stop })
    })
    child.once('error', failed)
    child.once('exit', (code, signal) =>
      failed(new Error(`the unit ended (${code ?? signal}) before it was ready: ${said}`)),
    )
  })
  return { child, ready, gone }
}

function readyIn(message: unknown): { url: string; publicKey: string } | undefined {
  if (typeof message !== 'object' || message === null || !('ready' in message)) return undefined
  const { ready } = message
  if (typeof ready !== 'object' || ready === null || !('url' in ready) || !('publicKey' in ready)) return undefined
  return { url: String(ready.url), publicKey: String(ready.publicKey) }
}

const clean = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('KEYTURN_')))

/** Asks the link. Undefined when the unit is gone. */
export async function ask(url: string, way: string, body?: object): Promise<Response | undefined> {
  try {
    return await fetch(`${url}/link/${way}`, {
      ...(body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
  } catch {
    return undefined
  }
}
