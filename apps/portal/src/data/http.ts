/** The one place that talks over HTTP. Refusals and silence become typed errors with words for people. */
import { type Ground, readGround } from './ground.ts'

/** What a refusal says besides its words, where it says it. */
export type Refused = {
  /** The code for programs: `not-allowed-now`. */
  readonly code: string | null
  /** The law that refuses. */
  readonly law: Ground | null
  /** One sentence for each field that is wrong. */
  readonly errors: readonly string[]
}

/** An RFC 9457 answer: whoever was asked refused, and says why. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly code: string | null
  readonly law: Ground | null
  readonly errors: readonly string[]

  constructor(status: number, title: string, detail: string, { code, law, errors }: Refused = nothingMore) {
    super(`${status} ${title}: ${detail}`)
    this.status = status
    this.title = title
    this.detail = detail
    this.code = code
    this.law = law
    this.errors = errors
  }
}

const nothingMore: Refused = { code: null, law: null, errors: [] }

/** Nobody answered at all. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
  readonly whom: string

  constructor(whom: string, cause: unknown) {
    super(`${whom} does not answer`, { cause })
    this.whom = whom
  }
}

/** Turns an answer's body into what the caller asked for. @throws TypeError when it is something else */
export type Reader<T> = (body: unknown) => T

const ANSWER_WITHIN_MS = 15_000

type Ask = {
  readonly whom: string
  readonly signal?: AbortSignal
  /** Posted as JSON; a file is posted as it is. */
  readonly send?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** How long the answer may take, in milliseconds, where the usual patience is too short. */
  readonly within?: number
}

/**
 * Asks for JSON; with `send`, posts it.
 *
 * @throws Problem when the answer is a refusal
 * @throws Unreachable when there is no answer
 * @throws TypeError when the answer is not what was asked for
 */
export async function askJson<T>(url: string, read: Reader<T>, ask: Ask): Promise<T> {
  const response = await askFor(url, ask)
  if (response.status === 204) return read(null)
  return read(await response.json())
}

/** Asks for bytes, as `askJson` does for JSON. */
export async function askBytes(url: string, ask: Ask): Promise<Uint8Array> {
  return new Uint8Array(await (await askFor(url, ask)).arrayBuffer())
}

/** Asks for text, as `askJson` does for JSON. */
export async function askText(url: string, ask: Ask): Promise<string> {
  return (await askFor(url, ask)).text()
}

async function askFor(url: string, { whom, signal, send, headers, within }: Ask): Promise<Response> {
  const limit = AbortSignal.timeout(within ?? ANSWER_WITHIN_MS)
  const init: RequestInit = {
    cache: 'no-cache',
    signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
  }
  if (send !== undefined) {
    init.method = 'POST'
    init.headers = { 'content-type': send instanceof Blob ? send.type : 'application/json', ...headers }
    init.body = send instanceof Blob ? send : JSON.stringify(send)
  }
  const response = await fetch(url, init).catch((cause: unknown) => {
    if (signal?.aborted === true) throw cause
    throw new Unreachable(whom, cause)
  })
  if (!response.ok) throw await problemOf(response)
  return response
}

async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null)
  const member = (field: string): unknown =>
    typeof body === 'object' && body !== null ? Reflect.get(body, field) : undefined
  const text = (field: string) => {
    const value = member(field)
    return typeof value === 'string' ? value : undefined
  }
  const errors = member('errors')
  return new Problem(
    response.status,
    text('title') ?? `Refused with ${response.status}`,
    // The part that signs people in has answers of its own kind, with a `message`.
    text('detail') ?? text('message') ?? 'The answer gave no reason.',
    {
      code: text('code') ?? null,
      law: groundIn(member('law')),
      errors: Array.isArray(errors) ? errors.filter((one): one is string => typeof one === 'string') : [],
    },
  )
}

/** The law in a refusal; null when it names none, or none in a form that these pages know. */
function groundIn(value: unknown): Ground | null {
  try {
    return readGround(value, 'law')
  } catch (cause) {
    if (cause instanceof TypeError) return null
    throw cause
  }
}
