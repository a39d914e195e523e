/** Signing in, its second factor, recovery and sign-out, by better-auth, on tables of our own. */

import { PASSWORD_MAX, PASSWORD_MIN } from '@keyturn/contract/endpoints/accounts.ts'
import { isRole } from '@keyturn/domain/actor.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import { betterAuth } from 'better-auth'
import { twoFactor } from 'better-auth/plugins/two-factor'
import type { Logger } from 'pino'
import { NEEDS_SECOND_FACTOR } from '../access.ts'
import { SECOND_FACTOR_TABLES, TABLES } from './auth-tables.ts'
import { SESSION_SECONDS_MAX, STAFF_SESSION_SECONDS } from './session-cookie.ts'

export const AUTH_PATH = '/auth'

/** better-auth wants an address of its own; what a browser calls is translated to it. */
export const AUTH_ORIGIN = 'http://keyturn.invalid'

export type AuthParts = {
  readonly pool: Pool
  /** Seals cookies and encrypts second factors; 32 bytes or more. */
  readonly secret: string
  /** Whether cookies may travel over TLS alone. */
  readonly secure: boolean
  readonly logger: Pick<Logger, 'error'>
  /** Writes the mail that lets somebody choose a new password. */
  readonly sendRecovery: (to: { readonly email: string; readonly name: string }, token: string) => Promise<void>
  /** Work that an answer does not wait for. */
  readonly inBackground: (work: Promise<unknown>) => void
}

export type Auth = ReturnType<typeof authWith>

/** Which step of signing in proved what. */
const PROVES: Readonly<Record<string, string>> = {
  '/two-factor/verify-totp': 'totp',
  '/two-factor/verify-backup-code': 'backup-code',
}

export const authWith = ({ pool, secret, secure, logger, sendRecovery, inBackground }: AuthParts) =>
  betterAuth({
    appName: 'Keyturn',
    baseURL: AUTH_ORIGIN,
    basePath: AUTH_PATH,
    secret,
    database: pool,
    telemetry: { enabled: false },
    // Attempts are counted in the database, for all servers together.
    rateLimit: { enabled: false },
    // Its words may carry what a caller sent; what failed is told by the answer.
    logger: { level: 'error', log: (_level, message) => logger.error({ from: 'better-auth' }, message) },
    advanced: {
      cookiePrefix: 'keyturn',
      useSecureCookies: secure,
      ipAddress: { ipAddressHeaders: ['x-keyturn-address'] },
      backgroundTasks: { handler: inBackground },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, token }) => sendRecovery(user, token),
    },
    ...TABLES,
    plugins: [
      twoFactor({
        issuer: 'Keyturn',
        // Accounts of an agency have no password here.
        allowPasswordless: true,
        schema: SECOND_FACTOR_TABLES,
      }),
    ],
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) => {
            const user = await context?.context.internalAdapter.findUserById(session.userId)
            const account = accountIn(user)
            // An account that may not sign in any more is answered like a wrong password.
            if (account === undefined || account.isDisabled) return false
            const seconds = account.isStaff ? STAFF_SESSION_SECONDS : SESSION_SECONDS_MAX
            const endsAt = new Date(session.createdAt.getTime() + seconds * 1_000)
            const path = context?.path ?? ''
            // Choosing a new password makes the session anew, and proves no less than before.
            const carried = path === '/change-password' ? secondFactorIn(context?.context.session?.session) : null
            return { data: { expiresAt: endsAt, secondFactor: PROVES[path] ?? carried } }
          },
        },
      },
    },
  })

function accountIn(user: unknown): { readonly isDisabled: boolean; readonly isStaff: boolean } | undefined {
  if (typeof user !== 'object' || user === null || !('role' in user) || typeof user.role !== 'string') return undefined
  const isDisabled = 'disabledAt' in user && user.disabledAt !== null && user.disabledAt !== undefined
  return { isDisabled, isStaff: isRole(user.role) && NEEDS_SECOND_FACTOR.has(user.role) }
}

function secondFactorIn(session: unknown): string | null {
  if (typeof session !== 'object' || session === null || !('secondFactor' in session)) return null
  return typeof session.secondFactor === 'string' ? session.secondFactor : null
}
