/** The steps of signing in as routes: checked, counted, handed to better-auth, and its words turned into ours. */
import { SIGN_IN_STEPS, type SignInStep } from '@keyturn/contract/sign-in.ts'
import type { Session } from '@keyturn/store/queries/accounts/sessions.ts'
import { markSecondFactor } from '@keyturn/store/queries/accounts/sessions.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { NEEDS_SECOND_FACTOR } from '../access.ts'
import { addressOf } from '../kernel/address.ts'
import { problem, type Refusal } from '../kernel/answer.ts'
import { sendProblem } from '../kernel/send-problem.ts'
import type { Services } from '../services.ts'
import { attemptsLeft, attemptsOver, type Counter } from './attempts.ts'
import { AUTH_ORIGIN, type Auth } from './auth.ts'
import { refusalOf } from './sign-in-refusals.ts'

/** `JSON` bodies of these steps are short. */
const BODY_BYTES_MAX = 8 * 1_024

export function registerSignIn(app: FastifyInstance, services: Services, auth: Auth): void {
  // The names are those of the table.
  for (const step of Object.keys(SIGN_IN_STEPS) as SignInStep[]) {
    app.post(
      SIGN_IN_STEPS[step].path,
      { config: { endpoint: 'auth' }, bodyLimit: BODY_BYTES_MAX },
      async (request, reply) => {
        const refused = await take(step, { request, reply, services, auth })
        if (refused === undefined) return reply
        return sendProblem(request, reply, refused)
      },
    )
  }
}

type Taken = {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly services: Services
  readonly auth: Auth
}

/** Undefined when it has been answered. */
async function take(step: SignInStep, taken: Taken): Promise<Refusal | undefined> {
  const { request, reply, services, auth } = taken
  const read = SIGN_IN_STEPS[step].body.safeParse(request.body ?? {})
  if (!read.success) {
    const errors = read.error.issues.map(({ path, message }) => `${['body', ...path].join('.')}: ${message}`)
    return problem('bad-request', errors.join('; '), { errors })
  }
  const session = sessionOf(request)
  const early = tooEarly(step, request, session)
  if (early !== undefined) return early
  const counters = countersFor(step, read.data, request)
  const wait = await attemptsLeft(services.pool, counters, services.clock.now())
  if (wait !== undefined) {
    reply.header('retry-after', wait.waitSeconds)
    const minutes = Math.ceil(wait.waitSeconds / 60)
    return problem('too-many-requests', `Too many attempts. Try again in ${minutes} minute${minutes === 1 ? '' : 's'}.`)
  }
  const body = step === 'change-password' ? { ...read.data, revokeOtherSessions: true } : read.data
  const response = await auth.handler(translated(SIGN_IN_STEPS[step].path, request, body))
  const answer: unknown = await response.json().catch(() => undefined)
  if (!response.ok) return refusalOf(step, response.status, answer)
  if (GUESSED.has(step)) {
    const held = counters.filter(({ what }) => !what.endsWith('address'))
    await attemptsOver(services.pool, held)
  }
  const token = services.cookie.read(request.headers.cookie)
  if ((step === 'give-code' || step === 'give-backup-code') && token !== undefined) {
    await markSecondFactor(services.pool, token, step === 'give-code' ? 'totp' : 'backup-code')
  }
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
  reply.header('cache-control', 'no-store')
  reply.type('application/json; charset=utf-8').send(JSON.stringify(told(step, answer)))
  return undefined
}

const sessionOf = ({ principal }: FastifyRequest): Session | undefined =>
  principal?.kind === 'known' ? principal.session : undefined

/** Whoever got it right was not guessing. Asking for recovery, there is nothing to get right. */
const GUESSED: ReadonlySet<SignInStep> = new Set<SignInStep>([
  'sign-in',
  'give-code',
  'give-backup-code',
  'set-up-second-factor',
  'remove-second-factor',
  'renew-backup-codes',
  'change-password',
])

const OF_A_SESSION: ReadonlySet<SignInStep> = new Set<SignInStep>([
  'set-up-second-factor',
  'remove-second-factor',
  'renew-backup-codes',
  'change-password',
])

/** What a session may change about the account it belongs to only once it is wholly signed in. */
function tooEarly(step: SignInStep, { principal }: FastifyRequest, session: Session | undefined): Refusal | undefined {
  if (!OF_A_SESSION.has(step)) return undefined
  if (session === undefined || principal?.kind !== 'known') return problem('unauthorized', 'Sign in first.')
  if (step === 'set-up-second-factor' || session.secondFactor !== null) return undefined
  if (!session.hasSecondFactor && !NEEDS_SECOND_FACTOR.has(principal.actor.role)) return undefined
  const what = session.hasSecondFactor ? 'Give the code of your second factor first.' : 'Set up a second factor first.'
  return problem('second-factor-required', what)
}

/** Guessing is bounded for the one that is guessed at, and for the one who guesses. */
function countersFor(step: SignInStep, body: unknown, request: FastifyRequest): readonly Counter[] {
  const address = addressOf(request.ip)
  const { user = '' } = request.principal?.kind === 'known' ? request.principal.actor : {}
  const email = typeof body === 'object' && body !== null && 'email' in body ? String(body.email) : ''
  switch (step) {
    case 'sign-in':
      return [
        { what: 'sign-in', of: `${email} ${address}`, max: 10 },
        { what: 'sign-in anywhere', of: email, max: 50 },
        { what: 'sign-in address', of: address, max: 100 },
      ]
    case 'ask-recovery':
      return [
        { what: 'recovery', of: email, max: 5 },
        { what: 'recovery address', of: address, max: 50 },
      ]
    case 'choose-new-password':
      return [{ what: 'new password address', of: address, max: 50 }]
    case 'give-code':
    case 'give-backup-code':
      return sessionOf(request) === undefined
        ? [{ what: 'code address', of: address, max: 100 }]
        : [{ what: 'code', of: user, max: 10 }]
    case 'sign-out':
      return []
    default:
      return [{ what: 'own password', of: user, max: 10 }]
  }
}

/** The same request as better-auth expects it. Where it came from has been checked by now. */
function translated(path: string, { headers, ip }: FastifyRequest, body: unknown): Request {
  const passed = new Headers({
    'content-type': 'application/json',
    origin: AUTH_ORIGIN,
    'x-keyturn-address': ip,
    'user-agent': (headers['user-agent'] ?? '').slice(0, 300),
  })
  if (headers.cookie !== undefined) passed.set('cookie', headers.cookie)
  return new Request(`${AUTH_ORIGIN}${path}`, { method: 'POST', headers: passed, body: JSON.stringify(body) })
}

/** What a page needs to know of the answer, and nothing that it could give away. */
function told(step: SignInStep, answer: unknown): unknown {
  const said: Readonly<Record<string, unknown>> = { ...(typeof answer === 'object' ? answer : {}) }
  switch (step) {
    case 'sign-in':
      return { next: said['twoFactorRedirect'] === true ? 'second-factor' : 'signed-in' }
    case 'set-up-second-factor':
      return { totpUri: said['totpURI'], backupCodes: said['backupCodes'] }
    case 'renew-backup-codes':
      return { backupCodes: said['backupCodes'] }
    default:
      return { done: true }
  }
}
