import {
  caseStatus,
  caseTimelineEndpoint,
  explainCaseEndpoint,
  getCase,
  listFacts,
  replayDecision,
} from '@keyturn/contract/endpoints/cases.ts'
import { days, hours, type Instant, iso } from '@keyturn/domain/units.ts'
import { openPool } from '@keyturn/store/pool.ts'
import { putOrganization } from '@keyturn/store/queries/cases/organizations.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approval, car, conviction, opened, recorded } from '../testing/case-facts.ts'
import { enrolledFor, INSTALLED_AT, installed, uploadsOf } from '../testing/case-logs.ts'
import { type SignedInClient, signedIn } from '../testing/signed-in.ts'
import { send, TEST_NOW, type TestServer, testServer } from '../testing/test-server.ts'

let cluster: TestCluster
let server: TestServer
let officer: SignedInClient
const caseId = 'MA-STORY'
/** When the device's log came: ten days after it was written. */
const HEARD_AT = (TEST_NOW + days(10)) as Instant

beforeAll(async () => {
  cluster = await testCluster()
  server = await testServer(await cluster.database())
  officer = await signedIn(server, 'authority-officer')
  const vendor = await signedIn(server, 'vendor-operator', { vendor: 'acme' })
  const at = iso(INSTALLED_AT)
  await opened(officer, caseId, { at })
  await recorded(officer, caseId, conviction, { at })
  await recorded(officer, caseId, { ...conviction, on: '2019-05-01' }, { at })
  await recorded(officer, caseId, approval, { at })
  await recorded(officer, caseId, car(), { at })
  await recorded(officer, caseId, { kind: 'vendor-chosen', vendor: 'acme', center: 'acme-worcester' }, { at })
  const device = await enrolledFor(server, caseId, 1)
  const told = await recorded(vendor, caseId, installed(device.id), { at })
  if (!told.ok) throw new Error(told.problem.detail)
  server.clock.setOffset(days(10))
  const [whole = new Uint8Array()] = uploadsOf(device, [12])
  await send(server, device, whole)
})
afterAll(async () => {
  await server.remove()
  await cluster.close()
})

const ofStatus = async (at: string, knownAt?: string) => {
  const answer = await officer(caseStatus, {
    params: { caseId },
    query: { at, ...(knownAt === undefined ? {} : { knownAt }) },
  })
  if (!answer.ok) throw new Error(answer.problem.detail)
  return answer.value
}

describe('a case as of another day', () => {
  test('is assessed from what is known today', async () => {
    const before = await ofStatus(iso((INSTALLED_AT - hours(1)) as Instant))
    expect(before).toMatchObject({ participant: null, findings: [] })
    const after = await ofStatus(iso(TEST_NOW))
    expect(after.findings.map(({ class: of }) => of)).toContain('lockout')
  })

  test('is assessed from what was known then, when that is asked', async () => {
    const then = await ofStatus(iso(TEST_NOW), iso(TEST_NOW))
    expect(then.findings.filter(({ class: of }) => of === 'lockout')).toEqual([])
    const now = await ofStatus(iso(TEST_NOW), iso(HEARD_AT))
    expect(now.findings.filter(({ class: of }) => of === 'lockout')).toHaveLength(1)
  })

  test('is told in plain words', async () => {
    const answer = await officer(explainCaseEndpoint, { params: { caseId }, query: { at: iso(TEST_NOW) } })
    expect(answer.ok && answer.value).toMatch(/^CASE MA-STORY as of/)
    expect(answer.ok && answer.value).toContain('Sam Rivera')
  })
})

describe('a decision', () => {
  test('is made again from its basis to the same bytes, whatever was told since', async () => {
    const again = () => officer(replayDecision, { params: { caseId, seq: 4 } })
    const first = await again()
    expect(first).toMatchObject({ ok: true, value: { kind: 'approval-granted', sameBytes: true, seq: 4 } })
    const pool = openPool(server.db.appUrl, { connectionsMax: 1 })
    const vendor = { kind: 'vendor', parent: 'acme', name: 'Acme', jurisdictions: ['US-MA'], states: ['MA'] } as const
    const more = { address: null, telephone: null, website: null, at: server.clock.now() }
    await putOrganization(pool, { id: 'acme', ...vendor, ...more, jurisdictions: ['US-MA'], states: ['MA'] })
    await pool.end()
    await recorded(officer, caseId, { kind: 'fact-withdrawn', fact: 3, reason: 'Another person of that name.' })
    await recorded(
      officer,
      caseId,
      { kind: 'court-order', docket: 'D-1', from: '2025-01-01', until: null },
      { at: iso(INSTALLED_AT) },
    )
    const second = await again()
    expect(second).toEqual(first)
  })

  test('that is none, or is not there, is said to be none', async () => {
    for (const seq of [1, 2, 999]) {
      expect(await officer(replayDecision, { params: { caseId, seq } })).toMatchObject({ code: 'no-such-decision' })
    }
  })

  test('is made again by the participant as well', async () => {
    const driver = await signedIn(server, 'driver', { caseIds: [caseId] })
    expect(await driver(replayDecision, { params: { caseId, seq: 4 } })).toMatchObject({ value: { sameBytes: true } })
  })
})

describe('the story of a case', () => {
  test('comes in pages that hold while it goes on', async () => {
    const page = async (after?: string) => {
      const query = { limit: 3, ...(after === undefined ? {} : { after }) }
      const answer = await officer(caseTimelineEndpoint, { params: { caseId }, query })
      if (!answer.ok) throw new Error(answer.problem.detail)
      return answer.value
    }
    const whole = await officer(caseTimelineEndpoint, { params: { caseId }, query: { limit: 500 } })
    const before = whole.ok ? whole.value.entries : []
    expect(before.length).toBeGreaterThan(8)
    expect(before.map(({ at }) => at)).toEqual(
      before
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    )
    expect(before.some(({ of, later }) => of === 'device' && later !== null)).toBe(true)
    const seen: typeof before = []
    for (let next: string | null | undefined; next !== null; ) {
      const got = await page(next)
      seen.push(...got.entries)
      next = got.next
      // Newest first: what is told now stands before the first page.
      await recorded(officer, caseId, {
        kind: 'court-order',
        docket: `D-${seen.length}`,
        from: '2026-01-01',
        until: null,
      })
    }
    expect(seen).toEqual(before)
  })

  test('has every fact, in the order in which it was recorded, in pages', async () => {
    const facts: number[] = []
    for (let after: number | null = 0; after !== null; ) {
      const answer: Awaited<ReturnType<typeof ask>> = await ask(after)
      if (!answer.ok) throw new Error(answer.problem.detail)
      facts.push(...answer.value.facts.map(({ fact }) => fact.seq))
      after = answer.value.next
    }
    const view = await officer(getCase, { params: { caseId } })
    expect(facts).toEqual(Array.from({ length: view.ok ? view.value.facts : 0 }, (_, n) => n + 1))

    function ask(after: number) {
      return officer(listFacts, { params: { caseId }, query: { after, limit: 4 } })
    }
  })
})
