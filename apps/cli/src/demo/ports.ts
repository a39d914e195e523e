/** Finding free ports for several processes that must know each other's addresses before any of them runs. */
import { createServer } from 'node:net'
import { codeOf } from '@keyturn/store/failure.ts'
import { environment } from '../exit.ts'

export const HOST = '127.0.0.1'
const LOOK_AT_MAX = 200

/** The other address that a browser may take `localhost` for. */
const OTHER_HOST = '::1'
/** Codes of a machine without that address: nobody can be there. */
const NO_ADDRESS = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT'])

/** Whether nobody listens on this port here. @param port 0 asks for any free one; the one found is answered */
export async function tryPort(port: number): Promise<number | undefined> {
  const found = await probe(port, HOST)
  return found === undefined || (await probe(found, OTHER_HOST)) === undefined ? undefined : found
}

const probe = (port: number, host: string): Promise<number | undefined> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve(NO_ADDRESS.has(codeOf(error) ?? '') ? port : undefined))
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address()
      const found = typeof address === 'object' && address !== null ? address.port : undefined
      server.close(() => resolve(found))
    })
  })

/**
 * The port for the one address, and more after it.
 *
 * @param wanted when a person chose it: that port or none
 * @throws Refusal when the chosen port is taken, or when no port is free
 */
export async function findPorts(wanted: number | undefined, from: number, more: number): Promise<readonly number[]> {
  const first = wanted === undefined ? await nextFree(from) : await tryPort(wanted)
  if (first === undefined) {
    throw environment(`port ${wanted} is taken by another program. Stop it, or choose another one with --port.`)
  }
  const ports = [first]
  while (ports.length <= more) ports.push(await nextFree((ports.at(-1) ?? first) + 1))
  return ports
}

async function nextFree(from: number): Promise<number> {
  for (let port = from; port < from + LOOK_AT_MAX && port <= 65_535; port++) {
    if ((await tryPort(port)) !== undefined) return port
  }
  // High up there may be no neighbor left; the system knows a free one.
  const any = await tryPort(0)
  if (any !== undefined) return any
  throw environment(`no port is free from ${from} on. Choose one with --port.`)
}
