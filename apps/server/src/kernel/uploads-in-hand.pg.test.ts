import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { type TestCluster, type TestDatabase, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { enrolled, send, type TestDevice, type TestServer, testDevice, testServer } from '../testing/test-server.ts'

let cluster: TestCluster
let db: TestDatabase
let server: TestServer
let device: TestDevice
beforeAll(async () => {
  cluster = await testCluster()
  db = await cluster.database()
  // A proxy's word about the address lets one machine be many.
  server = await testServer(db, { uploadsPerAddress: 8, trustProxy: ['127.0.0.1'] })
  device = await enrolled(server)
})
afterAll(async () => {
  await server.remove()
  await cluster.close()
})

const sockets: Socket[] = []
afterEach(async () => {
  const ends = sockets.splice(0).map((socket) => (socket.destroyed ? undefined : once(socket.destroy(), 'close')))
  await Promise.all(ends)
})

/** Sends the head of an upload, and what the server says to it: `100 Continue` means that it waits for the body. */
async function begin(to: TestServer, from: string, id: string = device.id, length = 9) {
  const { hostname, port } = new URL(to.url)
  const socket = connect(Number(port), hostname)
  sockets.push(socket)
  const head = [
    `POST /v1/devices/${id}/log HTTP/1.1`,
    'Host: x',
    `X-Forwarded-For: ${from}`,
    `Content-Length: ${length}`,
  ]
  socket.write(`${head.join('\r\n')}\r\nExpect: 100-continue\r\n\r\n`)
  const [said] = await once(socket, 'data')
  return { socket, said: String(said) }
}
const upload = (from: string) =>
  fetch(`${server.url}/v1/devices/${device.id}/log`, {
    method: 'POST',
    body: gzipSync(device.log(3).bytes),
    headers: { 'content-encoding': 'gzip', 'x-forwarded-for': from },
  })

describe('uploads that have begun', () => {
  test('of one address leave room for the others', async () => {
    for (let n = 0; n < 8; n++) expect((await begin(server, '192.0.2.1')).said).toContain('100 Continue')
    // The place is taken when the request is looked at, which for the last of them is sure once it is refused or not.
    await expect.poll(async () => (await upload('192.0.2.1')).status).toBe(503)
    expect((await upload('192.0.2.2')).status).toBe(200)
  })

  test('give their place back when they end', async () => {
    for (let n = 0; n < 8; n++) await begin(server, '192.0.2.3')
    for (const socket of sockets) socket.destroy()
    await expect.poll(async () => (await upload('192.0.2.3')).status).toBe(200)
  })

  test('and bring nothing are hung up on', async () => {
    const impatient = await testServer(db, { uploadIdleMs: 250 })
    const { socket } = await begin(impatient, '192.0.2.4')
    await once(socket, 'close')
    // Whoever has sent all of it may come again on the same server.
    expect(await send(impatient, device, device.log(3).bytes)).toMatchObject({ ok: true })
    await impatient.remove()
  })

  test('for a device that nobody knows are refused before their body', async () => {
    const { socket, said } = await begin(server, '192.0.2.5', testDevice(222).id, 4_000_000)
    const more = said.includes('404') ? said : String((await once(socket, 'data'))[0])
    expect(said + more).toContain('unknown-device')
  })
})
