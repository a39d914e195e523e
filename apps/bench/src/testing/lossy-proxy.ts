/** For tests: a way to another process on which requests or answers get lost, as on a bad cable. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server } from 'node:http'

/** `request`: it never arrives. `answer`: it is carried out, and nobody hears of it. `pass`: as it should be. */
export type Loss = 'request' | 'answer' | 'pass'

export class LossyProxy {
  readonly url: string
  readonly #server: Server
  /** Asked for each request: what is lost of it. */
  losing: (what: { readonly method: string; readonly path: string }) => Loss | Promise<Loss> = () => 'pass'

  /** Called when something was carried out whose answer is about to be lost. */
  answered: () => Promise<void> = async () => {}

  private constructor(server: Server, url: string) {
    this.#server = server
    this.url = url
  }

  /** Begins to forward to the address. */
  static async to(target: string): Promise<LossyProxy> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const place = server.address()
    if (place === null || typeof place === 'string') throw new Error('the proxy has no port')
    const proxy = new LossyProxy(server, `http://127.0.0.1:${place.port}`)
    server.on('request', (asked, answer) => {
      const path = asked.url ?? '/'
      void (async () => {
        const loss = await proxy.losing({ method: asked.method ?? 'GET', path })
        if (loss === 'request') return asked.socket.destroy()
        const heard = await forward(asked, new URL(path, target))
        if (loss === 'answer') {
          await proxy.answered()
          return asked.socket.destroy()
        }
        answer.writeHead(heard.statusCode ?? 502, heard.headers)
        return heard.pipe(answer)
      })().catch(() => asked.socket.destroy())
    })
    return proxy
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
}

/** The answer of the process behind, when it has begun. */
async function forward(asked: IncomingMessage, url: URL): Promise<IncomingMessage> {
  const headers = { ...asked.headers, host: url.host }
  const passed = request(url, { method: asked.method, headers })
  asked.pipe(passed)
  const [answer]: [IncomingMessage] = await once(passed, 'response').then(([first]) => [first])
  return answer
}
