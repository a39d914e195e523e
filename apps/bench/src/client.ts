/** The bench's interface for programs: the command line, and tests. The page has its own readers. */
import { z } from 'zod'

/** What the bench answered instead: its problem's code, and words that say what to do. */
export class BenchRefused extends Error {
  override readonly name = 'BenchRefused' as const
  readonly code: string
  constructor(code: string, detail: string) {
    super(detail)
    this.code = code
  }
}

const Gas = z.object({ reference: z.number(), measured: z.number(), within: z.boolean() })
const End = z.object({ how: z.string(), words: z.string(), certificate: z.string().nullable() })
const Sent = z.object({ server: z.string(), state: z.string(), words: z.string() })

/** A visit, as far as programs look at it. */
const Visit = z.object({
  id: z.string(),
  device: z.string(),
  timeZone: z.string(),
  begunAt: z.string(),
  lockedOut: z.boolean(),
  virtual: z.boolean(),
  awaiting: z.string().nullable(),
  refusal: z.object({ code: z.string(), words: z.string() }).nullable(),
  next: z.object({ latest: z.string(), mayReset: z.array(z.string()) }).nullable(),
  session: z
    .object({
      inspection: z.object({ sound: z.boolean() }).nullable(),
      asFound: Gas.nullable(),
      calibration: z.object({ gasLot: z.string(), reference: z.number() }).nullable(),
      confirmations: z.array(Gas),
      reset: z.boolean(),
    })
    .nullable(),
  certificate: z.object({ certificate: z.string(), file: z.string() }).nullable(),
  end: End.nullable(),
  sent: z.array(Sent),
})
export type ToldVisit = z.infer<typeof Visit>

const State = z.object({
  locked: z.boolean(),
  servers: z.array(z.object({ server: z.string(), trouble: z.string().nullable() })),
  visits: z.array(
    z.object({
      id: z.string(),
      device: z.string(),
      timeZone: z.string(),
      begunAt: z.string(),
      end: End.nullable(),
      sent: z.array(Sent),
    }),
  ),
})
export type ToldState = z.infer<typeof State>

const Met = z.object({
  device: z.string(),
  installed: z.boolean(),
  knownWords: z.string(),
  next: z.object({ latest: z.string() }).nullable(),
})
export type ToldCar = z.infer<typeof Met>

const Outcome = z.object({ outcome: z.enum(['accepted', 'refused']), words: z.string() })
const Problem = z.object({ code: z.string(), detail: z.string() })

/** Every call: @throws BenchRefused; TypeError when the bench's process is gone. */
export class BenchClient {
  readonly url: string
  constructor(url: string) {
    this.url = url
  }

  async state(): Promise<ToldState> {
    return State.parse(await this.get('state'))
  }

  async unlock(passphrase: string): Promise<void> {
    await this.post('unlock', { passphrase })
  }

  async meet(unit: string): Promise<ToldCar> {
    return Met.parse(await this.post('meet', { unit }))
  }

  begin = (unit: string, rescue: string | null = null) => this.#visit('visits', { unit, rescue })
  install = (unit: string, dueOn: string) => this.#visit('install', { unit, dueOn })
  act = (id: string, act: object) => this.#visit(`visits/${id}/act`, act)
  gas = (id: string, brac: number) => this.#visit(`visits/${id}/gas`, { brac })
  look = (id: string) => this.#visit(`visits/${id}/look`)
  certify = (id: string, terms: object) => this.#visit(`visits/${id}/certify`, terms)

  async visit(id: string): Promise<ToldVisit> {
    return Visit.parse(await this.get(`visits/${id}`))
  }

  /** Sends what waits; with `again` also what a server refused before. */
  async sync(again = false): Promise<void> {
    await this.post('sync', { again })
  }

  async carry(unit: string, file: string): Promise<z.infer<typeof Outcome>> {
    return Outcome.parse(await this.post('carry', { unit, file }))
  }

  post(way: string, body: object = {}): Promise<unknown> {
    const headers = { 'content-type': 'application/json' }
    return answerOf(fetch(`${this.url}/bench/${way}`, { method: 'POST', headers, body: JSON.stringify(body) }))
  }

  get(way: string): Promise<unknown> {
    return answerOf(fetch(`${this.url}/bench/${way}`))
  }

  async #visit(way: string, body: object = {}): Promise<ToldVisit> {
    return Visit.parse(await this.post(way, body))
  }
}

async function answerOf(asked: Promise<Response>): Promise<unknown> {
  const response = await asked
  const body: unknown = await response.json()
  if (response.ok) return body
  const { code, detail } = Problem.parse(body)
  throw new BenchRefused(code, detail)
}
