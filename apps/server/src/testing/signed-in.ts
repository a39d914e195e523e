/** People with accounts and sessions, made without the ceremony of invitations and passwords. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type Client, client } from '@keyturn/contract/client.ts'
import type { AccountRole } from '@keyturn/contract/endpoints/accounts.ts'
import { openPool } from '@keyturn/store/pool.ts'
import { createAccount } from '@keyturn/store/queries/accounts/accounts.ts'
import { openSessionFor } from '../accounts/open-session.ts'
import { sessionCookie } from '../accounts/session-cookie.ts'
import type { TestServer } from './test-server.ts'

export type SignedInAs = {
  /** For officers, administrators and auditors. Default: `US-MA`. */
  readonly jurisdiction?: string
  /** For technicians and vendor's operators. Default: `acme`. */
  readonly vendor?: string
  /** For drivers. */
  readonly caseIds?: readonly string[]
  readonly name?: string
  readonly email?: string
  /** What proved the second factor; null for somebody who has not given one. Default: `totp`. */
  readonly secondFactor?: string | null
  /** The account has no second factor unless this is set. */
  readonly passwordHash?: string
}

export type SignedInClient = Client & {
  readonly user: string
  readonly email: string
  /** What a browser would send along: the cookie, and where the page came from. */
  readonly headers: Readonly<Record<string, string>>
  readonly fetch: typeof globalThis.fetch
}

let made = 0

/**
 * Makes an account with an open session. The answer calls endpoints as that person, like a page of the server would.
 *
 * `const officer = await signedIn(server, 'authority-officer', { jurisdiction: 'US-MA' }); await officer(whoAmI, {
 *   params: {} })`
 */
export async function signedIn(server: TestServer, role: AccountRole, as: SignedInAs = {}): Promise<SignedInClient> {
  made += 1
  const isAuthority = role === 'authority-officer' || role === 'authority-admin' || role === 'auditor'
  const isVendor = role === 'technician' || role === 'vendor-operator'
  const email = as.email ?? `${role}-${made}@example.org`
  const pool = openPool(server.db.appUrl, { connectionsMax: 1 })
  try {
    const user = await createAccount(pool, {
      name: as.name ?? `A ${role} ${made}`,
      email,
      role,
      jurisdiction: isAuthority ? (as.jurisdiction ?? 'US-MA') : null,
      vendor: isVendor ? (as.vendor ?? 'acme') : null,
      caseIds: as.caseIds ?? [],
      passwordHash: as.passwordHash ?? null,
      at: server.clock.now(),
    })
    if (user === undefined) throw new Error(`${email} has an account already`)
    const cookie = sessionCookie(readFileSync(path.join(server.dataDir, 'session-key'), 'utf8').trim(), false)
    const written = await openSessionFor(
      { pool, cookie },
      {
        account: { id: user, role },
        secondFactor: as.secondFactor === undefined ? 'totp' : as.secondFactor,
        address: '127.0.0.1',
        agent: 'test',
      },
    )
    return Object.assign(...clientOf(server.url, written), { user, email })
  } finally {
    await pool.end()
  }
}

/** Calls with the cookie that a `Set-Cookie` header gave. */
function clientOf(url: string, setCookie: string) {
  const headers = { cookie: setCookie.split(';')[0] ?? '', origin: url }
  const doFetch: typeof globalThis.fetch = (input, init) =>
    fetch(input, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), ...headers } })
  return [client({ baseUrl: url, fetch: doFetch }), { headers, fetch: doFetch }] as const
}
