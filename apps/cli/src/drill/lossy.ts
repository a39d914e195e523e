/** Test support: a road on which answers get lost. What was asked has happened; whoever asked never hears of it. */
import { createServer, type IncomingMessage, type Server } from 'node:http'

export class LossyRoad {
  readonly #server: Server
  readonly #target: string
  #losing: (method: string, path: string) => boolean = () => false
  /** Answers that were lost so far. */
  lost = 0

  private constructor(server: Server, target: string) {
    this.#server = server
    this.#target = target
  }

  /** A road to one address. */
  static async to(target: string): Promise<LossyRoad> {
    const server = createServer()
    const road = new LossyRoad(server, target)
    server.on('request', (request, response) => {
      road.#carry(request).then(
        (answer) => {
          if (answer === 'lost') request.socket.destroy()
          else response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.bytes)
        },
        () => {
          request.socket.destroy()
        },
      )
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return road
  }

  get url(): string {
    const address = this.#server.address()
    if (typeof address !== 'object' || address === null) throw new Error('this road leads nowhere')
    return `http://127.0.0.1:${address.port}`
  }

  /** From now on the first `times` answers to such requests get lost. */
  lose(times: number, method: string, path: RegExp): void {
    let left = times
    this.#losing = (asked, at) => {
      if (left === 0 || asked !== method || !path.test(at)) return false
      left -= 1
      return true
    }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #carry(request: IncomingMessage) {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(Buffer.from(part))
    const { method = 'GET', url = '/' } = request
    const headers = new Headers()
    for (const name of ['content-type', 'content-encoding', 'authorization', 'accept']) {
      const value = request.headers[name]
      if (typeof value === 'string') headers.set(name, value)
    }
    const body = method === 'GET' ? {} : { body: Buffer.concat(parts) }
    const response = await fetch(`${this.#target}${url}`, { method, headers, ...body })
    const bytes = Buffer.from(await response.arrayBuffer())
    if (this.#losing(method, url)) {
      this.lost += 1
      return 'lost' as const
    }
    return { status: response.status, type: response.headers.get('content-type') ?? 'text/plain', bytes }
  }
}
