/** A typed client for every endpoint, on `fetch`: for the portal, the car's unit and the tools. */

import type { z } from 'zod'
import type { Endpoint, ParamsInputOf, ProblemsOf, QueryInputOf, ReplyOf } from './endpoint.ts'
import { isProblemCode, ProblemBody, type ProblemCode } from './problems.ts'

export type Answer<E extends Endpoint> =
  | { readonly ok: true; readonly value: ReplyOf<E> }
  | { readonly ok: false; readonly code: ProblemsOf<E>; readonly problem: ProblemBody }

export type ClientOptions = {
  /** Such as `http://127.0.0.1:8080`. */
  readonly baseUrl: string
  /** Operator's token, where the endpoint wants one. */
  readonly token?: string | undefined
  readonly fetch?: typeof globalThis.fetch
  readonly signal?: AbortSignal
}

type BodyInputOf<E extends Endpoint> = E['body'] extends {
  readonly kind: 'json'
  readonly schema: infer S extends z.ZodType
}
  ? { readonly body: z.input<S> }
  : E['body'] extends { readonly kind: 'log' }
    ? { readonly body: Uint8Array; readonly encoding?: 'gzip' | 'identity' }
    : E['body'] extends { readonly kind: 'bytes' }
      ? { readonly body: Uint8Array; readonly mediaType: E['body']['mediaTypes'][number] }
      : unknown

export type CallOf<E extends Endpoint> = {
  readonly params: ParamsInputOf<E>
  readonly query?: QueryInputOf<E>
  readonly signal?: AbortSignal
  /** Longest answer in bytes; what the endpoint says, or `ANSWER_BYTES_MAX`, without. */
  readonly maxBytes?: number
  /** For endpoints that are `keyed`: the same key is never carried out twice. */
  readonly idempotencyKey?: string
  /** The number of facts that the caller knows of a case: with more of them the request is refused. */
  readonly ifMatch?: number
} & BodyInputOf<E>

/** Nobody has more memory filled by an answer than this, unless the endpoint or the caller allows for more. */
export const ANSWER_BYTES_MAX = 65_536

/** The server could not be reached, or answered with something that is no answer of this interface. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

export type Client = <E extends Endpoint>(endpoint: E, call: CallOf<E>) => Promise<Answer<E>>

/**
 * `const call = client({ baseUrl }); const answer = await call(getDevice, { params: { deviceId } })`
 *
 * The client throws `Unreachable` when there is no answer at all; every refusal is a value.
 */
export function client(options: ClientOptions): Client {
  const doFetch = options.fetch ?? globalThis.fetch
  return async (endpoint, call) => {
    const given: Given = call
    let response: Response
    try {
      response = await doFetch(urlOf(options.baseUrl, endpoint, given), requestOf(endpoint, given, options))
    } catch (error) {
      throw new Unreachable(`${options.baseUrl} cannot be reached`, { cause: error })
    }
    if (!response.ok) return { ok: false, ...(await readProblem(response, endpoint)) }
    const bytes = await bytesOf(response, given.maxBytes ?? endpoint.replyBytesMax ?? ANSWER_BYTES_MAX)
    // The endpoint's reply kind decides the type; the switch in readReply follows it.
    return { ok: true, value: readReply(bytes, response, endpoint) as ReplyOf<typeof endpoint> }
  }
}

type Given = {
  readonly params?: unknown
  readonly query?: unknown
  readonly body?: unknown
  readonly encoding?: string
  readonly mediaType?: string
  readonly signal?: AbortSignal
  readonly maxBytes?: number
  readonly idempotencyKey?: string
  readonly ifMatch?: number
}

function urlOf(baseUrl: string, endpoint: Endpoint, { params, query }: Given): string {
  const filled = new Map(Object.entries(params ?? {}))
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(filled.get(name))))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(name, String(value))
  return `${baseUrl.replace(/\/$/, '')}${path}${search.size > 0 ? `?${search}` : ''}`
}

function requestOf(endpoint: Endpoint, given: Given, options: ClientOptions): RequestInit {
  const { body, encoding, signal } = given
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json' }
  if (options.token !== undefined) headers['authorization'] = `Bearer ${options.token}`
  if (given.idempotencyKey !== undefined) headers['idempotency-key'] = given.idempotencyKey
  if (given.ifMatch !== undefined) headers['if-match'] = `"${given.ifMatch}"`
  const heard = signal ?? options.signal
  const request: RequestInit = {
    method: endpoint.method,
    headers,
    // The token and the log are for the address that was given, and for nobody it points to.
    redirect: 'error',
    ...(heard === undefined ? {} : { signal: heard }),
  }
  if (endpoint.body.kind === 'json') {
    headers['content-type'] = 'application/json'
    return { ...request, body: JSON.stringify(body) }
  }
  if (endpoint.body.kind === 'log' && body instanceof Uint8Array) {
    headers['content-type'] = 'application/octet-stream'
    if (encoding !== undefined && encoding !== 'identity') headers['content-encoding'] = encoding
    // fetch wants bytes over an ordinary buffer; a copy makes sure of that.
    return { ...request, body: new Uint8Array(body) }
  }
  if (endpoint.body.kind === 'bytes' && body instanceof Uint8Array) {
    headers['content-type'] = given.mediaType ?? 'application/octet-stream'
    return { ...request, body: new Uint8Array(body) }
  }
  return request
}

/** The whole answer. What is longer is not read to its end: it may have none. */
async function bytesOf(response: Response, max: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  try {
    for (let read = await reader?.read(); read?.value !== undefined; read = await reader?.read()) {
      size += read.value.length
      if (size > max) {
        await reader?.cancel()
        throw new Unreachable(`${response.url} answered with more than ${max} bytes`)
      }
      parts.push(read.value)
    }
  } catch (error) {
    if (error instanceof Unreachable) throw error
    throw new Unreachable(`the answer of ${response.url} broke off`, { cause: error })
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function readReply(bytes: Uint8Array, response: Response, endpoint: Endpoint): unknown {
  switch (endpoint.reply.kind) {
    case 'log':
    case 'bytes':
      return bytes
    case 'text':
      return textOf(bytes)
    case 'json': {
      const read = endpoint.reply.schema.safeParse(jsonOf(bytes, response))
      if (!read.success) throw new Unreachable(`unexpected answer from ${response.url}: ${read.error.message}`)
      return read.data
    }
  }
}

async function readProblem<E extends Endpoint>(
  response: Response,
  endpoint: E,
): Promise<{ code: ProblemsOf<E>; problem: ProblemBody }> {
  const read = ProblemBody.safeParse(jsonOf(await bytesOf(response, ANSWER_BYTES_MAX), response))
  if (!read.success || !isProblemCode(read.data.code)) {
    throw new Unreachable(`${endpoint.method} ${endpoint.path} answered ${response.status} without saying why`)
  }
  const code: ProblemCode = read.data.code
  // A code that the endpoint does not declare is still told as it is: the server may be newer than this client.
  return { code: code as ProblemsOf<E>, problem: read.data }
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

function jsonOf(bytes: Uint8Array, response: Response): unknown {
  try {
    return JSON.parse(textOf(bytes))
  } catch (error) {
    throw new Unreachable(`${response.url} did not answer with JSON`, { cause: error })
  }
}
