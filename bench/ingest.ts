/** Ingest: signed logs through HTTP into PostgreSQL, each answered with a receipt after its commit. */

import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { instant } from '@keyturn/domain/units.ts'
import { operatorToken } from '@keyturn/server/keys.ts'
import { endOf, serverProcess } from '@keyturn/server/testing/server-process.ts'
import { migrate } from '@keyturn/store/migrate.ts'
import { type OpenDatabase, openDatabase } from '@keyturn/store/open-database.ts'
import { PACK_BEGINNING, type PackPlace, packSome } from '@keyturn/store/pack-uploads.ts'
import { openPool } from '@keyturn/store/pool.ts'
import { enroll } from '@keyturn/store/queries/enroll-device.ts'
import { withClient } from '@keyturn/store/with-client.ts'
import { copyRows } from './ingest-copy.ts'
import { type BenchDevice, benchDevice } from './ingest-fleet.ts'
import { type Row, short } from './row.ts'

/** Two processes have to meet every path often enough to be compiled. */
const WARM_UP = 400
/** Rounds of sending and copying in turn, since a shared machine has good and bad seconds; the median counts. */
const ROUNDS = 3
const DEVICES = 300
/** A backlog after an outage: eight days with 150 records on each. */
const SIZE = { days: 8, perDay: 150 }
const CONNECTIONS = 24
const BUDGET = { perSecond: 500_000, ratio: 1.5, bytes: 20 }

export async function benchIngest(): Promise<Row[]> {
  const devices = Array.from({ length: WARM_UP + ROUNDS * DEVICES }, (_, n) => benchDevice(n, SIZE))
  const dataDir = mkdtempSync(path.join(tmpdir(), 'keyturn-bench-'))
  const database = await openDatabase({ dataDir })
  try {
    await migrate(database.ownerUrl)
    await enrollAll(database.appUrl, devices)
    const rounds = await measureRounds(dataDir, database, devices)
    const received = await storedBytes(database.ownerUrl)
    const packing = await packAll(database.ownerUrl)
    const stored = await storedBytes(database.ownerUrl)
    return rowsOf({ records: recordsOf(devices), rounds, received, packing, stored })
  } finally {
    await database.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Records a second of each way in one round, and the bytes of a copied row. */
type Round = { readonly sent: number; readonly copied: number; readonly byTwo: number; readonly rowBytes: number }

async function measureRounds(
  dataDir: string,
  database: OpenDatabase,
  devices: readonly BenchDevice[],
): Promise<Round[]> {
  const sender = await startSender(dataDir, database.appUrl)
  const rounds: Round[] = []
  try {
    await sender.send(devices.slice(0, WARM_UP))
    for (let from = WARM_UP; from < devices.length; from += DEVICES) {
      const measured = devices.slice(from, from + DEVICES)
      const records = recordsOf(measured)
      const sent = records / (await sender.send(measured))
      const one = await copyRows(database.ownerUrl, measured, 1)
      const two = await copyRows(database.ownerUrl, measured, 2)
      rounds.push({ sent, copied: records / one.seconds, byTwo: records / two.seconds, rowBytes: one.bytes / records })
    }
  } finally {
    await sender.stop()
  }
  return rounds
}

const recordsOf = (devices: readonly BenchDevice[]): number => devices.reduce((sum, device) => sum + device.records, 0)

type Measured = {
  readonly records: number
  readonly rounds: readonly Round[]
  readonly received: number
  readonly packing: number
  readonly stored: number
}

function rowsOf({ records, rounds, received, packing, stored }: Measured): Row[] {
  const median = (of: (round: Round) => number): number => rounds.map(of).sort((a, b) => a - b)[rounds.length >> 1] ?? 0
  const perSecond = median(({ sent }) => sent)
  const atRest = stored / records
  const rowBytes = median((round) => round.rowBytes)
  const one = median(({ sent, copied }) => sent / copied)
  const two = median(({ sent, byTwo }) => sent / byTwo)
  return [
    {
      what: `verified durable records/s, ${SIZE.days} days an upload`,
      figure: short(perSecond),
      beside: `${short(median(({ copied }) => copied))} binary COPY, a row each (${short(median(({ byTwo }) => byTwo))} by two)`,
      ratio: `${one.toFixed(1)} x (${two.toFixed(1)} x)`,
      budget: `${short(BUDGET.perSecond)}, ${BUDGET.ratio} x`,
    },
    {
      what: 'bytes per record at rest, all tables and indexes',
      figure: `${atRest.toFixed(1)} (${(received / records).toFixed(1)} as received)`,
      beside: `${rowBytes.toFixed(1)} a row each`,
      ratio: `${(rowBytes / atRest).toFixed(1)} x`,
      budget: `< ${BUDGET.bytes}`,
    },
    {
      what: 'records packed/s, in quiet hours, one core',
      figure: short(records / packing),
      beside: 'each unpacked again and compared',
      ratio: '',
      budget: '',
    },
    {
      what: '150,000 devices, 8 days, 150 records a day',
      figure: `${((150_000 * 8 * 150) / perSecond / 60).toFixed(1)} min`,
      beside: 'extrapolated from the first line',
      ratio: '',
      budget: '< 10 min',
    },
  ]
}

async function enrollAll(appUrl: string, devices: readonly BenchDevice[]): Promise<void> {
  const pool = openPool(appUrl)
  const at = instant(Date.UTC(2026, 2, 1))
  await Promise.all(
    devices.map(({ id, signer }) =>
      enroll(pool, { id, caseId: `CASE-${id}`, publicKey: signer.key.publicKey, profile: 'US-MA@2026-11-01', at }),
    ),
  )
  await pool.end()
}

type Sender = {
  /** Sends each device's log; seconds from the first byte sent to the last receipt. */
  readonly send: (devices: readonly BenchDevice[]) => Promise<number>
  readonly stop: () => Promise<void>
}

/** The servers are processes of their own, one for each core, as they would stand behind a load balancer. */
async function startSender(dataDir: string, appUrl: string): Promise<Sender> {
  const env = { KEYTURN_DATA: dataDir, DATABASE_URL: appUrl, KEYTURN_OPERATOR_TOKEN: operatorToken(dataDir) }
  const servers = [await serverProcess(env), await serverProcess(env)]
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  return {
    send: async (devices) => {
      const bodies = devices.map(({ id, log }) => ({ path: `/v1/devices/${id}/log`, body: gzipSync(log) }))
      const began = performance.now()
      let next = 0
      const worker = async (url: string): Promise<void> => {
        for (let one = bodies[next++]; one !== undefined; one = bodies[next++]) await post(agent, url, one)
      }
      await Promise.all(Array.from({ length: CONNECTIONS }, (_, n) => worker(servers[n % servers.length]?.url ?? '')))
      return (performance.now() - began) / 1_000
    },
    stop: async () => {
      agent.destroy()
      for (const { child } of servers) child.kill('SIGTERM')
      await Promise.all(servers.map(({ child }) => endOf(child)))
    },
  }
}

function post(agent: Agent, url: string, { path: address, body }: { path: string; body: Buffer }): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-encoding': 'gzip', 'content-length': body.length }
    const outgoing = request(url + address, { agent, method: 'POST', headers }, (response) => {
      response.resume()
      response.once('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`${address} answered ${response.statusCode}`)),
      )
    })
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}

/** Seconds to pack everything, each upload unpacked again and compared; then the freed space is given back. */
const packAll = (ownerUrl: string): Promise<number> =>
  withClient({ connectionString: ownerUrl }, async (owner) => {
    const began = performance.now()
    for (let place: PackPlace | undefined = PACK_BEGINNING; place !== undefined; ) {
      place = (await packSome(owner, place, 100)).next
    }
    const seconds = (performance.now() - began) / 1_000
    await owner.query('vacuum full keyturn.uploads')
    return seconds
  })

/** All that an upload leaves behind: bodies, receipts, heads, leaves and tree, with their indexes. */
const storedBytes = (ownerUrl: string): Promise<number> =>
  withClient({ connectionString: ownerUrl }, async (client) => {
    const { rows } = await client.query<{ bytes: string }>(
      `select sum(pg_total_relation_size(c.oid)) as bytes from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'keyturn' and c.relkind = 'r'`,
    )
    return Number(rows[0]?.bytes)
  })
