/** Whether a caller may call an endpoint, and the sentence for whoever may not. */
import type { FastifyRequest } from 'fastify'
import { type ACCESS, type Caller, NEEDS_SECOND_FACTOR } from '../access.ts'
import { problem, type Refusal } from './answer.ts'
import type { Principal } from './principal.ts'

export type Asked = {
  readonly endpoint: keyof typeof ACCESS
  readonly allowed: readonly Caller[]
  readonly caller: Principal
  readonly isLocal: boolean
}

export type AccessRefusal = Refusal<'unauthorized' | 'forbidden' | 'second-factor-required' | 'cross-site'>

/** Null when the caller is among those allowed. */
export function mayCall({ allowed, caller, isLocal }: Asked): AccessRefusal | null {
  if (caller.kind === 'bad-credential') {
    return problem('unauthorized', 'The token in the Authorization header is not valid.')
  }
  if (allowed.includes('public') || (isLocal && allowed.includes('loopback'))) return null
  const { actor, session } = caller
  const callers: readonly string[] = allowed
  const isAmong =
    actor.role === 'integrator' ? actor.scopes.some((s) => callers.includes(s)) : callers.includes(actor.role)
  if (!isAmong) return notAmong(caller, allowed)
  if (session !== undefined && session.secondFactor === null) {
    if (session.hasSecondFactor) {
      return problem('second-factor-required', 'Give the code of your second factor first.')
    }
    if (NEEDS_SECOND_FACTOR.has(actor.role)) {
      return problem('second-factor-required', 'Set up a second factor first: this role may do nothing without one.')
    }
  }
  return null
}

function notAmong({ actor }: Principal & { readonly kind: 'known' }, allowed: readonly Caller[]): AccessRefusal {
  switch (actor.role) {
    case 'public':
      return problem('unauthorized', 'Sign in, or send a token as "Authorization: Bearer …".')
    case 'integrator': {
      const wanted = allowed.filter((one) => one.includes(':'))
      const remedy = wanted.length === 0 ? 'no token is good for it' : `it needs the scope ${wanted.join(' or ')}`
      return problem('forbidden', `This token may not do this; ${remedy}.`)
    }
    default:
      return problem('forbidden', `The role ${actor.role} may not do this.`)
  }
}

/**
 * A browser sends a session's cookie along with whatever any page asks it to send. So what changes something must come
 * from a page of this server: the browser says so itself, in a header that no page can set.
 */
export function notFromElsewhere(
  request: FastifyRequest,
  caller: Principal,
  endpoint: string,
  publicUrl: string | undefined,
): AccessRefusal | null {
  const changes = !['GET', 'HEAD', 'OPTIONS'].includes(request.method)
  if (caller.kind === 'bad-credential') return null
  const byCookie = caller.session !== undefined
  // Signing somebody in under another's account is an attack, too, and comes without a cookie.
  if (!changes || !(byCookie || endpoint === 'auth' || endpoint === 'demo-sign-in')) return null
  if (isSameOrigin(request, publicUrl)) return null
  return problem('cross-site', 'This was not sent by a page of this server. Open the page again and repeat it there.')
}

function isSameOrigin({ headers, host }: FastifyRequest, publicUrl: string | undefined): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin } = headers
  if (origin === undefined || !URL.canParse(origin)) return false
  return new URL(origin).host === host || (publicUrl !== undefined && origin === new URL(publicUrl).origin)
}
