import { once } from 'node:events'
import { connect } from 'node:net'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enrolled, testServer } from './testing/test-server.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await testCluster()
})
afterAll(() => cluster.close())

test('half a request does not keep a server from stopping', async () => {
  const server = await testServer(await cluster.database(), { stopGraceMs: 1 })
  const { id } = await enrolled(server)
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  // Asked to go on, it has read the head and waits for a body that never comes.
  socket.write(`POST /v1/devices/${id}/log HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n`)
  const [said] = await once(socket, 'data')
  expect(String(said)).toContain('100 Continue')
  const ended = once(socket, 'close')
  await server.remove()
  await ended
})
