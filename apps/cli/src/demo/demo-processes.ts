/** The processes of a demo: how the server, the bench and the cars are set up. */
import { join } from 'node:path'
import { encodeKey } from '@keyturn/evidence/note.ts'
import { serverKeys } from '@keyturn/server/keys.ts'
import type { OpenDatabase } from '@keyturn/store/open-database.ts'
import { Child } from './child.ts'
import { between, type DemoInfo, type DemoPorts } from './demo-info.ts'
import { type DemoCar, FLEET } from './fleet.ts'
import { DEMO_EMAILS } from './program/accounts.ts'
import { benchFolder } from './relief-keys.ts'
import type { World } from './world.ts'

export const SERVER_NAME = 'demo.keyturn.local'

export type Processes = { readonly server: Child; readonly bench: Child; readonly cars: readonly Child[] }

export type ProcessParts = {
  readonly dataDir: string
  readonly say: (line: string) => void
  readonly ports: DemoPorts
  readonly info: DemoInfo
  readonly database: OpenDatabase
  readonly world: World
  readonly onClock: (offsetMs: number) => void
  /** Seed of the made-up authority, and its root key. */
  readonly seed: string
  readonly root: string
}

export const unitFolder = (dataDir: string, device: string): string => join(dataDir, 'units', device)

/** Every process, none of them started yet. */
export function processesOf(parts: ProcessParts): Processes {
  const receiptKey = encodeKey(serverKeys(parts.dataDir, SERVER_NAME).receipt.key)
  return {
    server: serverOf(parts),
    bench: benchOf(parts),
    cars: FLEET.map((car, n) => carOf(car, n, receiptKey, parts)),
  }
}

const common = ({ world, info }: ProcessParts) => ({
  KEYTURN_CLOCK_OFFSET_MS: String(world.offsetMs()),
  KEYTURN_DEMO_JSON: JSON.stringify(info),
})
const logFile = ({ dataDir }: ProcessParts, name: string) => join(dataDir, 'logs', `${name}.log`)

function serverOf(parts: ProcessParts): Child {
  const { dataDir, ports, database, info, root, say, onClock } = parts
  return new Child({
    name: 'the server',
    args: ['serve', '--public-demo', '--data', dataDir, '--port', String(ports.server), '--name', SERVER_NAME],
    env: () => ({
      ...common(parts),
      DATABASE_URL: database.appUrl,
      KEYTURN_DEMO_ACCOUNTS: DEMO_EMAILS.join(','),
      KEYTURN_PUBLIC_DEVICES: FLEET.map(({ device }) => device).join(','),
      KEYTURN_CONNECT_TO: [info.control, ...info.cars.map(({ url }) => url)].join(','),
      KEYTURN_ROOT_KEY: root,
    }),
    logFile: logFile(parts, 'server'),
    say,
    onClock,
  })
}

function benchOf(parts: ProcessParts): Child {
  const { dataDir, ports, root, say, onClock } = parts
  return new Child({
    name: 'the bench',
    args: ['bench', '--data', benchFolder(dataDir), '--port', String(ports.bench)],
    env: () => ({
      ...common(parts),
      KEYTURN_ROOT_KEY: root,
      KEYTURN_SERVERS: between(ports.server),
      KEYTURN_MIRRORS: mirrorOf(FLEET[0]?.jurisdiction ?? 'US-MA', parts),
      KEYTURN_UNITS: ports.cars.map(between).join(' '),
      DATABASE_URL: '',
    }),
    logFile: logFile(parts, 'bench'),
    say,
    onClock,
  })
}

function carOf(
  { device, jurisdiction, vendor, model, region }: DemoCar,
  n: number,
  receiptKey: string,
  parts: ProcessParts,
): Child {
  const { dataDir, ports, seed, say, onClock } = parts
  const args = ['unit', device, '--profile', jurisdiction, '--data', unitFolder(dataDir, device), '--demo']
  const sync = ['--server', between(ports.server), '--server-key', receiptKey]
  return new Child({
    name: `the car ${device}`,
    args: [...args, '--port', String(ports.cars[n] ?? 0), ...sync],
    // A car has no business with the database.
    env: () => ({
      ...common(parts),
      ...HASTE,
      DATABASE_URL: '',
      KEYTURN_DEMO_AUTHORITY: seed,
      KEYTURN_VENDOR: vendor,
      KEYTURN_MODEL: model,
      KEYTURN_REGION: region,
      KEYTURN_MIRRORS: mirrorOf(jurisdiction, parts),
    }),
    logFile: logFile(parts, device),
    say,
    onClock,
  })
}

const mirrorOf = (jurisdiction: string, { ports }: ProcessParts): string =>
  `${between(ports.server)}/mirror/${jurisdiction}`

/** In a demo somebody watches: a real car may take minutes to find its server again. */
const HASTE = {
  KEYTURN_UPLOAD_EVERY_MS: '3000',
  KEYTURN_RETRY_MAX_MS: '2000',
  KEYTURN_MIRRORS_EVERY_MS: '10000',
}
