/** The demo: a database, a server, a bench and two cars on this machine, started in order and stopped in order. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Instant, instant } from '@keyturn/domain/units.ts'
import { operatorToken } from '@keyturn/server/keys.ts'
import { madeUpAuthority } from '@keyturn/simulator/authority/authority.ts'
import { codeOf, fileFailure } from '@keyturn/store/failure.ts'
import { migrate } from '@keyturn/store/migrate.ts'
import { type OpenDatabase, openDatabase } from '@keyturn/store/open-database.ts'
import { demoSeedIn } from '@keyturn/unit/service/demo-authority.ts'
import { environment } from '../exit.ts'
import { openControl } from './control.ts'
import { between, type DemoInfo, type DemoPorts, demoInfo, originsOf } from './demo-info.ts'
import { processesOf, SERVER_NAME, unitFolder } from './demo-processes.ts'
import { enrollFleet } from './enroll-fleet.ts'
import { untilReceipted } from './first-receipts.ts'
import { FLEET } from './fleet.ts'
import { ensureHistory } from './history.ts'
import { holdFolder } from './hold.ts'
import { findPorts } from './ports.ts'
import { isFilled } from './program/began.ts'
import { type RunningProgram, startProgram } from './program/program-process.ts'
import { publish } from './publish.ts'
import { rehearse } from './rehearse.ts'
import { layOutKeys } from './relief-keys.ts'
import { openWorld, type World } from './world.ts'

export type DemoOptions = {
  readonly dataDir: string
  /** The port of the one address; undefined takes the first free one from `fromPort` on. */
  readonly port: number | undefined
  readonly fromPort: number
  /** How many cases of the invented program are made. */
  readonly casesMax: number
  readonly databaseUrl: string | undefined
  readonly ownerUrl: string | undefined
  readonly say: (line: string) => void
  /** The machine's time. */
  readonly now: () => Instant
}

export type Demo = {
  readonly info: DemoInfo
  readonly pids: readonly number[]
  /** Stops cars, server and database, in this order. Safe to call twice, and while starting. */
  readonly stop: () => Promise<void>
}

/**
 * Starts everything; the answer comes when both cars and the server are ready. When `signal` says so, whatever has been
 * started so far is stopped again.
 *
 * @throws Refusal or StoreFailure with one sentence that names the thing and the remedy
 */
export async function startDemo(options: DemoOptions, signal: AbortSignal): Promise<Demo> {
  const undo = undoList()
  signal.addEventListener('abort', () => void undo.run())
  try {
    return { ...(await begin(options, undo.add, signal)), stop: undo.run }
  } catch (error) {
    await undo.run()
    throw error
  }
}

type Undo = (step: () => Promise<void>) => void

async function begin(options: DemoOptions, undo: Undo, signal: AbortSignal): Promise<Omit<Demo, 'stop'>> {
  const { dataDir, say, now } = options
  makeFolder(dataDir)
  undo(await holdFolder(dataDir))
  const ports = await portsFor(options)
  const info = demoInfo(ports)
  const world = openWorld(dataDir)
  const seed = await demoSeedIn(dataDir)
  const authority = madeUpAuthority(seed)
  const present = instant(now() + world.offsetMs())
  const history = {
    ...options,
    seed,
    unitFolder: (device: string) => unitFolder(dataDir, device),
    offsetMs: world.offsetMs(),
  }
  const [database] = await allOrThrow([
    openAndMigrate(options, undo),
    ensureHistory(history),
    layOutKeys(dataDir, authority, present),
  ])
  signal.throwIfAborted()
  const program = fill(options, database, world)
  undo(() =>
    program.then(
      (one) => one?.stop(),
      () => undefined,
    ),
  )
  const onClock = (offsetMs: number) => {
    const offset = world.follow(offsetMs)
    // One that cannot follow says so in its own log; the next order tells it again.
    for (const each of everybody) each.setClock(offset).catch((error: unknown) => say(String(error)))
  }
  const parts = { ...options, ports, info, database, world, onClock, seed, root: authority.root }
  const { server, bench, cars } = processesOf(parts)
  const everybody = [server, bench, ...cars]
  undo(async () => {
    await Promise.all(everybody.map((each) => each.stop()))
  })
  const address = between(ports.server)
  const started = server.start().then(async () => {
    const token = operatorToken(dataDir)
    await enrollFleet(address, token, (device) => unitFolder(dataDir, device))
    await publish({ server: address, token, authority, at: present })
  })
  const [filling] = await allOrThrow([program, started, bench.start(), ...cars.map((car) => car.start())])
  signal.throwIfAborted()
  await untilReceipted(ports.cars.map(between), signal)
  // The page that shows it has something to show; from then on it is rehearsed every night.
  filling?.filled.then(() => rehearse(address, operatorToken(dataDir), say))
  const control = await openControl(ports.control, originsOf(ports), {
    server: () => (server.running ? 'on' : 'off'),
    switchServer: async (to) => {
      if ((to === 'on') === server.running) return
      await (to === 'on' ? server.start() : server.stop())
      say(to === 'on' ? 'The server is on again.' : 'The server is off. The cars go on without it.')
    },
    offsetMs: world.offsetMs,
    processes: () => ({
      database: database.embedded?.pid,
      server: server.pid,
      bench: bench.pid,
      ...Object.fromEntries(FLEET.map(({ device }, i) => [device, cars[i]?.pid])),
    }),
    advance: async (ms) => {
      const offset = world.advance(ms)
      await Promise.all(everybody.map((each) => each.setClock(offset)))
    },
  })
  undo(control.close)
  signal.throwIfAborted()
  writeFileSync(join(dataDir, 'demo.json'), `${JSON.stringify({ ...info, pid: process.pid }, null, 2)}\n`)
  const pids = [database.embedded?.pid, filling?.pid, ...everybody.map(({ pid }) => pid)]
  return { info, pids: pids.filter((pid) => pid !== undefined) }
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true })
  } catch (error) {
    // On a read-only disk a missing folder is told as one that cannot be found.
    if (codeOf(error) === 'ENOENT') {
      throw environment(`the folder ${dataDir} cannot be made here. Choose another one with --data.`, error)
    }
    throw fileFailure(error, dataDir)
  }
}

async function portsFor({ port, fromPort }: DemoOptions): Promise<DemoPorts> {
  const [server = 0, control = 0, bench = 0, ...cars] = await findPorts(port, fromPort, 2 + FLEET.length)
  return { server, control, bench, cars }
}

async function openAndMigrate({ dataDir, databaseUrl, ownerUrl, say }: DemoOptions, undo: Undo): Promise<OpenDatabase> {
  const database = await openDatabase({ dataDir, databaseUrl, ownerUrl, keepRunning: say })
  undo(database.close)
  await migrate(database.ownerUrl)
  return database
}

/** Fills the demo with its program, unless it is there; undefined then. */
async function fill(
  { dataDir, casesMax, say }: DemoOptions,
  { appUrl }: OpenDatabase,
  world: World,
): Promise<RunningProgram | undefined> {
  if (await isFilled(dataDir, appUrl, casesMax)) return undefined
  return startProgram({
    args: ['demo-program', '--data', dataDir, '--name', SERVER_NAME, '--cases', String(casesMax)],
    env: { DATABASE_URL: appUrl, KEYTURN_CLOCK_OFFSET_MS: String(world.offsetMs()) },
    logFile: join(dataDir, 'logs', 'the program.log'),
    say,
  })
}

/** Waits for all before it fails, so that what the others have started is known when things are stopped. */
async function allOrThrow<const T extends readonly Promise<unknown>[]>(
  work: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(work)
  return Promise.all(work)
}

/** What has been started and must be stopped, last first. A step that is added while it runs is run as well. */
function undoList(): { readonly add: Undo; readonly run: () => Promise<void> } {
  const steps: (() => Promise<void>)[] = []
  let running: Promise<void> = Promise.resolve()
  const drain = async () => {
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) await step()
  }
  return {
    add: (step) => {
      steps.push(step)
    },
    run: () => {
      running = running.then(drain)
      return running
    },
  }
}
