/** How the bench talks to a device: its local link over HTTP, with every answer read strictly where it matters. */
import { z } from 'zod'

/** The device answered that it will not. */
export class UnitRefused extends Error {
  override readonly name = 'UnitRefused' as const
  readonly code: string
  readonly status: number
  constructor(code: string, status: number, detail: string) {
    super(detail)
    this.code = code
    this.status = status
  }
}

/** No answer, or none that a device gives. Whether something was done is not known. */
export class UnitSilent extends Error {
  override readonly name = 'UnitSilent' as const
}

const Problem = z.object({ code: z.string(), detail: z.string() })

const Moment = z.string().nullable()
const Law = z.union([
  z.object({ source: z.string(), section: z.string(), quote: z.string() }),
  z.object({ from: z.string(), why: z.string() }),
])
/** What the device says of itself. Other fields are handed on to nobody. */
const State = z.object({
  device: z.string(),
  profile: z.string(),
  timeZone: z.string(),
  publicKey: z.string(),
  at: z.string(),
  outputs: z.object({ mode: z.string(), display: z.array(z.string()) }),
  car: z.object({ engine: z.string(), breathing: z.boolean() }).nullish(),
  log: z.object({ seq: z.number().int() }),
  ledger: z.object({
    installed: z.boolean(),
    dueAt: Moment,
    resetBy: Moment,
    lockouts: z.array(z.object({ rule: z.string(), since: z.string(), visitBy: Moment, closed: z.boolean() })),
    counts: z.record(z.string(), z.number().int()),
    malfunctions: z.array(z.string()),
  }),
  explanation: z.array(z.object({ rule: z.string(), title: z.string(), words: z.string(), law: Law.nullable() })),
})
export type UnitState = z.infer<typeof State>

const Challenge = z.object({
  device: z.string(),
  nonce: z.string(),
  logSeq: z.number().int(),
  logHead: z.string().nullable(),
  /** The device's signed answer to the nonce. */
  proof: z.string(),
})
export type Challenge = z.infer<typeof Challenge>

const Records = z.object({ lines: z.array(z.string()) })
const Served = z.object({ recorded: z.array(z.string()) })
const Heard = z.object({ outcome: z.enum(['accepted', 'refused']), words: z.string(), recorded: z.array(z.string()) })
export type Heard = z.infer<typeof Heard>
const Orders = z.object({ files: z.array(z.string()) })

export type ServiceRequestBody = { readonly credential: string; readonly rescue: string | null; readonly steps: string }

const ANSWER_WITHIN_MS = 20_000
/** Ten years of a device's log are some fifty megabytes. */
const LOG_BYTES_MAX = 128 * 1_048_576

export type Fetch = typeof globalThis.fetch

/** The link at an address such as `http://127.0.0.1:4602`. Every call: @throws UnitRefused, UnitSilent. */
export class UnitLink {
  readonly address: string
  readonly #fetch: Fetch

  constructor(address: string, fetch: Fetch = globalThis.fetch) {
    this.address = address.replace(/\/+$/, '')
    this.#fetch = fetch
  }

  async state(): Promise<UnitState> {
    return read(State, await this.#json('state'))
  }

  /** The device's challenge, and its own answer to `nonce` (64 hex digits). */
  async challenge(nonce: string): Promise<Challenge> {
    return read(Challenge, await this.#json(`service?nonce=${nonce}`))
  }

  async serve(body: ServiceRequestBody): Promise<readonly string[]> {
    return read(Served, await this.#json('service', body)).recorded
  }

  /** The newest record lines. */
  async records(): Promise<readonly string[]> {
    return read(Records, await this.#json('records')).lines
  }

  /** The whole log, closed by the device's signature. */
  async log(): Promise<Uint8Array> {
    const response = await this.#ask('log')
    const bytes = await response.arrayBuffer().catch((error: unknown) => {
      throw new UnitSilent('the log broke off on its way', { cause: error })
    })
    if (bytes.byteLength > LOG_BYTES_MAX) throw new UnitSilent(`the log is longer than ${LOG_BYTES_MAX} bytes`)
    return new Uint8Array(bytes)
  }

  async statement(file: string): Promise<Heard> {
    return read(Heard, await this.#json('statement', { file }))
  }

  async orders(): Promise<readonly string[]> {
    return read(Orders, await this.#json('orders')).files
  }

  /** Lets gas out of the virtual bottle at a virtual car. A real one has a technician's hand. */
  async gas(brac: number): Promise<void> {
    await this.#json('car', { do: 'blow', brac, how: 'reference' })
  }

  async #json(way: string, body?: object): Promise<unknown> {
    const response = await this.#ask(way, body)
    return response.json().catch((error: unknown) => {
      throw new UnitSilent('the answer broke off on its way', { cause: error })
    })
  }

  async #ask(way: string, body?: object): Promise<Response> {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
    const sent =
      body === undefined
        ? { signal }
        : { signal, method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    let response: Response
    try {
      response = await this.#fetch(`${this.address}/link/${way}`, { ...sent, redirect: 'error' })
    } catch (error) {
      throw new UnitSilent(`nothing answers at ${this.address}`, { cause: error })
    }
    if (response.ok) return response
    const problem = Problem.safeParse(await response.json().catch(() => null))
    if (!problem.success) throw new UnitSilent(`${this.address} answered ${response.status} without saying why`)
    throw new UnitRefused(problem.data.code, response.status, problem.data.detail)
  }
}

function read<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const done = schema.safeParse(value)
  if (done.success) return done.data
  const [issue] = done.error.issues
  throw new UnitSilent(
    `what answers there is no device this bench understands: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
  )
}
