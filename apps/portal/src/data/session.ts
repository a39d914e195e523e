/** Who is signed in here, and the ways in and out. Passwords and codes go to `/auth` and are kept nowhere. */
import type { Me, SecondFactor } from '@keyturn/contract/endpoints/accounts.ts'
import { useQuery } from '@tanstack/react-query'
import { askJson, Problem } from './http.ts'
import { flag, list, object, oneOf, orNull, type Read, text } from './read.ts'

export type { Me } from '@keyturn/contract/endpoints/accounts.ts'

const whom = 'the server'

const me: Read<Me> = (body, at) => ({ ...readMe(body, at), cases: [...readMe(body, at).cases], scopes: [] })
const secondFactor = oneOf<SecondFactor>('not-needed', 'to-set-up', 'to-give', 'given')
const readMe = object({
  user: text,
  name: text,
  email: orNull(text),
  role: text,
  jurisdiction: orNull(text),
  vendor: orNull(text),
  cases: list(text),
  secondFactor,
  sessionEndsAt: orNull(text),
})

/** Who signed in; null when nobody did, or when this address signs nobody in: the unit in a car. */
export async function readSession(signal?: AbortSignal): Promise<Me | null> {
  try {
    const found = await askJson('/v1/me', (body) => me(body, 'me'), signal === undefined ? { whom } : { whom, signal })
    return isPerson(found.role) ? found : null
  } catch (cause) {
    if (cause instanceof Problem && cause.status < 500) return null
    throw cause
  }
}

const PEOPLE = ['driver', 'technician', 'vendor-operator', 'authority-officer', 'authority-admin', 'auditor'] as const
export type PersonRole = (typeof PEOPLE)[number]
export const isPerson = (role: string): role is PersonRole => PEOPLE.some((one) => one === role)

export const SESSION = ['session'] as const
const STALE_MS = 30_000

/** The session of this page: undefined while it is asked for. */
export const useSession = () =>
  useQuery({ queryKey: SESSION, queryFn: ({ signal }) => readSession(signal), staleTime: STALE_MS })

const ways = object({ agency: orNull(text), demo: flag })
type SignInWays = ReturnType<typeof ways>
export const readWays = (signal: AbortSignal): Promise<SignInWays> =>
  askJson('/v1/sign-in-ways', (body) => ways(body, 'ways'), { whom, signal })

const role = oneOf(...PEOPLE)
const demoAccount = object({
  email: text,
  name: text,
  role,
  jurisdiction: orNull(text),
  vendor: orNull(text),
})
export type DemoAccount = ReturnType<typeof demoAccount>
const demoAccounts = object({ accounts: list(demoAccount) })

/** The accounts that anybody may take in a public demo; none elsewhere. */
export async function readDemoAccounts(signal: AbortSignal): Promise<readonly DemoAccount[]> {
  try {
    return await askJson('/v1/demo/accounts', (body) => demoAccounts(body, 'answer').accounts, { whom, signal })
  } catch (cause) {
    if (cause instanceof Problem && cause.status < 500) return []
    throw cause
  }
}

export const demoSignIn = (account: string): Promise<null> =>
  askJson('/v1/demo/sign-in', () => null, { whom, send: { account } })

const next = object({ next: oneOf('signed-in', 'second-factor') })

/** Gives e-mail address and password; answers what is to be done next. */
export const signIn = (email: string, password: string): Promise<'signed-in' | 'second-factor'> =>
  askJson('/auth/sign-in/email', (body) => next(body, 'answer').next, { whom, send: { email, password } })

const step = (action: string, send: unknown): Promise<null> => askJson(`/auth/${action}`, () => null, { whom, send })

export const giveCode = (code: string): Promise<null> => step('two-factor/verify-totp', { code })
export const giveBackupCode = (code: string): Promise<null> => step('two-factor/verify-backup-code', { code })
export const signOut = (): Promise<null> => step('sign-out', {})
export const askRecovery = (email: string): Promise<null> => step('request-password-reset', { email })
export const recover = (token: string, newPassword: string): Promise<null> =>
  step('reset-password', { token, newPassword })
