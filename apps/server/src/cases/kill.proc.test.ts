import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { client, Unreachable } from '@keyturn/contract/client.ts'
import { getCase, listFacts, openCase, type Recorded, recordFact } from '@keyturn/contract/endpoints/cases.ts'
import type { CaseId } from '@keyturn/domain/units.ts'
import { migrate } from '@keyturn/store/migrate.ts'
import { openDatabase } from '@keyturn/store/open-database.ts'
import { openPool } from '@keyturn/store/pool.ts'
import { queryOnce } from '@keyturn/store/testing/test-cluster.ts'
import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../clock.ts'
import { operatorToken } from '../keys.ts'
import { recordCache } from '../reading/record-cache.ts'
import { participant } from '../testing/case-facts.ts'
import { endOf, serverProcess } from '../testing/server-process.ts'
import { checkStoredStatuses } from './check-stored.ts'

const ROUNDS = 8
const CASES = 4
const FACTS = 25
const PATIENCE_MS = 60_000
const TEST_MS = 600_000

const folders: string[] = []
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true })
})

test('the server is killed again and again, and no acknowledged fact is missing or doubled', {
  timeout: TEST_MS,
}, async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'keyturn-kill-cases-'))
  folders.push(dataDir)
  const database = await openDatabase({ dataDir, sync: false })
  await migrate(database.ownerUrl)
  const env = { DATABASE_URL: database.appUrl, KEYTURN_DATA: dataDir }
  let server = await serverProcess(env)
  const token = operatorToken(dataDir)
  const call = () => client({ baseUrl: server.url, token })
  let [sent, retries] = [0, 0]

  /** Sends the same request until it is answered. What was answered once counts as promised. */
  async function insist(
    send: () => Promise<{ ok: true; value: Recorded } | { ok: false; problem: { status: number; detail: string } }>,
  ) {
    for (let waited = 0; waited < PATIENCE_MS; waited += 20) {
      sent += 1
      try {
        const answer = await send()
        if (answer.ok) return answer.value
        if (answer.problem.status < 500) throw new Error(answer.problem.detail)
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error
      }
      retries += 1
      await pause(20)
    }
    throw new Error('never answered')
  }

  const promised = new Map<string, { readonly key: string; readonly answer: Recorded }[]>()
  const tell = async (n: number): Promise<void> => {
    const caseId = `MA-KILL-${n}`
    const body = { caseId, jurisdiction: 'US-MA', participant: participant(`Person ${n}`, `K${n}`) }
    const kept: { key: string; answer: Recorded }[] = []
    promised.set(caseId, kept)
    await insist(() => call()(openCase, { params: {}, idempotencyKey: `open ${n}`, body }))
    for (let m = 0; m < FACTS; m += 1) {
      const fact = { kind: 'court-order', docket: `D-${m}`, from: '2026-01-01', until: null } as const
      const key = `fact ${n} ${m}`
      const answer = await insist(() =>
        call()(recordFact, { params: { caseId }, idempotencyKey: key, body: { fact, at: '2026-02-01T00:00Z' } }),
      )
      kept.push({ key, answer })
    }
  }
  const telling = Promise.all(Array.from({ length: CASES }, (_, n) => tell(n)))
  for (let round = 0; round < ROUNDS; round += 1) {
    const target = sent + 3 + ((round * 7) % 10)
    for (let waited = 0; sent < target && waited < PATIENCE_MS; waited += 1) await pause(1)
    server.child.kill('SIGKILL')
    await endOf(server.child)
    server = await serverProcess(env)
  }
  await telling
  expect(retries).toBeGreaterThan(0)

  for (const [caseId, kept] of promised) {
    const facts = await call()(listFacts, { params: { caseId }, query: { limit: 500 } })
    const dockets = facts.ok ? facts.value.facts.flatMap(({ fact }) => ('docket' in fact ? [fact.docket] : [])) : []
    // Each once, in the order in which they were sent, whatever was sent again.
    expect(dockets).toEqual(Array.from({ length: FACTS }, (_, m) => `D-${m}`))
    expect(kept.map(({ answer }) => answer.seq)).toEqual(Array.from({ length: FACTS }, (_, m) => m + 2))
    expect(await call()(getCase, { params: { caseId } })).toMatchObject({ value: { facts: FACTS + 1 } })
    const last = kept.at(-1)
    const again = await call()(recordFact, {
      params: { caseId },
      idempotencyKey: last?.key ?? '',
      body: {
        fact: { kind: 'court-order', docket: `D-${FACTS - 1}`, from: '2026-01-01', until: null },
        at: '2026-02-01T00:00Z',
      },
    })
    expect(again).toEqual({ ok: true, value: last?.answer })
  }
  server.child.kill('SIGTERM')
  expect(await endOf(server.child)).toBe(0)

  const pool = openPool(database.appUrl)
  const check = await checkStoredStatuses({ pool, clock: systemClock(), records: recordCache(pool) })
  await pool.end()
  expect(check).toEqual({ checked: CASES, differing: [] })
  const halves = await queryOnce<{ case_id: CaseId }>(
    database.ownerUrl,
    `select c.case_id from keyturn.cases c
     where c.last_seq <> (select count(*) from keyturn.case_facts f where f.case_id = c.case_id)
        or c.last_seq <> (select count(*) from keyturn.idempotency_keys k where k.case_id = c.case_id)
        or c.last_seq <> (select facts_seq from keyturn.case_status s where s.case_id = c.case_id)`,
  )
  expect(halves).toEqual([])
  await database.close()
})
