/** Starts the embedded PostgreSQL of a data folder, or joins the one that already runs there. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileFailure, StoreFailure } from '../failure.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import { type APP, initialize, type OWNER, readPasswords } from './initialize.ts'
import { type Place, placeIn, socketFolderFor } from './place.ts'
import { type Postmaster, runningPostmaster } from './postmaster-file.ts'
import { commandBoundToUs, type Guard, howToRun, type RunAs } from './run-as.ts'

export type EmbeddedServer = {
  /** A connection string for a role in a database. */
  readonly urlFor: (role: typeof OWNER | typeof APP, database: string) => string
  readonly pid: number
  /** Whether this process started it; a joined one belongs to another process and is left running. */
  readonly started: boolean
  /** Says how it ended, once it has. Undefined for a joined one, which is another process's to watch. */
  readonly ended: Promise<string> | undefined
  /** Stops it if this process started it. Open transactions are rolled back, everything committed is safe. */
  readonly stop: () => Promise<void>
}

export type EmbeddedOptions = {
  readonly dataDir: string
  readonly listen?: 'socket' | 'tcp'
  /** For TCP; a free one when it is not given. */
  readonly tcpPort?: number
  readonly guard?: Guard
  /** For tests of the ways that this machine would not take by itself. */
  readonly runAs?: RunAs
  /** More settings for the server, such as `{ synchronous_standby_names: 'ANY 1 (a, b)' }`. */
  readonly settings?: Readonly<Record<string, string>>
  /** False only for throw-away test clusters. */
  readonly sync?: boolean
}

const START_MAX_MS = 60_000
const STOP_MAX_MS = 20_000
const LOOK_AGAIN_MS = 15

/** @throws StoreFailure with a sentence that names the remedy */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const place = placeIn(options.dataDir)
  try {
    mkdirSync(path.dirname(place.home), { recursive: true })
  } catch (error) {
    throw fileFailure(error, path.dirname(place.home))
  }
  const found = await joinRunning(place)
  if (found !== undefined) return found
  const as = options.runAs ?? howToRun()
  const binaries = findBinaries(path.join(path.dirname(place.home), 'postgres-lib'))
  await initialize(place, binaries, as, options.sync)
  return start(place, binaries, as, options)
}

async function joinRunning(place: Place): Promise<EmbeddedServer | undefined> {
  for (let waitedMs = 0; waitedMs < START_MAX_MS; waitedMs += LOOK_AGAIN_MS) {
    const running = runningPostmaster(place.cluster)
    if (running === undefined) return undefined
    if (running.ready) return handle(place, running, undefined)
    // It is starting or stopping; either way its note soon changes.
    await pause(LOOK_AGAIN_MS)
  }
  throw startFailure(place, 'it has been starting for a minute')
}

async function start(place: Place, binaries: Binaries, as: RunAs, options: EmbeddedOptions): Promise<EmbeddedServer> {
  const socketFolder = options.listen === 'tcp' ? undefined : socketFolderFor(place.home)
  if (socketFolder !== undefined && as.kind === 'user') chownSync(socketFolder, as.uid, as.gid)
  const port = socketFolder === undefined ? (options.tcpPort ?? (await freePort())) : SOCKET_PORT
  const settings = { ...SETTINGS, ...listening(socketFolder, port), ...options.settings }
  const args = ['-D', place.cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const { file, args: full, ...identity } = commandBoundToUs(as, binaries.postgres, args, options.guard)
  if (existsSync(place.log)) renameSync(place.log, `${place.log}.before`)
  const log = openSync(place.log, 'a', 0o600)
  // A process group of its own: Ctrl-C in a terminal must reach us first, so that we can finish what we are doing.
  const child = spawn(file, full, {
    stdio: ['ignore', log, log, 'pipe'],
    detached: true,
    env: { ...process.env, ...binaries.env },
    ...identity,
  })
  closeSync(log)
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  const outcome = await Promise.race([untilReady(place), ended])
  if (typeof outcome !== 'string' && isOurs(outcome.pid, child)) {
    child.unref()
    return handle(place, outcome, { child, ended })
  }
  // Somebody else may have started the same cluster a moment before us.
  const other = await joinRunning(place)
  if (other !== undefined) return other
  throw startFailure(place, await ended)
}

/** The command becomes the server, or is the shell that guards it. */
function isOurs(pid: number, child: ChildProcess): boolean {
  if (pid === child.pid) return true
  const { stdout } = spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' })
  return Number(stdout) === child.pid
}

const SOCKET_PORT = 5432

/** A quiet server for one machine; what is about durability stays at PostgreSQL's safe defaults. */
const SETTINGS: Readonly<Record<string, string>> = {
  cluster_name: 'keyturn',
  max_connections: '60',
  shared_buffers: '128MB',
  max_wal_size: '2GB',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  log_checkpoints: 'off',
  unix_socket_permissions: '0700',
}

const listening = (socketFolder: string | undefined, port: number): Readonly<Record<string, string>> => ({
  port: String(port),
  unix_socket_directories: socketFolder ?? '',
  listen_addresses: socketFolder === undefined ? '127.0.0.1' : '',
})

async function untilReady(place: Place): Promise<Postmaster> {
  for (let waitedMs = 0; waitedMs < START_MAX_MS; waitedMs += LOOK_AGAIN_MS) {
    const running = runningPostmaster(place.cluster)
    if (running?.ready === true) return running
    await pause(LOOK_AGAIN_MS)
  }
  throw startFailure(place, 'it was not ready within a minute')
}

type Ours = { readonly child: ChildProcess; readonly ended: Promise<string> }

function handle(place: Place, running: Postmaster, ours: Ours | undefined): EmbeddedServer {
  const passwords = readPasswords(place)
  return {
    pid: running.pid,
    started: ours !== undefined,
    ended: ours?.ended,
    urlFor: (role, database) => {
      const host = running.socketFolder === '' ? '' : `?host=${encodeURIComponent(running.socketFolder)}`
      return `postgres://${role}:${passwords[role]}@127.0.0.1:${running.port}/${database}${host}`
    },
    stop: async () => {
      if (ours === undefined) return
      // Whoever waits for its end must stay to see it.
      ours.child.ref()
      signal(running.pid, 'SIGINT')
      const inTime = await Promise.race([ours.ended, pause(STOP_MAX_MS, undefined, { ref: false })])
      if (inTime === undefined) {
        signal(running.pid, 'SIGQUIT')
        await ours.ended
      }
      const pipe = ours.child.stdio[3]
      if (pipe !== null && pipe !== undefined) pipe.destroy()
      const { socketFolder } = running
      if (socketFolder !== '' && !socketFolder.startsWith(place.home))
        rmSync(socketFolder, { recursive: true, force: true })
    },
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It is gone already, which is what we want.
  }
}

function startFailure(place: Place, how: string): StoreFailure {
  const log = existsSync(place.log) ? readFileSync(place.log, 'utf8') : ''
  if (/No space left on device|Disk quota exceeded/.test(log)) {
    return new StoreFailure(`The disk that holds ${place.home} is full. Free some space and start again.`, {
      code: 'disk-full',
    })
  }
  const reason = log.match(/(?:FATAL|PANIC|could not|cannot open).*/)?.[0] ?? how
  return new StoreFailure(`PostgreSQL did not start in ${place.home}: ${reason} (more in ${place.log}).`, {
    code: 'start-failed',
  })
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
