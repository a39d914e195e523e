/**
 * Accounts of people. Nobody signs up: an account is made from an invitation, by an agency's provider, or for a demo.
 */
import { randomUUID } from 'node:crypto'
import type { AccountRole } from '@keyturn/contract/endpoints/accounts.ts'
import { actorOf } from '@keyturn/domain/actor.ts'
import { type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import { asActor } from '../../as-actor.ts'
import type { Queryable } from '../../pool.ts'

export type Account = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: AccountRole
  readonly jurisdiction: string | null
  readonly vendor: string | null
  /** Whether a second factor is set up. */
  readonly hasSecondFactor: boolean
  readonly disabledAt: Instant | null
  readonly createdAt: Instant
}

/** Officers, administrators and auditors have a jurisdiction, technicians and vendor's operators a vendor. */
export type NewAccount = {
  readonly name: string
  readonly email: string
  readonly role: AccountRole
  readonly jurisdiction: string | null
  readonly vendor: string | null
  /** The cases of a driver. */
  readonly caseIds: readonly string[]
  /** As `hashPassword` of the server makes it; null for an account that signs in by other means. */
  readonly passwordHash: string | null
  /** The account at an agency's provider. */
  readonly provider?: { readonly id: string; readonly account: string } | undefined
  readonly at: Instant
}

export const ACCOUNT_COLUMNS = `u.id, u.name, u.email, u.role, u.jurisdiction, u.vendor, u.two_factor_enabled,
  u.disabled_at, u.created_at`

export type AccountRow = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: AccountRole
  readonly jurisdiction: string | null
  readonly vendor: string | null
  readonly two_factor_enabled: boolean
  readonly disabled_at: Date | null
  readonly created_at: Date
}

export const accountOf = (row: AccountRow): Account => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  jurisdiction: row.jurisdiction,
  vendor: row.vendor,
  hasSecondFactor: row.two_factor_enabled,
  disabledAt: row.disabled_at === null ? null : instant(row.disabled_at.getTime()),
  createdAt: instant(row.created_at.getTime()),
})

const USER = `insert into keyturn.users
  (id, name, email, email_verified, role, jurisdiction, vendor, created_at, updated_at)
  values ($1, $2, $3, true, $4, $5, $6, $7, $7) on conflict do nothing returning id`
const CREDENTIAL = `insert into keyturn.credentials
  (id, user_id, provider_id, account_id, password, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $6)`
const CASE = `insert into keyturn.case_accounts (case_id, user_id, added_at) values ($1, $2, $3) on conflict do nothing`

/** The new account's id; undefined when the e-mail address has an account already. */
export const createAccount = (pool: pg.Pool, told: NewAccount): Promise<string | undefined> =>
  // Whose case it is may be written by the server alone, so it is the server that acts here.
  asActor(pool, actorOf('system'), (client) => insertAccount(client, told))

/** The same inside a transaction that has begun in the name of the system. */
export async function insertAccount(client: pg.PoolClient, told: NewAccount): Promise<string | undefined> {
  const id = randomUUID()
  const at = iso(told.at)
  const owner = [id, told.name, told.email.toLowerCase(), told.role, told.jurisdiction, told.vendor, at]
  const { rowCount } = await client.query(USER, owner)
  if (rowCount === 0) return undefined
  if (told.passwordHash !== null) {
    await client.query(CREDENTIAL, [randomUUID(), id, 'credential', id, told.passwordHash, at])
  }
  if (told.provider !== undefined) {
    await client.query(CREDENTIAL, [randomUUID(), id, told.provider.id, told.provider.account, null, at])
  }
  for (const caseId of told.caseIds) await client.query(CASE, [caseId, id, at])
  return id
}

const BY_EMAIL = `select ${ACCOUNT_COLUMNS} from keyturn.users u where u.email = $1`
// An account that may not sign in any more is nobody's to take.
const BY_EMAILS = `select ${ACCOUNT_COLUMNS} from keyturn.users u
  where u.email = any($1) and u.disabled_at is null order by array_position($1, u.email)`
const BY_PROVIDER = `select ${ACCOUNT_COLUMNS} from keyturn.users u
  join keyturn.credentials c on c.user_id = u.id where c.provider_id = $1 and c.account_id = $2`

/** Undefined when nobody has the address. */
export async function accountByEmail(db: Queryable, email: string): Promise<Account | undefined> {
  const { rows } = await db.query<AccountRow>(BY_EMAIL, [email.toLowerCase()])
  return rows[0] === undefined ? undefined : accountOf(rows[0])
}

/** Undefined when nobody has signed in from there yet. */
export async function accountByProvider(db: Queryable, id: string, account: string): Promise<Account | undefined> {
  const { rows } = await db.query<AccountRow>(BY_PROVIDER, [id, account])
  return rows[0] === undefined ? undefined : accountOf(rows[0])
}

/** Those of the addresses that have an account which may sign in, in the order given. */
export async function accountsByEmail(db: Queryable, emails: readonly string[]): Promise<readonly Account[]> {
  if (emails.length === 0) return []
  const { rows } = await db.query<AccountRow>(BY_EMAILS, [emails])
  return rows.map(accountOf)
}
