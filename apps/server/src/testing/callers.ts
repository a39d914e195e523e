/** Everybody who may stand before the server, for tests that are generated from its table of access. */
import { ACCOUNT_ROLES } from '@keyturn/contract/endpoints/accounts.ts'
import { endpoints } from '@keyturn/contract/endpoints.ts'
import { SCOPES, type Scope } from '@keyturn/contract/scopes.ts'
import { actorOf } from '@keyturn/domain/actor.ts'
import { days, instant } from '@keyturn/domain/units.ts'
import { openPool } from '@keyturn/store/pool.ts'
import { addApiToken } from '@keyturn/store/queries/accounts/api-tokens.ts'
import { apiTokenDigest, newApiToken, shownPart } from '../accounts/api-token.ts'
import type { Registered } from '../kernel/guard.ts'
import { signedIn } from './signed-in.ts'
import type { TestServer } from './test-server.ts'

export type TestCaller = {
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
  /** What of the table's words stands for this caller, besides `public`. */
  readonly is: readonly string[]
  /** Whether a refusal of this caller is recorded under somebody's name. */
  readonly known: boolean
}

/** A token of a vendor that is good for these scopes. */
export async function tokenFor(server: TestServer, scopes: readonly Scope[], vendor = 'acme'): Promise<string> {
  const token = newApiToken()
  const pool = openPool(server.db.appUrl, { connectionsMax: 1 })
  const at = server.clock.now()
  await addApiToken(pool, {
    digest: apiTokenDigest(token),
    shown: shownPart(token),
    name: `A program for ${scopes.join(', ')}`,
    scopes,
    jurisdiction: null,
    vendor,
    by: actorOf('operator'),
    at,
    expiresAt: instant(at + days(30)),
  })
  await pool.end()
  return token
}

/** One of each role, a program for each scope and one for none, the operator, and nobody. */
export async function everybodyAt(server: TestServer): Promise<readonly TestCaller[]> {
  const callers: TestCaller[] = [
    { name: 'nobody', headers: {}, is: [], known: false },
    {
      name: 'the operator',
      headers: { authorization: `Bearer ${server.operatorToken}` },
      is: ['operator'],
      known: false,
    },
  ]
  for (const role of ACCOUNT_ROLES) {
    const { headers } = await signedIn(server, role)
    callers.push({ name: role, headers, is: [role], known: true })
  }
  // Object.keys loses the names; they are those of the table.
  const scopes = Object.keys(SCOPES) as Scope[]
  for (const held of [[], ...scopes.map((scope) => [scope])]) {
    const authorization = `Bearer ${await tokenFor(server, held)}`
    callers.push({ name: `a program for ${held[0] ?? 'nothing'}`, headers: { authorization }, is: held, known: true })
  }
  return callers
}

const NAMED: ReadonlyMap<string, (typeof endpoints)[keyof typeof endpoints]> = new Map(Object.entries(endpoints))
const SAMPLES: Readonly<Record<string, string>> = { deviceId: 'KT-TEST-0001', caseId: 'CASE-KT-TEST-0001' }

/** Calls a route well-formed enough to come past the checks of its form, from elsewhere than the server's machine. */
export function callRoute(
  server: TestServer,
  { method, url, endpoint = '' }: Registered,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const isJson = method === 'POST' && (NAMED.get(endpoint)?.body.kind ?? 'json') === 'json'
  const address = url.replaceAll(/:(\w+)/g, (_, name: string) => SAMPLES[name] ?? 'sample-1')
  const query = endpoint === 'get-proof' ? '?seq=1' : ''
  return fetch(server.url + address + query, {
    method: method.split(',').at(-1) ?? method,
    // Said to come through a proxy, it is not taken for one from the server's own machine.
    headers: { 'x-forwarded-for': '192.0.2.1', ...(isJson ? { 'content-type': 'application/json' } : {}), ...headers },
    redirect: 'manual',
    ...(isJson ? { body: '{}' } : {}),
  })
}

/** The code of a problem, or undefined for any other answer. */
export async function codeIn(response: Response): Promise<string | undefined> {
  const isProblem = response.headers.get('content-type') === 'application/problem+json'
  const text = await response.text()
  if (!isProblem) return undefined
  const body: { readonly code?: string } = JSON.parse(text)
  return body.code
}
