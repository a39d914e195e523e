/** Who is signed in, and by what. A session ends by its time, by its owner, or with its account. */
import { randomUUID } from 'node:crypto'
import type { Actor } from '@keyturn/domain/actor.ts'
import { type Instant, instant } from '@keyturn/domain/units.ts'
import type { Queryable } from '../../pool.ts'
import type { AccountRow } from './accounts.ts'

export type Session = {
  readonly id: string
  /** What proved the second factor in this session; null while nothing has. */
  readonly secondFactor: string | null
  /** Whether the account has a second factor set up. */
  readonly hasSecondFactor: boolean
  readonly email: string
  readonly endsAt: Instant
}

export type SignedIn = { readonly actor: Actor; readonly session: Session }

type Row = Pick<AccountRow, 'name' | 'email' | 'role' | 'jurisdiction' | 'vendor' | 'two_factor_enabled'> & {
  readonly id: string
  readonly user_id: string
  readonly second_factor: string | null
  readonly expires_at: Date
}

// A session lasts in the database's own time: a demo that moves its clock signs nobody out.
const BY_TOKEN = `select s.id, s.second_factor, s.expires_at, s.user_id,
    u.name, u.email, u.role, u.jurisdiction, u.vendor, u.two_factor_enabled
  from keyturn.sessions s join keyturn.users u on u.id = s.user_id
  where s.token = $1 and s.expires_at > now() and u.disabled_at is null`

/** Undefined when there is no such session, it has ended, or its account may not sign in any more. */
export async function sessionByToken(db: Queryable, token: string): Promise<SignedIn | undefined> {
  const { rows } = await db.query<Row>({ name: 'session-by-token', text: BY_TOKEN, values: [token] })
  const [row] = rows
  if (row === undefined) return undefined
  return {
    actor: {
      user: row.user_id,
      name: row.name,
      role: row.role,
      jurisdiction: row.jurisdiction,
      vendor: row.vendor,
      scopes: [],
    },
    session: {
      id: row.id,
      secondFactor: row.second_factor,
      hasSecondFactor: row.two_factor_enabled,
      email: row.email,
      endsAt: instant(row.expires_at.getTime()),
    },
  }
}

const OPEN = `insert into keyturn.sessions
  (id, token, user_id, second_factor, ip_address, user_agent, expires_at, created_at, updated_at)
  values ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7), now(), now())`

export type NewSession = {
  readonly token: string
  readonly user: string
  readonly secondFactor: string | null
  readonly address: string
  readonly agent: string
  readonly lastsSeconds: number
}

/** Signs an account in without a password: for agencies, demos and tests. */
export async function openSession(db: Queryable, told: NewSession): Promise<void> {
  const { token, user, secondFactor, address, agent, lastsSeconds } = told
  await db.query(OPEN, [randomUUID(), token, user, secondFactor, address, agent, lastsSeconds])
}

export type OpenSession = {
  readonly id: string
  readonly address: string
  readonly agent: string
  readonly secondFactor: string | null
  readonly beganAt: Instant
  readonly endsAt: Instant
}

const LIST = `select id, ip_address, user_agent, second_factor, created_at, expires_at from keyturn.sessions
  where user_id = $1 and expires_at > now() order by created_at desc limit 100`

/** The newest 100 sessions of an account that have not ended. */
export async function openSessions(db: Queryable, user: string): Promise<readonly OpenSession[]> {
  const { rows } = await db.query<{
    id: string
    ip_address: string | null
    user_agent: string | null
    second_factor: string | null
    created_at: Date
    expires_at: Date
  }>(LIST, [user])
  return rows.map((row) => ({
    id: row.id,
    address: row.ip_address ?? '',
    agent: row.user_agent ?? '',
    secondFactor: row.second_factor,
    beganAt: instant(row.created_at.getTime()),
    endsAt: instant(row.expires_at.getTime()),
  }))
}

/** False when the account has no such session. */
export async function endSession(db: Queryable, user: string, id: string): Promise<boolean> {
  const { rowCount } = await db.query('delete from keyturn.sessions where user_id = $1 and id = $2', [user, id])
  return rowCount === 1
}

/** Ends every session of an account. */
export async function endSessions(db: Queryable, user: string): Promise<void> {
  await db.query('delete from keyturn.sessions where user_id = $1', [user])
}

const PROVED = `update keyturn.sessions set second_factor = $2 where token = $1 and second_factor is null`

/** Notes what proved the second factor in a session that began without. */
export async function markSecondFactor(db: Queryable, token: string, by: string): Promise<void> {
  await db.query(PROVED, [token, by])
}
