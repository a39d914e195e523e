import {
  caseStatus,
  getCase,
  listCases,
  listFacts,
  listReads,
  openCase,
  recordFact,
} from '@keyturn/contract/endpoints/cases.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approval, conviction, newKey, opened, participant, recorded } from '../testing/case-facts.ts'
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
      value: { facts: 2, jurisdiction: 'US-MA', assessment: { caseId, participant: { name: 'Sam Rivera' } } },
    })
    const status = await officer(caseStatus, { params: { caseId } })
    expect(status.ok && view.ok && status.value).toEqual(view.ok && view.value.assessment)
    const facts = await officer(listFacts, { params: { caseId } })
    expect(facts.ok && facts.value.facts.map(({ fact }) => fact.kind)).toEqual(['case-opened', 'conviction'])
  })

  test('without an id of its own gets one, the same for the same request', async () => {
    const call = { params: {}, idempotencyKey: newKey(), body: { jurisdiction: 'US-MA', participant: participant() } }
    const [first, second] = [await officer(openCase, call), await officer(openCase, call)]
    expect(first).toEqual(second)
    expect(first.ok && first.value.case).toMatch(/^MA-[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}$/)
    const other = await officer(openCase, { ...call, idempotencyKey: newKey() })
    expect(other.ok && other.value.case).not.toBe(first.ok && first.value.case)
  })

  test('is not opened twice, elsewhere, without a program, or before its time', async () => {
    await opened(officer, 'MA-2026-0002')
    const open = (body: Partial<Parameters<typeof officer<typeof openCase>>[1]['body']>) =>
      officer(openCase, {
        params: {},
        idempotencyKey: newKey(),
        body: { caseId: 'MA-2026-0002', jurisdiction: 'US-MA', participant: participant(), ...body },
      })
    expect(await open({})).toMatchObject({ code: 'case-exists' })
    expect(await open({ caseId: 'ME-1', jurisdiction: 'US-ME' })).toMatchObject({ code: 'forbidden' })
    expect(await open({ caseId: 'VT-1', jurisdiction: 'US-VT' })).toMatchObject({ code: 'unknown-jurisdiction' })
    expect(await open({ caseId: 'MA-9', at: '2199-01-01T00:00Z' })).toMatchObject({ code: 'bad-request' })
    // Nothing of the refused one is left.
    expect(await officer(getCase, { params: { caseId: 'MA-9' } })).toMatchObject({ code: 'unknown-case' })
    await opened(officer, 'MA-9')
  })

  test('is not opened under the id of a case that one may not see', async () => {
    const elsewhere = await signedIn(server, 'authority-officer', { jurisdiction: 'US-ME' })
    await opened(elsewhere, 'ME-2026-0001', { jurisdiction: 'US-ME' })
    const answer = await officer(openCase, {
      params: {},
      idempotencyKey: newKey(),
      body: { caseId: 'ME-2026-0001', jurisdiction: 'US-MA', participant: participant() },
    })
    expect(answer).toMatchObject({ code: 'case-exists' })
  })

  test('takes no fact that the law does not allow now, and says which law', async () => {
    const caseId = await opened(officer, 'MA-2026-0003')
    const answer = await recorded(officer, caseId, {
      kind: 'removal-decided',
      request: 1,
      granted: true,
      reason: 'Done.',
    })
    expect(answer).toMatchObject({ ok: false, code: 'not-allowed-now', problem: { status: 409 } })
    expect(!answer.ok && answer.problem.because).toEqual(expect.any(String))
    expect(!answer.ok && answer.problem.law).toMatchObject({ kind: expect.any(String) })
    expect(await officer(getCase, { params: { caseId } })).toMatchObject({ value: { facts: 1 } })
  })

  test('takes facts of the past, and none of the future', async () => {
    const caseId = await opened(officer, 'MA-2026-0004', { at: '2026-01-05T15:00Z' })
    expect(await recorded(officer, caseId, conviction, { at: '2026-01-06T15:00Z' })).toMatchObject({ ok: true })
    expect(await recorded(officer, caseId, conviction, { at: '2190-01-06T15:00Z' })).toMatchObject({
      code: 'bad-request',
    })
  })
})

describe('a request that is sent again', () => {
  test('gets the same answer and changes nothing more', async () => {
    const caseId = await opened(officer, 'MA-2026-0010')
    const key = newKey()
    const first = await recorded(officer, caseId, conviction, { key })
    await recorded(officer, caseId, {
      kind: 'suspension',
      from: '2026-01-01',
      until: '2027-01-01',
      why: 'First offense',
    })
    expect(await recorded(officer, caseId, conviction, { key })).toEqual(first)
    expect(await officer(getCase, { params: { caseId } })).toMatchObject({ value: { facts: 3 } })
  })

  test('at the same moment is carried out once', async () => {
    const caseId = await opened(officer, 'MA-2026-0011')
    const key = newKey()
    const answers = await Promise.all(Array.from({ length: 8 }, () => recorded(officer, caseId, conviction, { key })))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await officer(getCase, { params: { caseId } })).toMatchObject({ value: { facts: 2 } })
  })

  test('opens one case, however many come at once', async () => {
    const call = { params: {}, idempotencyKey: newKey(), body: { jurisdiction: 'US-MA', participant: participant() } }
    const answers = await Promise.all(Array.from({ length: 8 }, () => officer(openCase, call)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]?.ok).toBe(true)
  })

  test('under a key of another request is refused', async () => {
    const caseId = await opened(officer, 'MA-2026-0012')
    const key = newKey()
    await recorded(officer, caseId, conviction, { key })
    const other = await recorded(officer, caseId, { ...conviction, docket: '2025-CR-77' }, { key })
    expect(other).toMatchObject({ code: 'idempotency-key-reused', problem: { status: 422 } })
    const officer2 = await signedIn(server, 'authority-officer')
    // Keys are each account's own.
    expect(await recorded(officer2, caseId, { ...conviction, docket: '2025-CR-78' }, { key })).toMatchObject({
      ok: true,
    })
  })

  test('without a key is refused', async () => {
    const caseId = await opened(officer, 'MA-2026-0013')
    const answer = await officer(recordFact, { params: { caseId }, body: { fact: conviction } })
    expect(answer).toMatchObject({ code: 'idempotency-key-missing', problem: { status: 400 } })
  })

  test('after a refusal is judged anew', async () => {
    const caseId = await opened(officer, 'MA-2026-0014')
    const key = newKey()
    const withdraw = { kind: 'fact-withdrawn', fact: 2, reason: 'A wrong docket.' } as const
    expect(await recorded(officer, caseId, withdraw, { key })).toMatchObject({ code: 'not-allowed-now' })
    await recorded(officer, caseId, conviction)
    expect(await recorded(officer, caseId, withdraw, { key })).toMatchObject({ ok: true, value: { seq: 3 } })
  })
})

describe('two at once', () => {
  test('who knew an older state is told so, and decides again', async () => {
    const caseId = await opened(officer, 'MA-2026-0020')
    await recorded(officer, caseId, conviction)
    expect(await recorded(officer, caseId, approval, { ifMatch: 1 })).toMatchObject({
      code: 'precondition-failed',
      problem: { status: 412, facts: 2 },
    })
    expect(await recorded(officer, caseId, approval, { ifMatch: 2 })).toMatchObject({ ok: true, value: { seq: 3 } })
  })

  test('of two decisions on the same state one is taken', async () => {
    for (let round = 0; round < 6; round += 1) {
      const caseId = await opened(officer, `MA-2026-003${round}`)
      await recorded(officer, caseId, conviction)
      const other = await signedIn(server, 'authority-officer')
      const grant = () => recorded(officer, caseId, approval, { ifMatch: 2 })
      const deny = () =>
        recorded(
          other,
          caseId,
          { kind: 'suspension', from: '2026-01-01', until: null, why: 'Refused.' },
          { ifMatch: 2 },
        )
      // Both orders of arrival.
      const answers = await Promise.all(round % 2 === 0 ? [grant(), deny()] : [deny(), grant()])
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
      expect(answers.find(({ ok }) => !ok)).toMatchObject({ code: 'precondition-failed' })
      expect(await officer(getCase, { params: { caseId } })).toMatchObject({ value: { facts: 3 } })
    }
  })

  test('without a state of their own come one after the other, each judged by what is there', async () => {
    const caseId = await opened(officer, 'MA-2026-0040')
    await recorded(officer, caseId, conviction)
    const other = await signedIn(server, 'authority-officer')
    const withdraw = { kind: 'fact-withdrawn', fact: 2, reason: 'Wrong person.' } as const
    const answers = await Promise.all([recorded(officer, caseId, withdraw), recorded(other, caseId, withdraw)])
    // What is withdrawn is not withdrawn again.
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ code: 'not-allowed-now' })
  })

  test('twenty facts at once are twenty facts in a row', async () => {
    const caseId = await opened(officer, 'MA-2026-0041')
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        recorded(officer, caseId, { kind: 'court-order', docket: `D-${n}`, from: '2026-01-01', until: '2027-01-01' }),
      ),
    )
    const seqs = answers.map((answer) => (answer.ok ? answer.value.seq : 0)).toSorted((a, b) => a - b)
    expect(seqs).toEqual(Array.from({ length: 20 }, (_, n) => n + 2))
  })
})

describe('a list', () => {
  test('finds by name, by its beginning, in any script, and by license', async () => {
    const names = ['Åse Ó Briain', 'محمد الأحمد', '李 小龙', 'Zoë Müller-Lüdenscheidt', '🐢 Turtle']
    for (const [n, name] of names.entries()) await opened(officer, `MA-NAME-${n}`, { name, number: `N-000${n}` })
    const found = async (q: string) => {
      const answer = await officer(listCases, { params: {}, query: { q } })
      return answer.ok ? answer.value.cases.map((line) => line.case) : answer
    }
    expect(await found('ase')).toEqual(['MA-NAME-0'])
    expect(await found('briain ÅSE')).toEqual(['MA-NAME-0'])
    expect(await found('محمد')).toEqual(['MA-NAME-1'])
    expect(await found('李')).toEqual(['MA-NAME-2'])
    expect(await found('mull')).toEqual(['MA-NAME-3'])
    expect(await found('🐢')).toEqual(['MA-NAME-4'])
    expect(await found('n0003')).toEqual(['MA-NAME-3'])
    expect(await found('nobody')).toEqual([])
    expect(await found('%')).toEqual([])
  })

  test('tells one license number of two states apart', async () => {
    const elsewhere = await signedIn(server, 'authority-officer', { jurisdiction: 'US-ME' })
    await opened(officer, 'MA-TWIN', { number: 'T7777777' })
    await opened(elsewhere, 'ME-TWIN', { number: 'T7777777', jurisdiction: 'US-ME' })
    for (const [who, id] of [
      [officer, 'MA-TWIN'],
      [elsewhere, 'ME-TWIN'],
    ] as const) {
      const answer = await who(listCases, { params: {}, query: { q: 'T7777777' } })
      expect(answer.ok && answer.value.cases.map((line) => line.case)).toEqual([id])
    }
    const both = await server.call(listCases, { params: {}, query: { q: 'T7777777' } })
    expect(both.ok && both.value.cases.map((line) => line.case)).toEqual(['MA-TWIN', 'ME-TWIN'])
  })

  test('goes on where it stopped, whatever is opened meanwhile', async () => {
    const page = async (after?: string) => {
      const answer = await officer(listCases, {
        params: {},
        query: { limit: 3, ...(after === undefined ? {} : { after }) },
      })
      if (!answer.ok) throw new Error(answer.problem.detail)
      return answer.value
    }
    const before = await all()
    const seen: string[] = []
    let next: string | null | undefined
    for (let n = 0; next !== null; n += 1) {
      const got = await page(next)
      seen.push(...got.cases.map((line) => line.case))
      next = got.next
      // One that sorts before everything and one after: neither moves a page.
      if (n === 1) await opened(officer, 'AA-FIRST')
      if (n === 2) await opened(officer, 'ZZ-LAST')
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual([...before, 'ZZ-LAST'])

    async function all() {
      const answer = await officer(listCases, { params: {}, query: { limit: 200 } })
      return answer.ok ? answer.value.cases.map((line) => line.case) : []
    }
  })
})

describe('looks', () => {
  test('of staff are told to the participant, the auditor and the officer, and those of the participant are not kept', async () => {
    const caseId = await opened(officer, 'MA-2026-0050')
    const driver = await signedIn(server, 'driver', { caseIds: [caseId] })
    const auditor = await signedIn(server, 'auditor')
    await driver(getCase, { params: { caseId } })
    await auditor(getCase, { params: { caseId } })
    await officer(caseStatus, { params: { caseId } })
    for (const who of [driver, auditor, officer]) {
      const answer = await who(listReads, { params: { caseId } })
      const looks = answer.ok ? answer.value.reads.map(({ role, what }) => `${role} ${what}`) : []
      expect(looks).toEqual(expect.arrayContaining(['auditor get-case', 'authority-officer case-status']))
      expect(looks.filter((one) => one.startsWith('driver'))).toEqual([])
    }
  })

  test('are told by whatever name somebody has', async () => {
    const caseId = await opened(officer, 'MA-2026-0053')
    const name = `Seán O'Brien\\'; drop table keyturn.case_reads; -- 🐢 "x" $1`
    const other = await signedIn(server, 'authority-officer', { name })
    await other(getCase, { params: { caseId } })
    const answer = await officer(listReads, { params: { caseId } })
    expect(answer.ok && answer.value.reads.map((one) => one.name)).toEqual([name])
  })

  test('in lists are told once an hour', async () => {
    const caseId = await opened(officer, 'MA-2026-0051', { name: 'Listed Once' })
    for (let n = 0; n < 3; n += 1) await officer(listCases, { params: {}, query: { q: 'listed' } })
    const answer = await officer(listReads, { params: { caseId } })
    expect(answer.ok && answer.value.reads.filter(({ what }) => what === 'list-cases')).toHaveLength(1)
  })

  test('come in pages', async () => {
    const caseId = await opened(officer, 'MA-2026-0052')
    for (let n = 0; n < 5; n += 1) await officer(getCase, { params: { caseId } })
    const first = await officer(listReads, { params: { caseId }, query: { limit: 2 } })
    const next = first.ok ? first.value.next : null
    const second = await officer(listReads, { params: { caseId }, query: { limit: 500, after: next ?? '' } })
    const looks = [first, second].flatMap((page) => (page.ok ? page.value.reads : []))
    // Reading the first page was a look, too, and may stand on the second.
    expect(looks.filter(({ what }) => what === 'get-case')).toHaveLength(5)
    expect(first.ok && first.value.reads).toHaveLength(2)
  })
})
