import type { CaseAssessment } from '@keyturn/cases/program/assessment.ts'
import { explainCaseEndpoint, getCase } from '@keyturn/contract/endpoints/cases.ts'
import { postStatement } from '@keyturn/contract/endpoints/statements.ts'
import { actorOf } from '@keyturn/domain/actor.ts'
import { parseCivilDate } from '@keyturn/domain/civil.ts'
import { type CaseId, type CivilDate, instant, iso, parseInstant } from '@keyturn/domain/units.ts'
import type { StatementBody } from '@keyturn/evidence/statement/statement.ts'
import { madeUpAuthority } from '@keyturn/simulator/authority/authority.ts'
import { asActor } from '@keyturn/store/as-actor.ts'
import { openPool } from '@keyturn/store/pool.ts'
import { storedStatus } from '@keyturn/store/queries/cases/stored-status.ts'
import { queryOnce, type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordCache } from '../reading/record-cache.ts'
import { approval, car, conviction, opened, recorded } from '../testing/case-facts.ts'
import { enrolledFor, INSTALLED_AT, installed, uploadsOf } from '../testing/case-logs.ts'
import { type SignedInClient, signedIn } from '../testing/signed-in.ts'
import { send, TEST_NOW, type TestServer, testServer } from '../testing/test-server.ts'
import { checkStoredStatuses } from './check-stored.ts'
import { reassessCase } from './reassess-case.ts'

const world = madeUpAuthority('relief of cases')
const authority = world.authority('US-MA')
const ID = 'CASE-RELIEF'
const day = (text: string): CivilDate => parseCivilDate(text) ?? ('' as CivilDate)

let cluster: TestCluster
let server: TestServer
let officer: SignedInClient
let pool: pg.Pool
beforeAll(async () => {
  cluster = await testCluster()
  server = await testServer(await cluster.database(), { rootKey: world.root })
  officer = await signedIn(server, 'authority-officer')
  pool = openPool(server.db.appUrl)
})
afterAll(async () => {
  await pool.end()
  await server.remove()
  await cluster.close()
})

const at = (moment: string) => server.clock.setOffset((parseInstant(moment) ?? TEST_NOW) - TEST_NOW)
const order: StatementBody = {
  kind: 'order',
  supersedes: null,
  scope: {
    jurisdiction: 'US-MA',
    vendors: ['acme'],
    models: null,
    firmwares: null,
    regions: null,
    functions: ['service-visit'],
  },
  interval: { from: day('2026-03-28'), until: day('2026-04-06') },
  due: { from: day('2026-03-28'), until: day('2026-04-06') },
  moves: { kind: 'day-for-day' },
  capDays: 30,
  staggerDays: 0,
  reason: 'The servers of the vendor are down.',
}
const assessment = async (): Promise<CaseAssessment> => {
  const answer = await officer(getCase, { params: { caseId: ID } })
  if (!answer.ok) throw new Error(answer.problem.detail)
  return answer.value.assessment
}
const dueOf = ({ devices }: CaseAssessment) => devices[0]?.assessment?.moved ?? []
const parts = () => ({ pool, clock: server.clock, records: recordCache(pool) })

describe('a case and the orders that are known here', () => {
  test('is judged anew by an order that comes, stored as from zero, and as it was before [OUT-2]', async () => {
    const told = { at: iso(INSTALLED_AT) }
    await opened(officer, ID, told)
    for (const fact of [conviction, { ...conviction, on: '2019-05-01' }, approval, car()] as const) {
      await recorded(officer, ID, fact, told)
    }
    await recorded(officer, ID, { kind: 'vendor-chosen', vendor: 'acme', center: 'acme-worcester' }, told)
    const device = await enrolledFor(server, ID, 71)
    const vendor = await signedIn(server, 'vendor-operator', { vendor: 'acme' })
    expect((await recorded(vendor, ID, installed(device.id), told)).ok).toBe(true)
    // A drive without a retest that failed: nothing but the date counts.
    const [log = new Uint8Array()] = uploadsOf(device, [3])
    expect((await send(server, device, log)).ok).toBe(true)

    at('2026-04-05T12:00:00Z')
    const before = await assessment()
    expect(dueOf(before)).toEqual([])
    const signedAt = server.clock.now()
    const file = authority.sign(order, { at: signedAt, id: 'order-relief' })
    expect((await officer(postStatement, { params: {}, body: { file } })).ok).toBe(true)
    const after = await assessment()
    expect(dueOf(after)).toEqual([
      expect.objectContaining({ order: 'order-relief', days: 10, law: expect.objectContaining({ kind: 'ordered' }) }),
    ])
    const missed = (found: CaseAssessment) =>
      found.findings.filter((one) => one.class === 'lockout').map(({ rule }) => rule)
    expect([missed(before).length > 0, missed(after)]).toEqual([true, []])

    at('2026-04-05T13:00:00Z')
    await reassessCase(parts(), ID as CaseId)
    expect(await checkStoredStatuses(parts())).toEqual({ checked: 1, differing: [] })
    const stored = await asActor(pool, actorOf('system'), (client) => storedStatus(client, ID as CaseId))
    const held: CaseAssessment = JSON.parse(stored?.assessment ?? '{}')
    expect(dueOf(held)).toEqual(dueOf(after))
    const asKnownThen = await officer(explainCaseEndpoint, {
      params: { caseId: ID },
      query: { at: iso(instant(signedAt)), knownAt: iso(instant(signedAt - 1)) },
    })
    expect(asKnownThen.ok && asKnownThen.value).not.toContain('order-relief')
  })

  test('has for the preview the date that the car still goes by, which has not heard of the order', async () => {
    const rows = await queryOnce<{ due: string; stands: string }>(
      server.db.ownerUrl,
      `select due_on::text as due, stands_on::text as stands from keyturn.case_due where case_id = $1`,
      [ID],
    )
    expect(rows).toEqual([{ due: '2026-04-01', stands: '2026-04-01' }])
  })
})
