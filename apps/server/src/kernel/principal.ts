/** Who is calling, as far as the request proves it. */
import { timingSafeEqual } from 'node:crypto'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import type { FastifyRequest } from 'fastify'
import type { Caller, Role } from '../access.ts'
import { problem, type Refusal } from './answer.ts'

export type Principal =
  | { readonly kind: 'known'; readonly role: Role }
  /** A credential was given and is not valid: said plainly, instead of answering as to a stranger. */
  | { readonly kind: 'bad-credential' }

/** Reads the `Authorization` header. Comparing digests takes the same time for every wrong token. */
export function identifier(options: { readonly operatorToken: string; readonly publicDemo: boolean }) {
  const expected = digestOf(options.operatorToken)
  return ({ headers }: Pick<FastifyRequest, 'headers'>): Principal => {
    const { authorization } = headers
    if (authorization === undefined) return { kind: 'known', role: options.publicDemo ? 'visitor' : 'public' }
    const [scheme, token = '', ...more] = authorization.split(' ')
    const holds = scheme?.toLowerCase() === 'bearer' && more.length === 0 && timingSafeEqual(digestOf(token), expected)
    return holds ? { kind: 'known', role: 'operator' } : { kind: 'bad-credential' }
  }
}

/** Null when the caller is among those allowed. */
export function mayCall(
  allowed: readonly Caller[],
  caller: Principal,
  isLocal: boolean,
): Refusal<'unauthorized' | 'forbidden'> | null {
  if (caller.kind === 'bad-credential')
    return problem('unauthorized', 'The token in the Authorization header is not valid.')
  if (allowed.includes(caller.role) || (isLocal && allowed.includes('loopback'))) return null
  return caller.role === 'public'
    ? problem('unauthorized', 'Send the operator token as "Authorization: Bearer …".')
    : problem('forbidden', `A ${caller.role} may not do this; it needs the operator token.`)
}

const digestOf = (token: string): Uint8Array => nodeCrypto.sha256(Buffer.from(token))
