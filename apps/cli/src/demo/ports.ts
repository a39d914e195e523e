/** Finding free ports for several processes that must know each other's addresses before any of them runs. */
import { createServer } from 'node:net'
import { environment } from '../exit.ts'

export const HOST = '127.0.0.1'
const LOOK_AT_MAX = 200

/** Whether nobody listens on this port here. @param port 0 asks for any free one; the one found is answered */
export const tryPort = (port: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(undefined))
    probe.listen({ port, host: HOST, exclusive: true }, () => {
      const address = probe.address()
      const found = typeof address === 'object' && address !== null ? address.port : undefined
      probe.close(() => resolve(found))
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
