import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { endpoints } from '@keyturn/contract/endpoints.ts'
import { PROBLEMS } from '@keyturn/contract/problems.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ACCESS, ROLES, type Role } from './access.ts'
import { guard, type Registered } from './kernel/guard.ts'
import { enrolled, type TestServer, testServer } from './testing/test-server.ts'

let cluster: TestCluster
let closed: TestServer
let demo: TestServer
const pages = mkdtempSync(path.join(tmpdir(), 'keyturn-access-'))
beforeAll(async () => {
  cluster = await testCluster()
  const db = await cluster.database()
  mkdirSync(path.join(pages, 'assets'))
  writeFileSync(path.join(pages, 'index.html'), '<!doctype html><title>Keyturn</title>')
  writeFileSync(path.join(pages, 'assets/app-1a2b.js'), 'export {}')
  const all = { portalDir: pages, demoJson: '{}' }
  closed = await testServer(db, all)
  demo = await testServer(db, { ...all, publicDemo: true })
  await enrolled(closed)
})
afterAll(async () => {
  await closed.remove()
  await demo.remove()
  await cluster.close()
  rmSync(pages, { recursive: true })
})

const NAMED: ReadonlyMap<string, (typeof endpoints)[keyof typeof endpoints]> = new Map(Object.entries(endpoints))

/** A request from elsewhere that is well-formed enough to come past the checks of its form. */
async function statusFor({ method, url, endpoint = '' }: Registered, role: Role): Promise<number> {
  const server = role === 'visitor' ? demo : closed
  const body = NAMED.get(endpoint)?.body.kind ?? 'none'
  // Said to come through a proxy, it is not taken for one from the server's own machine.
  const headers: Record<string, string> = { 'x-forwarded-for': '192.0.2.1' }
  if (role === 'operator') headers['authorization'] = `Bearer ${server.operatorToken}`
  if (body === 'json') headers['content-type'] = 'application/json'
  const query = endpoint === 'get-proof' ? '?seq=1' : ''
  const response = await fetch(server.url + url.replace(':deviceId', 'KT-TEST-0001') + query, {
    method: method.split(',').at(-1) ?? method,
    headers,
    ...(body === 'none' ? {} : { body: '{}' }),
  })
  await response.arrayBuffer()
  return response.status
}

describe('access', () => {
  test('every route that is registered has a line in the table, and every line a route', () => {
    const routed = [...new Set(closed.routes.map(({ endpoint }) => endpoint))].sort()
    expect(routed).toEqual(Object.keys(ACCESS).sort())
    expect(Object.keys(ACCESS)).toEqual(expect.arrayContaining(Object.keys(endpoints)))
    expect(demo.routes).toEqual(closed.routes)
  })

  test.each(ROLES)('every route answers a %s as the table says', async (role) => {
    const table: ReadonlyMap<string | undefined, readonly string[]> = new Map(Object.entries(ACCESS))
    expect(closed.routes.length).toBeGreaterThan(Object.keys(endpoints).length)
    for (const route of closed.routes) {
      const status = await statusFor(route, role)
      const isRefused = status === 401 || status === 403
      expect(isRefused, `${route.method} ${route.url}`).toBe(table.get(route.endpoint)?.includes(role) !== true)
      if (isRefused) expect(status).toBe(role === 'public' ? PROBLEMS.unauthorized.status : PROBLEMS.forbidden.status)
    }
  })

  test('a route without a line keeps the server from starting', async () => {
    const app = fastify()
    const registered = guard(app, () => ({ kind: 'known', role: 'public' }))
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

  test.each(['Bearer wrong', 'Bearer ', 'Basic abc', 'Bearer a b'])(
    'a credential that does not hold is refused: %s',
    async (authorization) => {
      const response = await fetch(`${demo.url}/v1/devices`, { headers: { authorization } })
      expect(response.status).toBe(401)
      expect(await response.json()).toMatchObject({ code: 'unauthorized', status: 401 })
    },
  )
})
