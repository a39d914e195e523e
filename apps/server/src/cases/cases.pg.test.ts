import { caseStatus, getCase, listFacts } from '@keyturn/contract/endpoints/cases.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { conviction, opened, recorded } from '../testing/case-facts.ts'
import { type SignedInClient, signedIn } from '../testing/signed-in.ts'
import { type TestServer, testServer } from '../testing/test-server.ts'

let cluster: TestCluster
let server: TestServer
let officer: SignedInClient
beforeAll(async () => {
  cluster = await testCluster()
  server = await testServer(await cluster.database())
  officer = await signedIn(server, 'authority-officer')
})
afterAll(async () => {
  await server.remove()
  await cluster.close()
})

describe('a case', () => {
  test('is opened by an officer and told by facts', async () => {
    const caseId = await opened(officer, 'MA-2026-0001')
    const answer = await recorded(officer, caseId, conviction)
    expect(answer).toMatchObject({ ok: true, value: { case: caseId, seq: 2 } })
    const view = await officer(getCase, { params: { caseId } })
    expect(view).toMatchObject({
      ok: true,
      value: { facts: 2, jurisdiction: 'US-MA', assessment: { caseId, stage: { kind: 'not-required' } } },
    })
    const status = await officer(caseStatus, { params: { caseId } })
    expect(status.ok && view.ok && status.value).toEqual(view.ok && view.value.assessment)
    const facts = await officer(listFacts, { params: { caseId } })
    expect(facts.ok && facts.value.facts.map(({ words }) => words)).toHaveLength(2)
  })
})
