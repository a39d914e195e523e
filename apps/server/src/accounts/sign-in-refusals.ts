/** What better-auth refuses, in our problems. It never tells whether an address has an account. */
import type { SignInStep } from '@keyturn/contract/sign-in.ts'
import { problem, type Refusal } from '../kernel/answer.ts'

const KNOWN: Readonly<Record<string, Refusal>> = {
  INVALID_EMAIL_OR_PASSWORD: problem('sign-in-failed', 'The e-mail address or the password is not right.'),
  INVALID_EMAIL: problem('sign-in-failed', 'The e-mail address or the password is not right.'),
  FAILED_TO_CREATE_SESSION: problem('sign-in-failed', 'The e-mail address or the password is not right.'),
  INVALID_PASSWORD: problem('sign-in-failed', 'The password is not right.'),
  CREDENTIAL_ACCOUNT_NOT_FOUND: problem('sign-in-failed', 'The password is not right.'),
  SESSION_NOT_FRESH: problem('sign-in-failed', 'Sign in again first: this session is too old for that.'),
  INVALID_TWO_FACTOR_COOKIE: problem('sign-in-failed', 'This sign-in took too long. Begin it again.'),
  INVALID_CODE: problem('wrong-code', 'That code is not right. Codes of the app hold for half a minute.'),
  INVALID_BACKUP_CODE: problem('wrong-code', 'That backup code is not right, or was used before.'),
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: problem('too-many-requests', 'Too many wrong codes. Begin the sign-in again.'),
  ACCOUNT_TEMPORARILY_LOCKED: problem('too-many-requests', 'Too many wrong codes. Try again in 15 minutes.'),
  TOTP_NOT_ENABLED: problem('bad-request', 'No second factor is being set up. Begin with setting one up.'),
  TWO_FACTOR_NOT_ENABLED: problem('bad-request', 'No second factor is set up.'),
  BACKUP_CODES_NOT_ENABLED: problem('bad-request', 'There are no backup codes. Set up a second factor first.'),
  TOTP_ALREADY_ENABLED: problem(
    'bad-request',
    'A second factor is set up already. Remove it before setting up another.',
  ),
  INVALID_TOKEN: problem('link-over', 'This link was used already, or is older than an hour. Ask for another one.'),
}

/** @param answer the body of the refusal, with the other side's own code */
export function refusalOf(step: SignInStep, status: number, answer: unknown): Refusal {
  const code = typeof answer === 'object' && answer !== null && 'code' in answer ? String(answer.code) : ''
  const known = KNOWN[code]
  if (known !== undefined) return known
  if (status === 429) return problem('too-many-requests', 'Too many attempts. Try again later.')
  if (status >= 500) throw new Error(`${step} failed with ${status} ${code}`)
  return status === 401
    ? problem('unauthorized', 'Sign in first.')
    : problem('bad-request', `The step ${step} does not take this.`)
}
