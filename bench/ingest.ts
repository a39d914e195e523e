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
import { openDatabase } from '@keyturn/store/open-database.ts'
import { PACK_BEGINNING, type PackPlace, packSome } from '@keyturn/store/pack-uploads.ts'
import { openPool } from '@keyturn/store/pool.ts'
import { enroll } from '@keyturn/store/queries/enroll-device.ts'
import { withClient } from '@keyturn/store/with-client.ts'
import { copyRows } from './ingest-copy.ts'
import { type BenchDevice, benchDevice } from './ingest-fleet.ts'
import { type Row, short } from './row.ts'

const WARM_UP = 200
const DEVICES = 400
/** A backlog after an outage: design's own figure of 8 days with 150 records on each. */
const SIZE = { days: 8, perDay: 150 }
const CONNECTIONS = 24
const BUDGET = { perSecond: 500_000, ratio: 1.5, bytes: 20 }

export async function benchIngest(): Promise<Row[]> {
  const devices = Array.from({ length: WARM_UP + DEVICES }, (_, n) => benchDevice(n, SIZE))
  const measured = devices.slice(WARM_UP)
  const dataDir = mkdtempSync(path.join(tmpdir(), 'keyturn-bench-'))
  const database = await openDatabase({ dataDir })
  try {
    await migrate(database.ownerUrl)
    await enrollAll(database.appUrl, devices)
    const ingest = await sendAll(dataDir, database.appUrl, devices)
    const received = await storedBytes(database.ownerUrl)
    const packing = await packAll(database.ownerUrl)
    const stored = await storedBytes(database.ownerUrl)
    const copied = await copyRows(database.ownerUrl, measured)
    return rowsOf({ all: recordsOf(devices), records: recordsOf(measured), ingest, received, stored, packing, copied })
  } finally {
    await database.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const recordsOf = (devices: readonly BenchDevice[]): number => devices.reduce((sum, device) => sum + device.records, 0)

type Measured = {
  /** Of all devices, and of those that were timed. */
  readonly all: number
  readonly records: number
  readonly ingest: number
  readonly received: number
  readonly packing: number
  readonly stored: number
  readonly copied: { readonly seconds: number; readonly bytes: number }
}

function rowsOf({ all, records, ingest, received, stored, packing, copied }: Measured): Row[] {
  const perSecond = records / ingest
  const rows = records / copied.seconds
  const ratio = perSecond / rows
  return [
    {
      what: `verified durable records/s, ${SIZE.days} days an upload`,
      figure: short(perSecond),
      beside: `${short(rows)} (binary COPY, a row each)`,
      ratio: `${ratio.toFixed(1)} x`,
      budget: `${short(BUDGET.perSecond)}, ${BUDGET.ratio} x`,
    },
    {
      what: 'bytes per record at rest, all tables and indexes',
      figure: `${(stored / all).toFixed(1)} (${(received / all).toFixed(1)} as received)`,
      beside: `${(copied.bytes / records).toFixed(1)} (a row each)`,
      ratio: `${(copied.bytes / records / (stored / all)).toFixed(1)} x`,
      budget: `< ${BUDGET.bytes}`,
    },
    {
      what: 'records packed/s, in quiet hours, one core',
      figure: short(all / packing),
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

/**
 * Seconds from the first byte sent to the last receipt. The servers are processes of their own, one for each core, as
 * they would stand behind a load balancer; the first devices only warm them up.
 */
async function sendAll(dataDir: string, appUrl: string, devices: readonly BenchDevice[]): Promise<number> {
  const bodies = devices.map(({ id, log }) => ({ path: `/v1/devices/${id}/log`, body: gzipSync(log) }))
  const env = { KEYTURN_DATA: dataDir, DATABASE_URL: appUrl, KEYTURN_OPERATOR_TOKEN: operatorToken(dataDir) }
  const servers = [await serverProcess(env), await serverProcess(env)]
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const run = async (list: typeof bodies): Promise<number> => {
    const began = performance.now()
    let next = 0
    const worker = async (url: string): Promise<void> => {
      for (let one = list[next++]; one !== undefined; one = list[next++]) await post(agent, url, one)
    }
    await Promise.all(Array.from({ length: CONNECTIONS }, (_, n) => worker(servers[n % servers.length]?.url ?? '')))
    return (performance.now() - began) / 1_000
  }
  await run(bodies.slice(0, WARM_UP))
  const seconds = await run(bodies.slice(WARM_UP))
  agent.destroy()
  for (const { child } of servers) child.kill('SIGTERM')
  await Promise.all(servers.map(({ child }) => endOf(child)))
  return seconds
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
