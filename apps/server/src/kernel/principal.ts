/** Who is calling, as far as the request proves it: a session's cookie, a program's token, the operator's token. */
import { timingSafeEqual } from 'node:crypto'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { isScope } from '@keyturn/contract/scopes.ts'
import { type Actor, actorOf } from '@keyturn/domain/actor.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import { type ApiToken, apiTokenInForce } from '@keyturn/store/queries/accounts/api-tokens.ts'
import { type Session, sessionByToken } from '@keyturn/store/queries/accounts/sessions.ts'
import type { FastifyRequest } from 'fastify'
import { API_TOKEN, apiTokenDigest } from '../accounts/api-token.ts'
import type { SessionCookie } from '../accounts/session-cookie.ts'
import type { Clock } from '../clock.ts'

export type Principal =
  | {
      readonly kind: 'known'
      readonly actor: Actor
      /** Where the request came with the cookie of one: a browser sends it by itself, whoever made the page. */
      readonly session?: Session
    }
  /** A credential was given and is not valid: said plainly, instead of answering as to a stranger. */
  | { readonly kind: 'bad-credential' }

export type Identify = (request: Pick<FastifyRequest, 'headers'>) => Promise<Principal>

export type IdentifierOptions = {
  readonly operatorToken: string
  readonly publicDemo: boolean
  readonly pool: Pool
  readonly cookie: SessionCookie
  readonly clock: Clock
}

/**
 * Reads the `Authorization` header, and without one the session's cookie. A cookie that is not valid any more counts as
 * none: browsers send it by themselves, also for what everybody may see.
 */
export function identifier(options: IdentifierOptions): Identify {
  const isOperator = sameAs(options.operatorToken)
  const nobody: Principal = { kind: 'known', actor: actorOf(options.publicDemo ? 'visitor' : 'public') }
  return async ({ headers }) => {
    const { authorization } = headers
    if (authorization !== undefined) {
      const token = bearer(authorization)
      if (token === undefined) return { kind: 'bad-credential' }
      if (isOperator(token)) return { kind: 'known', actor: actorOf('operator') }
      return byApiToken(token, options)
    }
    const session = options.cookie.read(headers.cookie)
    const found = session === undefined ? undefined : await sessionByToken(options.pool, session)
    return found === undefined ? nobody : { kind: 'known', ...found }
  }
}

/** The token of `Bearer …`; undefined for any other form. */
export function bearer(authorization: string): string | undefined {
  const [scheme, token, ...more] = authorization.split(' ')
  return scheme?.toLowerCase() === 'bearer' && token !== undefined && token !== '' && more.length === 0
    ? token
    : undefined
}

async function byApiToken(token: string, { pool, clock }: IdentifierOptions): Promise<Principal> {
  // What has not the form of a token is not worth a query.
  if (!API_TOKEN.test(token)) return { kind: 'bad-credential' }
  const held = await apiTokenInForce(pool, apiTokenDigest(token), clock.now())
  return held === undefined ? { kind: 'bad-credential' } : { kind: 'known', actor: integrator(held) }
}

const integrator = ({ id, name, jurisdiction, vendor, scopes }: ApiToken): Actor => ({
  user: id,
  name,
  role: 'integrator',
  jurisdiction,
  vendor,
  scopes: scopes.filter(isScope),
})

/** Comparing digests takes the same time for every wrong token. */
function sameAs(secret: string): (given: string) => boolean {
  const expected = digestOf(secret)
  return (given) => timingSafeEqual(digestOf(given), expected)
}

const digestOf = (token: string): Uint8Array => nodeCrypto.sha256(Buffer.from(token))
