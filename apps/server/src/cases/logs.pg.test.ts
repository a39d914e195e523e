import type { CaseAssessment } from '@keyturn/cases/program/assessment.ts'
import { getCase } from '@keyturn/contract/endpoints/cases.ts'
import { getDevice } from '@keyturn/contract/endpoints/devices.ts'
import { participantField } from '@keyturn/contract/facts/requirement.ts'
import { actorOf } from '@keyturn/domain/actor.ts'
import { type CaseId, days, hours, iso } from '@keyturn/domain/units.ts'
import { asActor } from '@keyturn/store/as-actor.ts'
import { openPool } from '@keyturn/store/pool.ts'
import { grownDevices, linksToSettle } from '@keyturn/store/queries/cases/case-devices.ts'
import { storedStatus } from '@keyturn/store/queries/cases/stored-status.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordCache } from '../reading/record-cache.ts'
import { approval, car, conviction, newKey, opened, participant, recorded } from '../testing/case-facts.ts'
import { enrolledFor, INSTALLED_AT, installed, uploadsOf } from '../testing/case-logs.ts'
import { type SignedInClient, signedIn } from '../testing/signed-in.ts'
import { send, standingClock, type TestDevice, type TestServer, testServer } from '../testing/test-server.ts'
import type { CaseParts } from './case-parts.ts'
import { checkStoredStatuses, storedStatusesDaily } from './check-stored.ts'
import { openCase } from './open-case.ts'
import { readGrown } from './read-grown.ts'
import { reassessCase } from './reassess-case.ts'

let cluster: TestCluster
let server: TestServer
let officer: SignedInClient
let vendor: SignedInClient
let pool: pg.Pool
let parts: CaseParts
beforeAll(async () => {
  cluster = await testCluster()
  const db = await cluster.database()
  server = await testServer(db)
  officer = await signedIn(server, 'authority-officer')
  vendor = await signedIn(server, 'vendor-operator', { vendor: 'acme' })
  pool = openPool(db.appUrl)
  parts = { pool, clock: server.clock, records: recordCache(pool) }
})
afterAll(async () => {
  await pool.end()
  await server.remove()
  await cluster.close()
})

const NEVER = new AbortController().signal
const read = () =>
  readGrown(parts, {
    stopping: NEVER,
    onFailure: (_, error) => {
      throw error
    },
  })

/** A case that is ready for a device. */
async function approved(caseId: string): Promise<void> {
  const at = iso(INSTALLED_AT)
  await opened(officer, caseId, { at })
  await recorded(officer, caseId, conviction, { at })
  await recorded(officer, caseId, { ...conviction, on: '2019-05-01' }, { at })
  await recorded(officer, caseId, approval, { at })
  await recorded(officer, caseId, car(), { at })
  await recorded(officer, caseId, { kind: 'vendor-chosen', vendor: 'acme', center: 'acme-worcester' }, { at })
}

/** A case with a device in its car, told and not yet heard. */
async function withDevice(caseId: string, n: number): Promise<TestDevice> {
  await approved(caseId)
  const device = await enrolledFor(server, caseId, n)
  const told = await recorded(vendor, caseId, installed(device.id), { at: iso(INSTALLED_AT) })
  if (!told.ok) throw new Error(told.problem.detail)
  return device
}

const stored = async (caseId: string) => {
  // Ids of tests are well-formed.
  const found = await asActor(pool, actorOf('system'), (client) => storedStatus(client, caseId as CaseId))
  if (found === undefined) throw new Error(`${caseId} has no status`)
  const assessment: CaseAssessment = JSON.parse(found.assessment)
  return { ...found, assessment }
}

/** The server's own reader runs beside the tests; this waits for it or does its work. */
async function settled(caseId: string) {
  await read()
  return stored(caseId)
}

describe('the log of a device', () => {
  test('is read into its case when it arrives', async () => {
    const device = await withDevice('MA-LOG-1', 1)
    expect((await stored('MA-LOG-1')).standing).toBe('unknown')
    const [whole = new Uint8Array()] = uploadsOf(device, [12])
    expect(await send(server, device, whole)).toMatchObject({ ok: true })
    const after = await settled('MA-LOG-1')
    expect(after).toMatchObject({ standing: 'locked-out', devices: [{ device: device.id, seq: 13 }], grown: false })
    expect(after.assessment.findings.map(({ class: of }) => of)).toContain('lockout')
    expect(await officer(getCase, { params: { caseId: 'MA-LOG-1' } })).toMatchObject({
      value: { assessment: { devices: [{ source: 'signed-log' }] } },
    })
  })

  test('that is not yet read is read for whoever asks first', async () => {
    const device = await withDevice('MA-LOG-2', 2)
    const [whole = new Uint8Array()] = uploadsOf(device, [12])
    await send(server, device, whole)
    const answer = await officer(getCase, { params: { caseId: 'MA-LOG-2' } })
    expect(answer.ok && answer.value.assessment.devices[0]?.assessment?.status.kind).toBe('locked-out')
  })

  test('is read to the same end in one piece or in several, one reader or four', async () => {
    const ends: unknown[] = []
    for (const [n, sizes] of [[24], [12, 12], [5, 7, 12]].entries()) {
      const caseId = `MA-LOG-3${n}`
      const device = await withDevice(caseId, 30 + n)
      for (const bytes of uploadsOf(device, sizes)) {
        await send(server, device, bytes)
        await Promise.all([read(), read(), read(), read()])
      }
      const { standing, stage, assessment } = await settled(caseId)
      ends.push({
        standing,
        stage,
        findings: assessment.findings.map(({ rule, since, standing }) => [rule, since, standing.kind]),
      })
    }
    expect(ends[1]).toEqual(ends[0])
    expect(ends[2]).toEqual(ends[0])
  })

  test('that comes a month late corrects the case, and the correction is told', async () => {
    const clock = standingClock()
    const late = await testServer(server.db, { clock })
    try {
      const device = await withDevice('MA-LOG-4', 4)
      clock.setOffset(days(31))
      const parts31: CaseParts = { ...parts, clock }
      await reassessCase(parts31, 'MA-LOG-4' as CaseId)
      const before = await stored('MA-LOG-4')
      expect(before.assessment.corrections).toEqual([])
      const [whole = new Uint8Array()] = uploadsOf(device, [12])
      expect(await send(late, device, whole)).toMatchObject({ ok: true })
      await readGrown(parts31, { stopping: NEVER, onFailure: (_, error) => Promise.reject(error) })
      const after = await stored('MA-LOG-4')
      const lockout = after.assessment.findings.find(({ class: of }) => of === 'lockout')
      // It counts from when it happened, and says when it was learned.
      expect(iso(lockout?.since ?? INSTALLED_AT).slice(0, 10)).toBe('2026-03-02')
      expect(lockout?.learnedAt).toBe(clock.now())
      expect(after.assessment.corrections).toEqual(
        expect.arrayContaining([expect.objectContaining({ kind: 'came-late', learnedAt: clock.now() })]),
      )
    } finally {
      await late.remove()
    }
  })

  test('of a device enrolled for another case tells nothing here', async () => {
    const device = await enrolledFor(server, 'MA-LOG-OTHER', 5)
    const [whole = new Uint8Array()] = uploadsOf(device, [12])
    await send(server, device, whole)
    await approved('MA-LOG-5')
    const at = iso(INSTALLED_AT)
    expect(await recorded(vendor, 'MA-LOG-5', installed(device.id), { at })).toMatchObject({ ok: true })
    const { assessment } = await settled('MA-LOG-5')
    expect(assessment.devices).toMatchObject([{ device: device.id, source: 'reports-only', assessment: null }])
    const driver = await signedIn(server, 'driver', { caseIds: ['MA-LOG-5'] })
    for (const who of [driver, officer, vendor]) {
      expect(await who(getDevice, { params: { deviceId: device.id } })).toMatchObject({ code: 'unknown-device' })
    }
  })

  test('is marked as read, and so is that of a device without a case', async () => {
    const device = await enrolledFor(server, 'MA-LOG-NONE', 6)
    const [whole = new Uint8Array()] = uploadsOf(device, [12])
    await send(server, device, whole)
    await read()
    await asActor(pool, actorOf('system'), async (client) => {
      expect(await grownDevices(client, { after: '', limit: 10 })).toEqual([])
      expect(await linksToSettle(client, 10)).toEqual([])
    })
  })

  test('that arrives while its device is told of is not missed', async () => {
    for (let n = 0; n < 5; n += 1) {
      const caseId = `MA-LOG-7${n}`
      await approved(caseId)
      const device = await enrolledFor(server, caseId, 70 + n)
      const at = iso(INSTALLED_AT)
      const [whole = new Uint8Array()] = uploadsOf(device, [12])
      await Promise.all([recorded(vendor, caseId, installed(device.id), { at }), send(server, device, whole), read()])
      const { standing, grown } = await settled(caseId)
      expect({ standing, grown }).toEqual({ standing: 'locked-out', grown: false })
    }
  })
})

describe('the stored answers', () => {
  test('are what assessments from zero say', async () => {
    const { checked, differing } = await checkStoredStatuses(parts)
    expect(checked).toBeGreaterThan(10)
    expect(differing).toEqual([])
  })

  test('that somebody meddled with are found, and put right once a day', async () => {
    // Without a server beside it, whose jobs would put it right before it is found.
    const quiet = openPool((await cluster.database()).appUrl)
    const alone: CaseParts = { pool: quiet, clock: standingClock(), records: recordCache(quiet) }
    try {
      const caseId = 'MA-LOG-8' as CaseId
      const told = { actor: actorOf('operator'), jurisdiction: 'US-MA', at: undefined, key: newKey(), caseId }
      const read = participantField.parse(participant())
      expect(await openCase(alone, { ...told, participant: read })).toMatchObject({ kind: 'ok' })
      const meddle = `update keyturn.case_status set stage = 'completed', assessment = '{}' where case_id = $1`
      await asActor(quiet, actorOf('system'), (client) => client.query(meddle, [caseId]))
      const found = { caseId, what: ['its digest', 'the stage'] }
      expect((await checkStoredStatuses(alone)).differing).toEqual([found])
      const logged: unknown[] = []
      const daily = storedStatusesDaily(alone, {
        logger: { error: (about: unknown) => logged.push(about) },
        onDiffering: (cases) => expect(cases).toBe(1),
      })
      expect(await daily.run(alone.clock.now())).toMatchObject({ checked: 1, differing: [found] })
      expect(logged).toEqual([found])
      expect((await checkStoredStatuses(alone)).differing).toEqual([])
    } finally {
      await quiet.end()
    }
  })

  test('never go back to an earlier moment', async () => {
    await withDevice('MA-LOG-9', 9)
    const { asOf } = await stored('MA-LOG-9')
    const judged = await reassessCase(parts, 'MA-LOG-9' as CaseId, (asOf - hours(5)) as typeof asOf)
    expect(judged?.assessment.asOf).toBe(asOf)
  })
})
