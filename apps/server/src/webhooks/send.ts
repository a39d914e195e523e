/** One message to one receiver: a bounded wait, a bounded answer, no redirects, nothing kept open. */
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Socket } from 'node:net'
import { isIP } from 'node:net'
import { whenIdle } from '../clock.ts'
import { lookupWithin, NotReachable, type Reach, refusalOf } from './reachable.ts'

export type SendOptions = {
  readonly reach: Reach
  /** From connecting to the end of the answer, in milliseconds. Default: 10 s. */
  readonly withinMs?: number | undefined
}

export type Sent =
  /** 200 to 299: it has it. */
  | { readonly kind: 'delivered'; readonly status: number }
  /** 410: it wants nothing any more. */
  | { readonly kind: 'gone'; readonly status: 410 }
  | { readonly kind: 'failed'; readonly status: number | null; readonly because: string }

const WITHIN_MS = 10_000
/** What a receiver answers is of no use; so much of it is read to see that it ends. */
const ANSWER_BYTES_MAX = 16_384

/** Never throws: whatever happens on the way is an outcome. */
export async function send(
  to: string,
  message: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  { reach, withinMs = WITHIN_MS }: SendOptions,
): Promise<Sent> {
  const url = new URL(to)
  // Said again at each attempt: what the server may reach can have changed since the subscription.
  const refused = refusalOf(url, reach)
  if (refused !== null) return { kind: 'failed', status: null, because: refused }
  const limit = AbortSignal.timeout(withinMs)
  try {
    const status = await post(url, message, { reach, signal: limit, withinMs })
    if (status >= 200 && status < 300) return { kind: 'delivered', status }
    if (status === 410) return { kind: 'gone', status: 410 }
    const because = status >= 300 && status < 400 ? 'It answered with a redirect.' : `It answered ${status}.`
    return { kind: 'failed', status, because }
  } catch (error) {
    const late = limit.aborted ? `It did not answer within ${withinMs / 1_000} seconds.` : null
    return { kind: 'failed', status: null, because: late ?? plainReason(error) }
  }
}

type Limits = { readonly reach: Reach; readonly signal: AbortSignal; readonly withinMs: number }

function post(
  url: URL,
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  { reach, signal, withinMs }: Limits,
): Promise<number> {
  const bytes = Buffer.from(body)
  return new Promise((resolve, reject) => {
    const open = url.protocol === 'https:' ? requestHttps : requestHttp
    const sent = open(
      url,
      {
        method: 'POST',
        agent: false,
        signal,
        ...(isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0 ? { lookup: lookupWithin(reach) } : {}),
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': String(bytes.length),
          'user-agent': 'Keyturn-Webhooks/1',
          connection: 'close',
        },
      },
      (answer) => {
        let read = 0
        answer.on('data', (chunk: Buffer) => {
          read += chunk.length
          if (read > ANSWER_BYTES_MAX) sent.destroy(new Error('its answer was too long'))
        })
        answer.on('end', () => resolve(answer.statusCode ?? 0))
        answer.on('error', reject)
        answer.on('close', () => reject(new Error('it hung up in the middle of its answer')))
      },
    )
    sent.on('socket', (socket: Socket) => whenIdle(socket, withinMs, () => sent.destroy()))
    sent.on('error', reject)
    sent.end(bytes)
  })
}

function plainReason(error: unknown): string {
  if (error instanceof NotReachable) return `${error.message}.`
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'Nothing listens there.',
    ENOTFOUND: 'Its name is not known.',
    ECONNRESET: 'It hung up.',
    ETIMEDOUT: 'It could not be reached in time.',
  }
  if (known[code] !== undefined) return known[code]
  return error instanceof Error
    ? `It could not be reached: ${error.message.slice(0, 200)}.`
    : 'It could not be reached.'
}
