/**
 * The steps of signing in, under `/auth`. They are not endpoints: their answers set cookies, and a step may want the
 * next. Each is a POST with a JSON body from a page of the server itself; a refusal is a problem as anywhere else.
 */
import { z } from 'zod'
import { emailField, PASSWORD_MAX, passwordField } from './endpoints/accounts.ts'

/** As somebody typed it: what is too short cannot be right, and is told as wrong. */
const givenPassword = z.string().min(1, 'a password').max(PASSWORD_MAX)
const codeField = z.string().trim().min(6, 'a code').max(24)
/** Accounts of an agency have no password here. */
const ownPassword = z.strictObject({ password: givenPassword.optional() })
const done = z.strictObject({ done: z.literal(true) })

export const SIGN_IN_STEPS = {
  /** Answers whether a second factor is still to be given: until then nobody is signed in. */
  'sign-in': {
    path: '/auth/sign-in/email',
    body: z.strictObject({ email: emailField, password: givenPassword }),
    reply: z.strictObject({ next: z.enum(['signed-in', 'second-factor']) }),
  },
  /** A code of the app, to finish signing in or setting up. */
  'give-code': { path: '/auth/two-factor/verify-totp', body: z.strictObject({ code: codeField }), reply: done },
  /** One of the codes that were written down. It holds once. */
  'give-backup-code': {
    path: '/auth/two-factor/verify-backup-code',
    body: z.strictObject({ code: codeField }),
    reply: done,
  },
  /** Answers the address for the app, and the backup codes, once. `give-code` finishes it. */
  'set-up-second-factor': {
    path: '/auth/two-factor/enable',
    body: ownPassword,
    reply: z.strictObject({ totpUri: z.string(), backupCodes: z.array(z.string()) }),
  },
  'remove-second-factor': { path: '/auth/two-factor/disable', body: ownPassword, reply: done },
  /** New backup codes; the old ones hold no longer. */
  'renew-backup-codes': {
    path: '/auth/two-factor/generate-backup-codes',
    body: ownPassword,
    reply: z.strictObject({ backupCodes: z.array(z.string()) }),
  },
  /** Ends every other session. */
  'change-password': {
    path: '/auth/change-password',
    body: z.strictObject({ currentPassword: givenPassword, newPassword: passwordField }),
    reply: done,
  },
  /** Answers the same whether the address has an account or not. */
  'ask-recovery': {
    path: '/auth/request-password-reset',
    body: z.strictObject({ email: emailField }),
    reply: done,
  },
  /** Takes the secret of the mail's link, once. Ends every session. */
  'choose-new-password': {
    path: '/auth/reset-password',
    body: z.strictObject({ token: z.string().min(1).max(80), newPassword: passwordField }),
    reply: done,
  },
  'sign-out': { path: '/auth/sign-out', body: z.strictObject({}), reply: done },
} as const

export type SignInStep = keyof typeof SIGN_IN_STEPS
