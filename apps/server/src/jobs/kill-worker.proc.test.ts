import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { eventKey, liveThrough } from '@keyturn/cases/notices/live-through.ts'
import { told, visitingCase } from '@keyturn/cases/notices/testing/visiting-case.ts'
import { type Instant, instant, iso } from '@keyturn/domain/units.ts'
import { openPool } from '@keyturn/store/pool.ts'
import { queryOnce, type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { build } from 'esbuild'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openVisitingCases, visitingCaseId, visitsOf } from './testing/visiting-cases.ts'

const BEGAN = told('2025-09-01T13:00Z')
const ENDS = told('2028-09-01T13:00Z')
const CASES = 12
/** So many workers at a time, each killed and followed by another so often. */
const LANES = 3
const KILLS_PER_LANE = 67
const PATIENCE_MS = 60_000

let cluster: TestCluster
let folder: string
let program: string
beforeAll(async () => {
  cluster = await testCluster()
  // Beside the source, so that it finds the same packages.
  folder = mkdtempSync(path.join(fileURLToPath(new URL('../../../../node_modules/', import.meta.url)), '.worker-'))
  program = path.join(folder, 'worker.mjs')
  await build({
    entryPoints: [fileURLToPath(new URL('./testing/worker-main.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['pg', 'graphile-worker', 'pino', 'nodemailer'],
    logLevel: 'silent',
  })
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await cluster.close()
})

/** xorshift: the same rounds every time. */
function chanceFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

describe('a worker that is killed', () => {
  test('in hundreds of places leaves every deadline acted on exactly once', async () => {
    const db = await cluster.database()
    const pool = openPool(db.appUrl, { connectionsMax: 2 })
    await openVisitingCases(pool, { count: CASES, at: BEGAN })
    await pool.end()
    const took = (ENDS - BEGAN) / (LANES * KILLS_PER_LANE)
    let killed = 0
    const lane = async (number: number): Promise<void> => {
      const chance = chanceFrom(20_260_301 + number)
      for (let n = 0; n < KILLS_PER_LANE; n += 1) {
        const child = await startWorker(db.appUrl)
        child.send(Math.floor(BEGAN + killed * took))
        await begun(child, 1 + chance(8))
        await pause(chance(40))
        child.kill('SIGKILL')
        await once(child, 'exit')
        expect(child.signalCode).toBe('SIGKILL')
        killed += 1
      }
    }
    await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)))
    const half = await counted(db.ownerUrl)
    // Some of the work was done by workers that were killed later, or nothing is shown here.
    expect(half.notices).toBeGreaterThan(500)

    const last = await startWorker(db.appUrl)
    last.send(Number(ENDS))
    await caughtUp(db.ownerUrl)
    last.kill('SIGKILL')
    await once(last, 'exit')
    await expectAllActedOnce(db.ownerUrl)
  }, 600_000)
})

/** Comes back when the worker has begun so many jobs. */
async function begun(child: ChildProcess, jobs: number): Promise<void> {
  for (let n = 0; n < jobs; n += 1) await once(child, 'message')
}

async function startWorker(appUrl: string): Promise<ChildProcess> {
  const child = fork(program, [appUrl, String(BEGAN), String(ENDS)], { cwd: tmpdir(), execArgv: [] })
  started.push(child)
  await once(child, 'message')
  return child
}
const started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

async function counted(url: string): Promise<{ notices: number }> {
  const [row] = await queryOnce<{ notices: string }>(url, 'select count(*) as notices from keyturn.case_notices')
  return { notices: Number(row?.notices) }
}

async function caughtUp(url: string): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 50) {
    const [row] = await queryOnce<{ open: string }>(
      url,
      'select count(*) as open from keyturn.case_agenda where due_at <= $1',
      [iso(ENDS)],
    )
    if (row?.open === '0') return
    await pause(50)
  }
  throw new Error('the last worker did not catch up')
}

async function expectAllActedOnce(url: string): Promise<void> {
  const notices = await queryOnce<{ case_id: string; notice_id: string; due: string }>(
    url,
    `select case_id, notice_id, (extract(epoch from due_at) * 1000)::bigint::text as due from keyturn.case_notices
      order by due_at, notice_id`,
  )
  const deliveries = await queryOnce<{ case_id: string; notice_id: string }>(
    url,
    'select case_id, notice_id from keyturn.notice_deliveries order by case_id, notice_id',
  )
  const events = await queryOnce<{ case_id: string; key: string; seq: number }>(
    url,
    `select case_id, kind || ' ' || subject as key, seq from keyturn.case_events order by case_id, seq`,
  )
  for (let number = 0; number < CASES; number += 1) {
    const id = visitingCaseId(number)
    const owed = owedTo(number)
    const own = notices.filter(({ case_id }) => case_id === id)
    expect(own.map(({ notice_id, due }) => `${due} ${notice_id}`)).toEqual(
      owed.notices.map((one) => `${one.dueAt} ${one.id}`),
    )
    expect(new Set(deliveries.filter(({ case_id }) => case_id === id).map(({ notice_id }) => notice_id))).toEqual(
      new Set(owed.notices.filter(({ audience }) => audience === 'participant').map((one) => one.id)),
    )
    const ownEvents = events.filter(({ case_id }) => case_id === id)
    expect(new Set(ownEvents.map(({ key }) => key))).toEqual(
      new Set(['fact-recorded fact/1', ...owed.events.map(eventKey)]),
    )
    expect(ownEvents.map(({ seq }) => seq)).toEqual(ownEvents.map((_, index) => index + 1))
  }
}

const owedTo = (number: number) => {
  const at: Instant = instant(BEGAN - 1)
  return liveThrough({
    caseId: visitingCaseId(number),
    facts: [],
    assessAt: visitingCase(visitsOf(number, BEGAN, ENDS)),
    since: at,
    from: at,
    to: ENDS,
    told: new Set(),
    announced: new Set(),
  })
}
