/** The demo's control port: switches the server off and on, lets time pass. For this machine's own pages only. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { HOST } from './ports.ts'
import { ADVANCE_MAX_MS } from './world.ts'

export type Controls = {
  readonly server: () => 'on' | 'off'
  /** Resolves when it has really started or stopped. */
  readonly switchServer: (to: 'on' | 'off') => Promise<void>
  readonly offsetMs: () => number
  /** Process numbers by part: `database`, `server`, and each car by its device. */
  readonly processes: () => Readonly<Record<string, number | undefined>>
  /** Resolves when both cars and the server have followed. */
  readonly advance: (ms: number) => Promise<void>
}

export type ControlPort = { readonly close: () => Promise<void> }

const BODY_BYTES_MAX = 1_024

/** @param origins the addresses of the demo's own pages; no other page may call, whoever visits it */
export async function openControl(
  port: number,
  origins: ReadonlySet<string>,
  controls: Controls,
): Promise<ControlPort> {
  // One thing after the other: a clock that moves while the server starts would be two stories.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work)
    last = turn.catch(() => {})
    return turn
  }
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`])
  const http = createServer((request, response) => {
    const { origin, host } = request.headers
    // A page elsewhere, and a name elsewhere that points here, are both turned away.
    if (!hosts.has(host ?? '') || (origin !== undefined && !origins.has(origin))) {
      return problem(response, 403, 'only the demo’s own pages and this machine’s command line may use this port')
    }
    if (origin !== undefined) {
      response.setHeader('access-control-allow-origin', origin)
      response.setHeader('vary', 'Origin')
    }
    answer(request, response, controls, inTurn).catch((error: unknown) =>
      problem(response, error instanceof RangeError || error instanceof SyntaxError ? 400 : 500, messageOf(error)),
    )
  })
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, HOST, resolve)
  })
  return {
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }
}

type InTurn = <T>(work: () => Promise<T>) => Promise<T>

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  controls: Controls,
  inTurn: InTurn,
): Promise<void> {
  const { method, url } = request
  const state = () =>
    json(response, 200, {
      server: controls.server(),
      clockOffsetMs: controls.offsetMs(),
      processes: controls.processes(),
    })
  if (method === 'OPTIONS') {
    response.writeHead(204, {
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '600',
    })
    response.end()
  } else if (method === 'GET' && (url === '/server' || url === '/clock')) state()
  else if (method === 'POST' && url === '/server') {
    const { to } = await bodyOf(request)
    if (to !== 'on' && to !== 'off') throw new RangeError('send {"to":"on"} or {"to":"off"}')
    await inTurn(() => controls.switchServer(to))
    state()
  } else if (method === 'POST' && url === '/clock') {
    const { advanceMs } = await bodyOf(request)
    if (typeof advanceMs !== 'number' || !Number.isSafeInteger(advanceMs) || advanceMs < 1) {
      throw new RangeError(`send {"advanceMs":n} with whole milliseconds from 1 to ${ADVANCE_MAX_MS}`)
    }
    await inTurn(() => controls.advance(advanceMs))
    state()
  } else problem(response, 404, `there is nothing at ${method} ${url?.slice(0, 100)}; there are /server and /clock`)
}

async function bodyOf(request: IncomingMessage): Promise<{ readonly to?: unknown; readonly advanceMs?: unknown }> {
  let size = 0
  const parts: Buffer[] = []
  for await (const part of request) {
    size += part.length
    if (size > BODY_BYTES_MAX) throw new RangeError(`the body is longer than ${BODY_BYTES_MAX} bytes`)
    parts.push(part)
  }
  const body: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'))
  if (typeof body !== 'object' || body === null) throw new RangeError('the body is not a JSON object')
  return body
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${JSON.stringify(value)}\n`)
}

function problem(response: ServerResponse, status: number, detail: string): void {
  if (response.headersSent) return void response.end()
  response.writeHead(status, { 'content-type': 'application/problem+json; charset=utf-8' })
  const title = status === 500 ? 'The demo failed' : 'The demo does not do that'
  response.end(`${JSON.stringify({ type: 'about:blank', title, status, detail })}\n`)
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
