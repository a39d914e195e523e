import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterEach, expect, test } from 'vitest'
import { findPorts, HOST, tryPort } from './ports.ts'

/** Containers often have no IPv6; there, nobody else can take a port under another address. */
const hasSecondStack = Object.values(networkInterfaces()).some((each) => each?.some(({ address }) => address === '::1'))
const hosts = hasSecondStack ? [HOST, '::1'] : [HOST]

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.close()
    await once(server, 'close')
  }
})

async function taken(host = HOST): Promise<number> {
  const server = createServer().listen(0, host)
  servers.push(server)
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

test.each(hosts)('a port somebody listens on at %s is not free', async (host) => {
  expect(await tryPort(await taken(host))).toBeUndefined()
})

test('a taken port that nobody chose is passed over', async () => {
  const port = await taken()
  const [first = 0] = await findPorts(undefined, port, 0)
  expect(first).toBeGreaterThan(port)
})

test('a taken port that somebody chose is refused by its number', async () => {
  const port = await taken()
  await expect(findPorts(port, 1, 3)).rejects.toThrow(`port ${port} is taken by another program.`)
})

test('four ports are four different ones', async () => {
  expect(new Set(await findPorts(0, 4600, 3)).size).toBe(4)
})
