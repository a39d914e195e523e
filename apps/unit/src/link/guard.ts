/**
 * Who may use the link: this machine's own tools, and the pages that the link itself serves. A browser carries other
 * people's pages too, and those are turned away by what the browser says about them.
 */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { sendProblem } from './problem.ts'

const NAMES = ['127.0.0.1', 'localhost', '[::1]'] as const
/** What a browser says of a request that a page of another origin caused; a port of its own is another origin. */
const FOREIGN = new Set<unknown>(['cross-site', 'same-site'])

/**
 * For everything: turns away other names that point to this machine, and pages of other origins; says what the pages
 * may do. `demoJson` names the demonstration's other addresses, which the pages may ask.
 */
export function guardAll(app: FastifyInstance, demoJson: string | undefined): void {
  const headers = pageHeaders(demoJson)
  app.addHook('onRequest', async (request, reply) => {
    const { origin, host = '' } = request.headers
    reply.headers(headers)
    // Somebody else's name may be made to point here; the browser would take that page for one of ours.
    if (!isOwnHost(host, request.socket.localPort)) {
      await sendProblem(reply, 'wrong-host', `the link is at ${NAMES.join(', ')} with its port, not at ${host}`)
    } else if (origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === host)) {
      await sendProblem(reply, 'foreign-origin', `${origin} is not where this link is served`)
    }
  })
}

/** For what tells or changes something: a page elsewhere may not even cause it, unread. Links to pages stay open. */
export function guardLink(scope: FastifyInstance): void {
  scope.addHook('onRequest', async ({ headers }, reply) => {
    const from = headers['sec-fetch-site']
    if (FOREIGN.has(from)) await sendProblem(reply, 'foreign-origin', `a page of another origin (${from}) asks`)
  })
}

/** What a printed copy may do: nothing but be looked at. A viewer that shows it needs styles of its own. */
export const PRINTED_POLICY = "frame-ancestors 'none'"

function isOwnHost(host: string, port: number | undefined): boolean {
  const given = host.toLowerCase()
  return NAMES.some((name) => given === `${name}:${port}` || (port === 80 && given === name))
}

const Demo = z.object({
  control: z.url(),
  server: z.url(),
  cars: z.array(z.object({ url: z.url() })),
})

function pageHeaders(demoJson: string | undefined): { readonly [name: string]: string } {
  const policy = [
    "default-src 'self'",
    // The component library writes its measured styles into the page.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    ["connect-src 'self'", ...demoOrigins(demoJson)].join(' '),
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

function demoOrigins(demoJson: string | undefined): readonly string[] {
  if (demoJson === undefined) return []
  const read = Demo.safeParse(JSON.parse(demoJson))
  if (!read.success) return []
  const { control, server, cars } = read.data
  return [control, server, ...cars.map(({ url }) => url)].map((url) => new URL(url).origin)
}
