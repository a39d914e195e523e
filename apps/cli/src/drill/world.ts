/**
 * The drill's world: real processes on this machine, each with a folder of its own, under one clock that is moved and
 * never slept through.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Client, client } from '@keyturn/contract/client.ts'
import { sealKey } from '@keyturn/contract/statements/key-file.ts'
import { type Instant, instant } from '@keyturn/domain/units.ts'
import { encodeKey } from '@keyturn/evidence/note.ts'
import { base64Url } from '@keyturn/evidence/statement/write-statement.ts'
import { operatorToken, serverKeys } from '@keyturn/server/keys.ts'
import type { Signatory } from '@keyturn/simulator/authority/authority.ts'
import { migrate } from '@keyturn/store/migrate.ts'
import { type OpenDatabase, openDatabase } from '@keyturn/store/open-database.ts'
import { counter, wait } from '../clock.ts'
import { Child } from '../demo/child.ts'
import { findPorts, HOST } from '../demo/ports.ts'
import { BenchClient } from './bench.ts'
import { Car } from './car.ts'
import {
  AUTHORITY,
  CARS,
  type CastCar,
  JURISDICTION,
  MODEL,
  PASSPHRASE,
  REGION,
  RESCUER,
  ROLES,
  type Role,
  VENDOR,
} from './cast.ts'
import { StaticServer } from './static-server.ts'

export type Side = 'vendor' | 'authority'
export const SIDES: readonly Side[] = ['vendor', 'authority']

export type WorldOptions = {
  readonly folder: string
  /** The machine's time. */
  readonly now: () => Instant
  readonly say: (line: string) => void
  /** Which cars are in it. */
  readonly roles?: readonly Role[]
  /** The program of every process, where it is not the one that runs now. */
  readonly program?: readonly string[]
}

/** A server with its own database. Both die and come back together. */
export type Server = {
  readonly side: Side
  readonly url: string
  readonly call: Client
  readonly start: () => Promise<void>
  readonly kill: () => Promise<void>
}

const PATIENCE_MS = 30_000
const LOOK_EVERY_MS = 100

export class DrillWorld {
  readonly #options: WorldOptions
  readonly #children: Child[] = []
  /** Processes of cars and benches, by the device and by the vendor. */
  readonly #named = new Map<string, Child>()
  readonly #closers: (() => Promise<unknown>)[] = []
  readonly servers = new Map<Side, Server>()
  readonly cars = new Map<Role, Car>()
  readonly benches = new Map<string, BenchClient>()
  readonly mirrors: StaticServer[] = []
  #offset = 0

  constructor(options: WorldOptions) {
    this.#options = options
  }

  /** The cars of this world. */
  get cast(): readonly CastCar[] {
    const { roles = ROLES } = this.#options
    return CARS.filter(({ role }) => roles.includes(role))
  }

  now(): Instant {
    return instant(this.#options.now() + this.#offset)
  }

  /** Time passes for everybody that runs; whoever does not is told when it starts again. */
  async passTo(at: Instant): Promise<void> {
    const ahead = at - this.now()
    if (ahead > 0) await this.#move(this.#offset + ahead)
  }

  /** A car that lived through some minutes is ahead of the others: now they have passed for everybody. */
  async together(): Promise<Instant> {
    await this.#move(this.#offset)
    return this.now()
  }

  async #move(offset: number): Promise<void> {
    this.#offset = Math.max(this.#offset, offset)
    await Promise.all(this.#children.map((child) => child.setClock(this.#offset)))
  }

  /** Everybody begins, and nobody knows anybody yet. */
  async begin(): Promise<void> {
    const ports = [...(await findPorts(undefined, firstPort(), SIDES.length + CARS.length + 4))]
    const next = () => ports.shift() ?? 0
    for (const side of SIDES) this.servers.set(side, this.#server(side, next()))
    for (const name of ['north', 'south']) {
      const folder = this.#folder('mirrors', name)
      this.mirrors.push(new StaticServer(folder, next()))
    }
    await Promise.all([...this.servers.values()].map(({ start }) => start()))
    for (const mirror of this.mirrors) {
      await mirror.start()
      this.#closers.push(() => mirror.kill())
    }
    await Promise.all(this.cast.map((car) => this.#car(car, next())))
    for (const vendor of [VENDOR, RESCUER]) await this.#bench(vendor, next())
  }

  /** Vendor, authority, their databases and every mirror end as in a power cut. */
  async killEverybodysServers(): Promise<void> {
    await Promise.all([...this.servers.values()].map(({ kill }) => kill()))
    await Promise.all(this.mirrors.map((mirror) => mirror.kill()))
  }

  /** A device or a laptop ends as in a power cut, and starts again with what is on its disk. */
  async crash(who: string): Promise<void> {
    const child = this.#named.get(who)
    if (child === undefined) throw new Error(`there is no process of ${who}`)
    await child.kill()
    await child.start()
  }

  async reviveServers(): Promise<void> {
    await Promise.all([...this.servers.values()].map(({ start }) => start()))
  }

  car(role: Role): Car {
    const car = this.cars.get(role)
    if (car === undefined) throw new Error(`there is no car "${role}"`)
    return car
  }

  bench(vendor: string): BenchClient {
    const bench = this.benches.get(vendor)
    if (bench === undefined) throw new Error(`there is no bench of ${vendor}`)
    return bench
  }

  server(side: Side): Server {
    const server = this.servers.get(side)
    if (server === undefined) throw new Error(`there is no server of the ${side}`)
    return server
  }

  /** Asks again until it is so, in real time: another process is at work. @throws Error when it never is */
  async eventually(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const until = counter() + PATIENCE_MS
    while (!(await isSo())) {
      if (counter() > until) throw new Error(`${what} never came`)
      await wait(LOOK_EVERY_MS)
    }
  }

  /** Stops everything that was started, last first. */
  async end(): Promise<void> {
    await Promise.all(this.#children.map((child) => child.kill()))
    for (const close of this.#closers.toReversed()) await close()
  }

  #server(side: Side, port: number): Server {
    const folder = this.#folder(side)
    const url = `http://${HOST}:${port}`
    let database: OpenDatabase | null = null
    const child = this.#child({
      name: `the ${side}’s server`,
      args: ['serve', '--public-demo', '--data', folder, '--port', String(port), '--name', nameOf(side)],
      env: () => ({
        DATABASE_URL: database?.appUrl ?? '',
        KEYTURN_ROOT_KEY: AUTHORITY.root,
        KEYTURN_PUBLIC_DEVICES: this.cast.map(({ device }) => device).join(','),
      }),
      logFile: join(this.#options.folder, 'logs', `${side}.log`),
    })
    this.#closers.push(async () => database?.close())
    return {
      side,
      url,
      call: client({ baseUrl: url, token: operatorToken(folder) }),
      start: async () => {
        database = await openDatabase({ dataDir: folder })
        await migrate(database.ownerUrl)
        await child.start()
      },
      kill: async () => {
        await child.kill()
        const pid = database?.embedded?.pid
        if (pid !== undefined) process.kill(pid, 'SIGKILL')
        // What waits for the database finds that it is gone, and lets go of it.
        await database?.close()
        database = null
      },
    }
  }

  async #car({ device, role }: CastCar, port: number): Promise<void> {
    const folder = this.#folder('cars', device)
    const secrets = join(folder, 'code-secrets.json')
    const { authority, vendor } = AUTHORITY.codeSecrets(device, VENDOR)
    const kept = JSON.stringify({ authority: base64Url(authority), vendor: base64Url(vendor) })
    writeFileSync(secrets, `${kept}\n`, { mode: 0o600 })
    const vendors = this.server('vendor')
    const key = encodeKey(serverKeys(this.#folder('vendor'), nameOf('vendor')).receipt.key)
    const given = ['--data', join(folder, 'data'), '--root-key', AUTHORITY.root, '--port', String(port)]
    const child = this.#child({
      name: `the car ${device}`,
      args: [
        'unit',
        device,
        '--profile',
        JURISDICTION,
        '--demo',
        ...given,
        '--server',
        vendors.url,
        '--server-key',
        key,
      ],
      env: () => ({
        DATABASE_URL: '',
        KEYTURN_PACE: 'instant',
        KEYTURN_VENDOR: VENDOR,
        KEYTURN_MODEL: MODEL,
        KEYTURN_REGION: REGION,
        KEYTURN_CODE_SECRETS: secrets,
        KEYTURN_MIRRORS: this.mirrors.map(({ url }) => url).join(' '),
        KEYTURN_MIRRORS_EVERY_MS: '1000',
        KEYTURN_UPLOAD_EVERY_MS: '1000',
        KEYTURN_RETRY_MAX_MS: '1000',
      }),
      logFile: join(this.#options.folder, 'logs', `${device}.log`),
    })
    this.#named.set(device, child)
    await child.start()
    this.cars.set(role, new Car(device, `http://${HOST}:${port}`))
  }

  async #bench(vendor: string, port: number): Promise<void> {
    const folder = this.#folder('benches', vendor)
    const technician = technicianOf(vendor)
    const privateJwk = {
      kty: 'OKP',
      crv: 'Ed25519',
      x: technician.publicKey,
      d: base64Url(technician.seed),
    } as const
    const sealed = await sealKey({ name: technician.id, privateJwk }, PASSPHRASE)
    writeFileSync(join(folder, 'technician.key'), sealed, { mode: 0o600 })
    writeFileSync(join(folder, 'technician.txt'), technician.credential(this.now()))
    const child = this.#child({
      name: `the bench of ${vendor}`,
      args: ['bench', '--data', folder, '--port', String(port)],
      env: () => ({
        DATABASE_URL: '',
        KEYTURN_ROOT_KEY: AUTHORITY.root,
        KEYTURN_SERVERS: [...this.servers.values()].map(({ url }) => url).join(' '),
        KEYTURN_UNITS: [...this.cars.values()].map(({ url }) => url).join(' '),
        KEYTURN_RETRY_MAX_MS: '1000',
      }),
      logFile: join(this.#options.folder, 'logs', `bench ${vendor}.log`),
    })
    this.#named.set(vendor, child)
    await child.start()
    this.benches.set(vendor, new BenchClient(`http://${HOST}:${port}`))
  }

  #child(spec: Pick<ConstructorParameters<typeof Child>[0], 'name' | 'args' | 'env' | 'logFile'>): Child {
    const { program } = this.#options
    const child = new Child({
      ...spec,
      ...(program === undefined ? {} : { program }),
      env: () => ({ ...spec.env(), KEYTURN_CLOCK_OFFSET_MS: String(this.#offset) }),
      say: this.#options.say,
      onClock: (offset) => {
        this.#offset = Math.max(this.#offset, offset)
      },
    })
    this.#children.push(child)
    return child
  }

  /** Made when it is first named. */
  #folder(...names: readonly string[]): string {
    const folder = join(this.#options.folder, ...names)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return folder
  }
}

/** Below those that the system gives out by itself: a port that is free now stays free until it is taken. */
const firstPort = (): number => 20_000 + (process.pid % 10_000)

const nameOf = (side: Side): string => `${side}.drill.example`

export const technicianOf = (vendor: string): Signatory =>
  AUTHORITY.technician(vendor === VENDOR ? 'R. Alden' : 'J. Moody', {
    jurisdiction: JURISDICTION,
    vendor,
    center: `${vendor}-worcester`,
  })
