/**
 * Who may use a process of this machine: its own tools, and the pages that the process itself serves. A browser carries
 * other people's pages too, and those are turned away by what the browser says about them.
 */
import type { FastifyInstance, FastifyReply } from 'fastify'

const NAMES = ['127.0.0.1', 'localhost', '[::1]'] as const
/** What a browser says of a request that a page of another origin caused; a port of its own is another origin. */
const FOREIGN = new Set<unknown>(['cross-site', 'same-site'])

/** Answers with a refusal, in the words of the process. */
export type Refuse = (reply: FastifyReply, code: 'wrong-host' | 'foreign-origin', detail: string) => FastifyReply

export type GuardOptions = {
  readonly refuse: Refuse
  /** Other origins that the pages may ask. */
  readonly origins: readonly string[]
}

/**
 * For everything: turns away other names that point to this machine, and pages of other origins; says what the pages
 * may do.
 */
export function guardAll(app: FastifyInstance, { refuse, origins }: GuardOptions): void {
  const headers = pageHeaders(origins)
  app.addHook('onRequest', async (request, reply) => {
    const { origin, host = '' } = request.headers
    reply.headers(headers)
    // Somebody else's name may be made to point here; the browser would take that page for one of ours.
    if (!isOwnHost(host, request.socket.localPort)) {
      await refuse(reply, 'wrong-host', `the link is at ${NAMES.join(', ')} with its port, not at ${host}`)
    } else if (origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === host)) {
      await refuse(reply, 'foreign-origin', `${origin} is not where this link is served`)
    }
  })
}

/** For what tells or changes something: a page elsewhere may not even cause it, unread. Links to pages stay open. */
export function guardLink(scope: FastifyInstance, refuse: Refuse): void {
  scope.addHook('onRequest', async ({ headers }, reply) => {
    const from = headers['sec-fetch-site']
    if (FOREIGN.has(from)) await refuse(reply, 'foreign-origin', `a page of another origin (${from}) asks`)
  })
}

function isOwnHost(host: string, port: number | undefined): boolean {
  const given = host.toLowerCase()
  return NAMES.some((name) => given === `${name}:${port}` || (port === 80 && given === name))
}

function pageHeaders(origins: readonly string[]): { readonly [name: string]: string } {
  const policy = [
    "default-src 'self'",
    // The component library writes its measured styles into the page.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    ["connect-src 'self'", ...origins].join(' '),
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  }
}
