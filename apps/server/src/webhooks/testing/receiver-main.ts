/**
 * For tests: a receiver of webhooks as a process of its own. Its path says how it behaves: `/ok`, `/500`, `/410`,
 * `/redirect`, `/never` (no answer), `/drip` (an answer without an end), `/then-ok` (two failures, then 200).
 */
import { createServer, type ServerResponse } from 'node:http'

export type Received = {
  readonly path: string
  readonly id: string
  readonly time: string
  readonly signature: string
  readonly type: string
  readonly body: string
}

let failures = 0
const behave: Readonly<Record<string, (answer: ServerResponse) => unknown>> = {
  '/ok': (answer) => answer.writeHead(204).end(),
  '/500': (answer) => answer.writeHead(500).end('not today'),
  '/410': (answer) => answer.writeHead(410).end(),
  '/redirect': (answer) => answer.writeHead(302, { location: '/ok' }).end(),
  '/never': () => undefined,
  '/drip': (answer) => {
    answer.writeHead(200)
    const more = (): void => {
      if (!answer.destroyed && answer.write('x'.repeat(8_192))) setImmediate(more)
      else answer.once('drain', more)
    }
    more()
  },
  '/then-ok': (answer) => {
    failures += 1
    answer.writeHead(failures > 2 ? 200 : 503).end()
  },
}

const server = createServer((request, answer) => {
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (text: string) => {
    body += text
  })
  request.on('end', () => {
    const header = (name: string): string => String(request.headers[name] ?? '')
    const received: Received = {
      path: request.url ?? '',
      id: header('webhook-id'),
      time: header('webhook-timestamp'),
      signature: header('webhook-signature'),
      type: header('content-type'),
      body,
    }
    process.send?.({ received })
    const how = behave[received.path]
    if (how === undefined) answer.writeHead(404).end()
    else how(answer)
  })
})
// Everything said before is there when this is answered.
process.on('message', () => process.send?.({ heard: true }))
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port })
})
