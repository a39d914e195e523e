import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { endpoints } from '@keyturn/contract/endpoints.ts'
import { queryOnce, type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ACCESS } from './access.ts'
import { guard } from './kernel/guard.ts'
import { callRoute, codeIn, everybodyAt, type TestCaller } from './testing/callers.ts'
import { signedIn } from './testing/signed-in.ts'
import { enrolled, type TestServer, testServer } from './testing/test-server.ts'

let cluster: TestCluster
let closed: TestServer
let demo: TestServer
let everybody: readonly TestCaller[]
const pages = mkdtempSync(path.join(tmpdir(), 'keyturn-access-'))
beforeAll(async () => {
  cluster = await testCluster()
  const db = await cluster.database()
  mkdirSync(path.join(pages, 'assets'))
  writeFileSync(path.join(pages, 'index.html'), '<!doctype html><title>Keyturn</title>')
  writeFileSync(path.join(pages, 'assets/app-1a2b.js'), 'export {}')
  // What the server does by itself would be taken for what a refused call left behind.
  const all = { portalDir: pages, demoJson: '{}', jobs: 'off' } as const
  closed = await testServer(db, all)
  demo = await testServer(db, { ...all, publicDemo: true })
  await enrolled(closed)
  everybody = await everybodyAt(closed)
})
afterAll(async () => {
  await closed.remove()
  await demo.remove()
  await cluster.close()
  rmSync(pages, { recursive: true })
})

const TABLE: ReadonlyMap<string | undefined, readonly string[]> = new Map(Object.entries(ACCESS))
const REFUSED: ReadonlySet<string | undefined> = new Set([
  'internal',
  'unauthorized',
  'forbidden',
  'second-factor-required',
  'cross-site',
])
const mayCall = (endpoint: string | undefined, { is }: Pick<TestCaller, 'is'>): boolean =>
  ['public', ...is].some((word) => TABLE.get(endpoint)?.includes(word))

/** Everything stored, but for what was noted about refusals, and when a token was used. */
async function stored(): Promise<string> {
  const { ownerUrl } = closed.db
  const tables = await queryOnce<{ name: string }>(
    ownerUrl,
    `select table_name as name from information_schema.tables
     where table_schema = 'keyturn' and table_name <> 'access_refusals' order by table_name`,
  )
  const digests: string[] = []
  for (const { name } of tables) {
    const [row] = await queryOnce<{ digest: string }>(
      ownerUrl,
      `select md5(coalesce(string_agg(row, ',' order by row), '')) as digest
       from (select (to_jsonb(t) - 'used_at')::text as row from keyturn.${name} t) rows`,
    )
    digests.push(`${name} ${row?.digest}`)
  }
  return digests.join('\n')
}

const refusals = async (): Promise<readonly { endpoint: string; user_name: string; code: string }[]> =>
  queryOnce(closed.db.ownerUrl, 'select endpoint, user_name, code from keyturn.access_refusals order by at, id')

describe('access', () => {
  test('every route that is registered has a line in the table, and every line a route', () => {
    const routed = [...new Set(closed.routes.map(({ endpoint }) => endpoint))].sort()
    expect(routed).toEqual(Object.keys(ACCESS).sort())
    expect(Object.keys(ACCESS)).toEqual(expect.arrayContaining(Object.keys(endpoints)))
    expect(demo.routes).toEqual(closed.routes)
  })

  test('every route refuses everybody the table does not name, notes it, and changes nothing', async () => {
    const before = await stored()
    const noted = (await refusals()).length
    let expected = 0
    for (const route of closed.routes) {
      for (const caller of everybody.filter((one) => !mayCall(route.endpoint, one))) {
        const where = `${caller.name} at ${route.method} ${route.url}`
        const response = await callRoute(closed, route, caller.headers)
        const code = await codeIn(response)
        expect(code, where).toBe(caller.name === 'nobody' ? 'unauthorized' : 'forbidden')
        expect(response.status, where).toBe(caller.name === 'nobody' ? 401 : 403)
        if (caller.known) expected += 1
      }
    }
    expect((await refusals()).length - noted).toBe(expected)
    expect(expected).toBeGreaterThan(closed.routes.length)
    expect(await stored()).toBe(before)
  })

  test('every route lets in everybody the table names', async () => {
    // The steps of signing in refuse by themselves whoever is not that far; they have tests of their own.
    for (const route of closed.routes.filter(({ endpoint }) => endpoint !== 'auth')) {
      for (const caller of everybody.filter((one) => mayCall(route.endpoint, one))) {
        const where = `${caller.name} at ${route.method} ${route.url}`
        expect(
          REFUSED.has(await codeIn(await callRoute(closed, route, { ...caller.headers, origin: closed.url }))),
          where,
        ).toBe(false)
      }
    }
  })

  test('a visitor of a public demo gets what the table says', async () => {
    for (const route of demo.routes.filter(({ endpoint }) => endpoint !== 'auth')) {
      const code = await codeIn(await callRoute(demo, route, { origin: demo.url }))
      const where = `${route.method} ${route.url}`
      expect(code === 'forbidden', where).toBe(!mayCall(route.endpoint, { is: ['visitor'] }))
    }
  })

  test('a credential that does not hold is refused everywhere, even where none is needed', async () => {
    for (const authorization of ['Bearer wrong', 'Bearer ', 'Basic abc', 'Bearer a b', `Bearer kt_${'A'.repeat(43)}`]) {
      for (const route of closed.routes) {
        const response = await callRoute(closed, route, { authorization })
        expect(await codeIn(response), `${authorization} at ${route.url}`).toBe('unauthorized')
      }
    }
  })

  test('staff without a second factor get nothing but their own setting up', async () => {
    const officer = await signedIn(closed, 'authority-officer', { secondFactor: null })
    for (const route of closed.routes.filter(({ endpoint }) => mayCall(endpoint, { is: ['authority-officer'] }))) {
      if (TABLE.get(route.endpoint)?.includes('public') === true) continue
      const code = await codeIn(await callRoute(closed, route, officer.headers))
      expect(code, `${route.method} ${route.url}`).toBe('second-factor-required')
    }
    expect(await refusals()).toContainEqual(expect.objectContaining({ code: 'second-factor-required' }))
  })

  test('what a page of another site sends with a session’s cookie changes nothing', async () => {
    const before = await stored()
    const from = [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, {}]
    for (const route of closed.routes.filter(({ method }) => method === 'POST')) {
      for (const caller of everybody.filter(({ headers }) => headers['cookie'] !== undefined)) {
        for (const headers of from) {
          const cookie = caller.headers['cookie'] ?? ''
          const response = await callRoute(closed, route, { cookie, ...headers })
          expect(await codeIn(response), `${caller.name} at ${route.url}`).toBe('cross-site')
        }
      }
    }
    expect(await stored()).toBe(before)
  })

  test('a route without a line keeps the server from starting', async () => {
    const app = fastify()
    const registered = guard(app, {
      identify: async () => ({ kind: 'bad-credential' }),
      onRefused: async () => undefined,
      publicUrl: undefined,
    })
    app.get('/v1/new', async () => 'told')
    expect(registered).toThrow('nobody says who may call GET /v1/new')
    expect((await app.inject('/v1/new')).statusCode).toBe(500)
    await app.close()
  })

  test('numbers are for a program on the same machine, not for one behind a proxy on it', async () => {
    expect((await fetch(`${closed.url}/metrics`)).status).toBe(200)
    for (const name of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip']) {
      const response = await fetch(`${closed.url}/metrics`, { headers: { [name]: '127.0.0.1' } })
      expect(response.status, name).toBe(401)
    }
  })
})
