/** Refused calls of people and programs that are known, kept where nobody can take them back. */
import { addRefusal } from '@keyturn/store/queries/accounts/refusals.ts'
import type { FastifyRequest } from 'fastify'
import { plainError } from '../plain-error.ts'
import type { Services } from '../services.ts'

/** What tells of somebody trying more than they may. What another may see and they may not is not there for them. */
const NOTED: ReadonlySet<string> = new Set([
  'forbidden',
  'second-factor-required',
  'cross-site',
  'unknown-case',
  'unknown-device',
])
const WITHOUT_ACCOUNT: ReadonlySet<string> = new Set(['public', 'visitor', 'operator', 'system'])

/** A refusal stands whether or not it could be noted. */
export async function noteRefusal(
  { pool, clock }: Pick<Services, 'pool' | 'clock'>,
  request: FastifyRequest,
  code: string,
): Promise<void> {
  const { principal } = request
  if (!NOTED.has(code) || principal?.kind !== 'known' || WITHOUT_ACCOUNT.has(principal.actor.role)) return
  const endpoint = request.routeOptions.config.endpoint ?? 'other'
  // Without the query, which may say more than where it went.
  const path = `${request.method} ${request.url.split('?')[0]?.slice(0, 200)}`
  try {
    await addRefusal(pool, { actor: principal.actor, at: clock.now(), endpoint, path, code })
  } catch (error) {
    request.log.error({ err: plainError(error), endpoint, code }, 'a refusal could not be noted')
  }
}
