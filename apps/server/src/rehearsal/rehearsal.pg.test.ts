import { rehearsal, rehearseNow } from '@keyturn/contract/endpoints/rehearsal.ts'
import { days, instant, iso } from '@keyturn/domain/units.ts'
import { openPool } from '@keyturn/store/pool.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordCache } from '../reading/record-cache.ts'
import { approval, car, conviction, opened, recorded } from '../testing/case-facts.ts'
import { enrolledFor, INSTALLED_AT, installed, uploadsOf } from '../testing/case-logs.ts'
import { type SignedInClient, signedIn } from '../testing/signed-in.ts'
import { send, type TestServer, testServer } from '../testing/test-server.ts'
import { rehearsalDaily, rehearseCases } from './rehearse-cases.ts'

let cluster: TestCluster
let server: TestServer
let pool: pg.Pool
let officer: SignedInClient
let parts: Parameters<typeof rehearseCases>[0]
const at = instant(INSTALLED_AT + days(2))

beforeAll(async () => {
  cluster = await testCluster()
  const db = await cluster.database()
  server = await testServer(db)
  pool = openPool(db.appUrl)
  parts = { pool, clock: server.clock, records: recordCache(pool) }
  officer = await signedIn(server, 'authority-officer')
  const vendor = await signedIn(server, 'vendor-operator', { vendor: 'acme' })
  for (const [n, caseId] of ['MA-REH-1', 'MA-REH-2'].entries()) {
    const told = { at: iso(INSTALLED_AT) }
    await opened(officer, caseId, told)
    await recorded(officer, caseId, conviction, told)
    await recorded(officer, caseId, { ...conviction, on: '2019-05-01' }, told)
    await recorded(officer, caseId, approval, told)
    await recorded(officer, caseId, car(), told)
    await recorded(officer, caseId, { kind: 'vendor-chosen', vendor: 'acme', center: 'acme-worcester' }, told)
    const device = await enrolledFor(server, caseId, n + 1)
    await recorded(vendor, caseId, installed(device.id), told)
    const [whole = new Uint8Array()] = uploadsOf(device, [1])
    await send(server, device, whole)
  }
})
afterAll(async () => {
  await pool.end()
  await server.remove()
  await cluster.close()
})

const asked = async (client: SignedInClient, query: { jurisdiction?: string } = {}) => {
  const answer = await client(rehearsal, { params: {}, query })
  if (!answer.ok) throw new Error(answer.problem.detail)
  return answer.value
}

test('before the first rehearsal there is none, and it says so', async () => {
  expect(await asked(officer)).toMatchObject({ rehearsedAt: null, stops: [], matrix: [] })
})

test('the nightly job tells when each car stops and what is missing', async () => {
  const warnings: unknown[] = []
  const daily = rehearsalDaily(parts, { logger: { warn: (about) => warnings.push(about) } })
  expect(await daily.run(at)).toMatchObject({ devices: 2, stopping: 2 })
  const found = await asked(officer)
  expect(found.rehearsedAt).toBe(iso(at))
  expect(found.stops.map((stop) => stop.case)).toEqual(['MA-REH-1', 'MA-REH-2'])
  for (const stop of found.stops) {
    expect(stop).toMatchObject({ jurisdiction: 'US-MA', vendor: 'acme', isStopped: false })
    expect(stop.stopsOn).toMatch(/^\d{4}-\d\d-\d\d$/)
  }
  expect(found.matrix.length).toBeGreaterThan(0)
  expect(found.matrix.every(({ may }) => may.law.length > 0)).toBe(true)
  expect(found.gaps.map(({ kind }) => kind)).toContain('no-code-secrets')
})

test('once more puts the newest word in the place of the last', async () => {
  await rehearseCases(parts, instant(at + days(1)))
  const found = await asked(officer)
  expect(found.rehearsedAt).toBe(iso(instant(at + days(1))))
  expect(found.stops).toHaveLength(2)
})

test('a vendor sees its own drivers, another none, another authority none', async () => {
  const own = await signedIn(server, 'vendor-operator', { vendor: 'acme' })
  expect((await asked(own)).stops).toHaveLength(2)
  const other = await signedIn(server, 'vendor-operator', { vendor: 'kestrel' })
  expect(await asked(other)).toMatchObject({ stops: [], gaps: [], matrix: [] })
  const maine = await signedIn(server, 'auditor', { jurisdiction: 'US-ME' })
  expect((await asked(maine)).stops).toEqual([])
  expect((await asked(maine, { jurisdiction: 'US-MA' })).stops).toEqual([])
})

test('drivers and technicians may not ask, and only who runs the server rehearses at once', async () => {
  for (const role of ['driver', 'technician'] as const) {
    const client = await signedIn(server, role, role === 'technician' ? { vendor: 'acme' } : {})
    expect(await client(rehearsal, { params: {}, query: {} })).toMatchObject({
      ok: false,
      problem: { code: 'forbidden' },
    })
  }
  expect(await officer(rehearseNow, { params: {} })).toMatchObject({ ok: false, problem: { code: 'forbidden' } })
})
