import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { client } from '@keyturn/contract/client.ts'
import { demoSignIn, listDemoAccounts } from '@keyturn/contract/endpoints/accounts.ts'
import { listCases, listFacts } from '@keyturn/contract/endpoints/cases.ts'
import { caseStatement } from '@keyturn/contract/endpoints/fees.ts'
import { listReports } from '@keyturn/contract/endpoints/reports.ts'
import { queryOnce, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyturn } from '../told-terminal.ts'
import { eventually, type RunningDemo, runDemo } from './demo-process.ts'
import { DEMO_EMAILS } from './program/accounts.ts'

describe('the program of a demo', () => {
  let demo: RunningDemo
  let dataDir = ''
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'keyturn-program-'))
    demo = await runDemo(dataDir)
    await eventually(
      'the last case',
      () => demo.said(),
      (said) => said.includes('All 4 cases'),
    )
  })
  afterAll(async () => {
    await demo?.end('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  })

  /** Somebody who has taken an account with one click. */
  async function signedIn(account: string) {
    const body = JSON.stringify({ account })
    const headers = { 'content-type': 'application/json', origin: demo.server }
    const answer = await fetch(`${demo.server}${demoSignIn.path}`, { method: 'POST', headers, body })
    expect(answer.status).toBe(200)
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const doFetch: typeof globalThis.fetch = (input, init) =>
      fetch(input, {
        ...init,
        headers: { ...Object.fromEntries(new Headers(init?.headers)), cookie, origin: demo.server },
      })
    return client({ baseUrl: demo.server, fetch: doFetch })
  }

  test('every account is offered and taken with one click', async () => {
    const offered = await client({ baseUrl: demo.server })(listDemoAccounts, { params: {} })
    if (!offered.ok) throw new Error(offered.problem.detail)
    const { accounts } = offered.value
    expect(accounts.map(({ email }) => email)).toEqual(DEMO_EMAILS)
    expect(new Set(accounts.map(({ role }) => role)).size).toBe(6)
    for (const { email, role, jurisdiction, vendor } of accounts) {
      const call = await signedIn(email)
      const seen = await call(listCases, { params: {}, query: { limit: 200 } })
      if (!seen.ok) throw new Error(seen.problem.detail)
      const { cases } = seen.value
      expect(cases.length, email).toBeGreaterThan(vendor === null ? 0 : -1)
      if (role === 'driver') expect(cases).toHaveLength(1)
      if (jurisdiction !== null) expect(new Set(cases.map((one) => one.jurisdiction))).toEqual(new Set([jurisdiction]))
      if (vendor !== null) expect(cases.every((one) => one.vendor === vendor)).toBe(true)
    }
  })

  test('the first driver of the list is in good standing, and the third one is locked out', async () => {
    const standingOf = async (email: string) => {
      const seen = await (await signedIn(email))(listCases, { params: {} })
      return seen.ok ? seen.value.cases.map(({ stage, standing }) => `${stage} ${standing}`) : []
    }
    const good = () => standingOf(DEMO_EMAILS[0] ?? '')
    expect(await eventually('the running car’s log', good, ([one]) => one !== 'restricted unknown')).toEqual([
      'restricted in-good-standing',
    ])
    expect(await standingOf(DEMO_EMAILS[2] ?? '')).toEqual(['restricted locked-out'])
  })

  test('what providers reported and drivers paid in the past is written down', async () => {
    const token = readFileSync(join(dataDir, 'operator-token'), 'utf8').trim()
    const call = client({ baseUrl: demo.server, token })
    const open = await call(listReports, { params: {}, query: { limit: 200 } })
    if (!open.ok) throw new Error(open.problem.detail)
    expect(open.value.reports.filter(({ lateByMs }) => lateByMs > 2 * 86_400_000)).toEqual([])
    const told = await call(caseStatement, { params: { caseId: 'MA-2026-1001' } })
    if (!told.ok) throw new Error(told.problem.detail)
    expect(told.value).toMatchObject({ owed: 0, charged: told.value.paid })
    expect(told.value.paid).toBeGreaterThan(10_000)
  })

  test('its decisions replay to the same bytes', async () => {
    const token = readFileSync(join(dataDir, 'operator-token'), 'utf8').trim()
    const call = client({ baseUrl: demo.server, token })
    const cases = await call(listCases, { params: {} })
    if (!cases.ok) throw new Error(cases.problem.detail)
    let decisions = 0
    for (const { case: caseId } of cases.value.cases) {
      const facts = await call(listFacts, { params: { caseId } })
      if (!facts.ok) throw new Error(facts.problem.detail)
      for (const { fact } of facts.value.facts) {
        if (fact.basis === null) continue
        decisions += 1
        const told = await keyturn(['replay', caseId, String(fact.seq), '--server', demo.server, '--token', token])
        expect(told, `${caseId} ${fact.seq}`).toMatchObject({ exit: 0, err: '' })
        expect(told.out).toContain('The same bytes.')
      }
    }
    expect(decisions).toBeGreaterThan(2)
    expect(await keyturn(['replay', 'MA-2026-1001', '1', '--server', demo.server, '--token', token])).toMatchObject({
      exit: 1,
      err: expect.stringContaining('is no decision'),
    })
  })

  test('a case is explained as of any day, also from what was known then', async () => {
    const token = readFileSync(join(dataDir, 'operator-token'), 'utf8').trim()
    const asked = ['explain', 'MA-2026-0117', '--server', demo.server, '--token', token]
    const now = await keyturn([...asked, '--timeline'])
    expect(now).toMatchObject({ exit: 0, err: '' })
    expect(now.out).toContain('DRIVING UNDER THE RESTRICTION')
    expect(now.out).toMatch(/IN ORDER\n.*#1 Case opened/)
    const before = await keyturn([...asked, '--known-at', '2020-01-01'])
    expect(before.out).not.toContain('DRIVING UNDER')
    expect((await keyturn([...asked, '--json'])).out).toContain('"stage"')
  })
})

describe('a demo on a database of one’s own', () => {
  test('fills it once, and a second folder beside it is refused its cars', async () => {
    const cluster = await testCluster()
    const folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'keyturn-program-')))
    const { ownerUrl } = await cluster.database()
    try {
      const demo = await runDemo(folders[0] ?? '', undefined, { DATABASE_URL: ownerUrl })
      await eventually(
        'the last case',
        () => demo.said(),
        (said) => said.includes('All 4 cases'),
      )
      const [held] = await queryOnce<{ cases: number }>(ownerUrl, 'select count(*)::int as cases from keyturn.cases')
      expect(held).toEqual({ cases: 6 })
      await demo.end('SIGTERM')
      await expect(runDemo(folders[1] ?? '', undefined, { DATABASE_URL: ownerUrl })).rejects.toThrow(
        'belongs to another data folder',
      )
    } finally {
      await cluster.close()
      for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    }
  })
})
