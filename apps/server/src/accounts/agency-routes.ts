/** The two addresses of an agency's sign-in: one to go there, one to come back. A browser navigates to both. */
import type { AccountRole } from '@keyturn/contract/endpoints/accounts.ts'
import { accountFromAgency } from '@keyturn/store/queries/accounts/agency-accounts.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { problem, type Refusal } from '../kernel/answer.ts'
import { sendProblem } from '../kernel/send-problem.ts'
import { plainError } from '../plain-error.ts'
import type { Services } from '../services.ts'
import type { Agency } from './agency.ts'
import type { UnderwayCookie } from './agency-cookie.ts'
import { openSessionFor } from './open-session.ts'

const BEGIN = '/auth/agency'
const CALLBACK = '/auth/agency/callback'

export type AgencyParts = {
  readonly agency: Agency | undefined
  readonly underway: UnderwayCookie
}

export function registerAgency(app: FastifyInstance, services: Services, { agency, underway }: AgencyParts): void {
  const redirectUri = (): string => services.site.origin() + CALLBACK
  const noAgency = () => problem('not-found', 'This server takes no accounts of an agency.')

  app.get(BEGIN, { config: { endpoint: 'auth' } }, async (request, reply) => {
    if (agency === undefined) return refuse(request, reply, noAgency())
    try {
      const began = await agency.begin(redirectUri())
      return await reply
        .header('set-cookie', underway.write({ ...began.underway, at: services.clock.now() }))
        .header('cache-control', 'no-store')
        .redirect(began.url)
    } catch (error) {
      return refuse(request, reply, away(request, agency, error))
    }
  })

  app.get(CALLBACK, { config: { endpoint: 'auth' } }, async (request, reply) => {
    if (agency === undefined) return refuse(request, reply, noAgency())
    reply.header('set-cookie', underway.clear()).header('cache-control', 'no-store')
    const began = underway.read(request.headers.cookie, services.clock.now())
    if (began === undefined) {
      return refuse(
        request,
        reply,
        problem('sign-in-failed', 'This sign-in took too long, or began elsewhere. Begin it again.'),
      )
    }
    const returned = new URL(request.raw.url ?? '', redirectUri())
    const outcome = await cameBack(request, services, agency, { returned, began })
    if (typeof outcome !== 'string') return refuse(request, reply, outcome)
    return reply.header('set-cookie', outcome).redirect('/')
  })
}

type Came = { readonly returned: URL; readonly began: Parameters<Agency['finish']>[1] }

/** The `Set-Cookie` of the new session, or why there is none. */
async function cameBack(
  request: FastifyRequest,
  services: Services,
  agency: Agency,
  { returned, began }: Came,
): Promise<string | Refusal> {
  const person = await agency.finish(returned, began).catch((error: unknown) => away(request, agency, error))
  if (person.kind === 'problem') return person
  const { options } = agency
  const { pool, clock } = services
  const provider = { id: `agency ${options.issuer}`, account: person.subject }
  const mapped =
    person.kind === 'unmapped'
      ? undefined
      : { email: person.email, name: person.name, role: person.role, jurisdiction: options.jurisdiction }
  const told = await accountFromAgency(pool, { provider, person: mapped, at: clock.now() })
  switch (told.kind) {
    case 'account':
      return openSessionFor(services, {
        account: { id: told.user, role: told.role satisfies AccountRole },
        secondFactor: person.kind === 'mapped' && person.secondFactor ? 'agency' : null,
        address: request.ip,
        agent: (request.headers['user-agent'] ?? '').slice(0, 300),
      })
    case 'no-role':
      return problem('agency-refused', person.kind === 'unmapped' ? person.because : 'This account has no role here.')
    case 'disabled':
      return problem('agency-refused', 'This account was disabled here. Ask an administrator.')
    case 'address-taken':
      return problem(
        'agency-refused',
        'The e-mail address of this account belongs to another account here. Ask the server’s operator.',
      )
  }
}

/** What the provider said stays in the log: the person can do nothing about it. */
function away(request: FastifyRequest, { options }: Agency, error: unknown): Refusal {
  request.log.warn({ err: plainError(error) }, 'a sign-in at the agency did not succeed')
  const denied = error instanceof Error && 'error' in error && error.error === 'access_denied'
  return problem(
    'sign-in-failed',
    denied ? `${options.name} did not sign you in.` : `The sign-in at ${options.name} did not succeed. Begin it again.`,
  )
}

/** A browser is sent back to the page for signing in, which knows what to say; a program gets the problem itself. */
function refuse(request: FastifyRequest, reply: FastifyReply, refused: Refusal): FastifyReply {
  const isBrowser = request.headers.accept?.includes('text/html') === true
  if (!isBrowser) return sendProblem(request, reply, refused)
  request.server.refusals.inc({ code: refused.code })
  return reply.redirect(`/sign-in?refused=${refused.code}&because=${encodeURIComponent(refused.detail)}`)
}
