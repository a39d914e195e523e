/** What a page in a browser does about signing in: it keeps cookies, and says where it comes from. */
import { createHmac } from 'node:crypto'
import { type Client, client } from '@keyturn/contract/client.ts'
import { SIGN_IN_STEPS, type SignInStep } from '@keyturn/contract/sign-in.ts'
import { systemClock } from '../clock.ts'

export type Page = {
  /** Calls endpoints with the cookies it has. */
  readonly call: Client
  /** Takes a step of signing in; the answer's status and body. */
  readonly step: (step: SignInStep, body: unknown) => Promise<{ readonly status: number; readonly body: StepBody }>
  readonly cookies: ReadonlyMap<string, string>
  readonly fetch: typeof globalThis.fetch
}

/** Every member that an answer or a problem of a step may have. */
export type StepBody = {
  readonly next?: string
  readonly done?: boolean
  readonly totpUri?: string
  readonly backupCodes?: readonly string[]
  readonly code?: string
  readonly detail?: string
}

/** A browser of its own, from another address when one is given: the server has to believe its own machine. */
export function openPage(url: string, address?: string): Page {
  const cookies = new Map<string, string>()
  const doFetch: typeof globalThis.fetch = async (input, init) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = {
      ...Object.fromEntries(new Headers(init?.headers)),
      origin: url,
      ...(cookie === '' ? {} : { cookie }),
      ...(address === undefined ? {} : { 'x-forwarded-for': address }),
    }
    const response = await fetch(input, { ...init, headers })
    for (const set of response.headers.getSetCookie()) keep(cookies, set)
    return response
  }
  return {
    call: client({ baseUrl: url, fetch: doFetch }),
    step: async (step, body) => {
      const response = await doFetch(url + SIGN_IN_STEPS[step].path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      // Every member of it may be missing.
      const answered = (await response.json()) as StepBody
      return { status: response.status, body: answered }
    },
    cookies,
    fetch: doFetch,
  }
}

function keep(cookies: Map<string, string>, set: string): void {
  const [pair = ''] = set.split(';')
  const at = pair.indexOf('=')
  const name = pair.slice(0, at)
  if (/;\s*max-age=0/i.test(set)) cookies.delete(name)
  else cookies.set(name, pair.slice(at + 1))
}

/** The code of an authenticator app (RFC 6238) for the address it was given. */
export function codeOf(totpUri: string, at: number = systemClock().now()): string {
  const secret = new URL(totpUri).searchParams.get('secret') ?? ''
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0')
}

function fromBase32(text: string): Buffer {
  const bits = [...text.replaceAll('=', '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
