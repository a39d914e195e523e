import { type EndpointName, endpoints } from '@keyturn/contract/endpoints.ts'
import { PROBLEMS } from '@keyturn/contract/problems.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ACCESS, ROLES, type Role } from './access.ts'
import { jsonRoutes, logRoutes } from './routes.ts'
import { enrolled, type TestServer, testServer } from './testing/test-server.ts'

let cluster: TestCluster
let closed: TestServer
let demo: TestServer
beforeAll(async () => {
  cluster = await testCluster()
  const db = await cluster.database()
  closed = await testServer(db)
  demo = await testServer(db, { publicDemo: true })
  await enrolled(closed)
})
afterAll(async () => {
  await closed.remove()
  await demo.remove()
  await cluster.close()
})

/** A request that is well-formed enough to come past the checks of its form. */
async function statusFor(name: EndpointName, role: Role): Promise<number> {
  const server = role === 'visitor' ? demo : closed
  const { method, path, body } = endpoints[name]
  const headers: Record<string, string> = role === 'operator' ? { authorization: `Bearer ${server.operatorToken}` } : {}
  if (body.kind === 'json') headers['content-type'] = 'application/json'
  const query = name === 'get-proof' ? '?seq=1' : ''
  const sent = body.kind === 'none' ? {} : { body: '{}' }
  const response = await fetch(server.url + path.replace(':deviceId', 'KT-TEST-0001') + query, {
    method,
    headers,
    ...sent,
  })
  await response.arrayBuffer()
  return response.status
}

describe('access', () => {
  test('every endpoint has one route and one line in the table', () => {
    const routed = [...jsonRoutes, ...logRoutes].map(({ name }) => name).sort()
    expect(routed).toEqual(Object.keys(endpoints).sort())
    expect(Object.keys(ACCESS).sort()).toEqual(Object.keys(endpoints).sort())
  })

  // Object.keys loses the names; the table has exactly those of the contract, as the test above shows.
  const names = Object.keys(endpoints) as EndpointName[]
  test.each(names.flatMap((name) => ROLES.map((role) => [name, role] as const)))(
    '%s by %s is as the table says',
    async (name, role) => {
      const status = await statusFor(name, role)
      const refused = status === 401 || status === 403
      expect(refused).toBe(!ACCESS[name].includes(role))
      if (refused) expect(status).toBe(role === 'public' ? PROBLEMS.unauthorized.status : PROBLEMS.forbidden.status)
    },
  )

  test.each(['Bearer wrong', 'Bearer ', 'Basic abc', 'Bearer a b'])(
    'a credential that does not hold is refused: %s',
    async (authorization) => {
      const response = await fetch(`${demo.url}/v1/devices`, { headers: { authorization } })
      expect(response.status).toBe(401)
      expect(await response.json()).toMatchObject({ code: 'unauthorized', status: 401 })
    },
  )
})
