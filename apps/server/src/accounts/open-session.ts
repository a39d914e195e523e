import { randomBytes } from 'node:crypto'
import type { Pool } from '@keyturn/store/pool.ts'
import type { Account } from '@keyturn/store/queries/accounts/accounts.ts'
import { openSession } from '@keyturn/store/queries/accounts/sessions.ts'
import { NEEDS_SECOND_FACTOR } from '../access.ts'
import { SESSION_SECONDS_MAX, type SessionCookie, STAFF_SESSION_SECONDS } from './session-cookie.ts'

/**
 * Signs an account in that proved itself by other means than a password. Answers the `Set-Cookie` header.
 *
 * @param told.secondFactor what proved the second factor, or null while nothing has
 */
export async function openSessionFor(
  { pool, cookie }: { readonly pool: Pool; readonly cookie: SessionCookie },
  told: {
    readonly account: Pick<Account, 'id' | 'role'>
    readonly secondFactor: string | null
    readonly address: string
    readonly agent: string
  },
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const { account, secondFactor, address, agent } = told
  const lastsSeconds = NEEDS_SECOND_FACTOR.has(account.role) ? STAFF_SESSION_SECONDS : SESSION_SECONDS_MAX
  await openSession(pool, { token, user: account.id, secondFactor, address, agent, lastsSeconds })
  return cookie.write(token)
}
