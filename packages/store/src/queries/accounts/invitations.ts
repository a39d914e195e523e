/** Invitations: one account each, within seven days, for whom and as what they say. */
import { randomUUID } from 'node:crypto'
import type { AccountRole } from '@keyturn/contract/endpoints/accounts.ts'
import { type Actor, actorOf } from '@keyturn/domain/actor.ts'
import { type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import { asActor } from '../../as-actor.ts'
import type { Queryable } from '../../pool.ts'
import { accountByEmail, insertAccount } from './accounts.ts'

export type Invitation = {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: AccountRole
  readonly jurisdiction: string | null
  readonly vendor: string | null
  readonly caseId: string | null
  readonly invitedByName: string
  readonly invitedAt: Instant
  readonly expiresAt: Instant
  readonly acceptedAt: Instant | null
  readonly withdrawnAt: Instant | null
}

export type NewInvitation = Pick<
  Invitation,
  'email' | 'name' | 'role' | 'jurisdiction' | 'vendor' | 'caseId' | 'expiresAt'
> & {
  readonly digest: Uint8Array
  readonly by: Actor
  readonly at: Instant
}

type Row = {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: AccountRole
  readonly jurisdiction: string | null
  readonly vendor: string | null
  readonly case_id: string | null
  readonly invited_by_name: string
  readonly invited_at: Date
  readonly expires_at: Date
  readonly accepted_at: Date | null
  readonly withdrawn_at: Date | null
}

const moment = (date: Date | null): Instant | null => (date === null ? null : instant(date.getTime()))

const invitationOf = (row: Row): Invitation => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role,
  jurisdiction: row.jurisdiction,
  vendor: row.vendor,
  caseId: row.case_id,
  invitedByName: row.invited_by_name,
  invitedAt: instant(row.invited_at.getTime()),
  expiresAt: instant(row.expires_at.getTime()),
  acceptedAt: moment(row.accepted_at),
  withdrawnAt: moment(row.withdrawn_at),
})

const COLUMNS = `id, email, name, role, jurisdiction, vendor, case_id, invited_by_name, invited_at, expires_at,
  accepted_at, withdrawn_at`
const ADD = `insert into keyturn.invitations
  (id, digest, email, name, role, jurisdiction, vendor, case_id, invited_by, invited_by_name, invited_at, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning ${COLUMNS}`

export async function addInvitation(db: Queryable, told: NewInvitation): Promise<Invitation> {
  const { rows } = await db.query<Row>(ADD, [
    randomUUID(),
    Buffer.from(told.digest),
    told.email,
    told.name,
    told.role,
    told.jurisdiction,
    told.vendor,
    told.caseId,
    told.by.user,
    told.by.name,
    iso(told.at),
    iso(told.expiresAt),
  ])
  const [row] = rows
  if (row === undefined) throw new Error('an invitation was not kept')
  return invitationOf(row)
}

// One that is accepted, withdrawn or over is answered like one that never was.
const OPEN = `select ${COLUMNS} from keyturn.invitations
  where digest = $1 and accepted_at is null and withdrawn_at is null and expires_at > $2`

/** The invitation with this secret, while it can be accepted. */
export async function openInvitation(db: Queryable, digest: Uint8Array, at: Instant): Promise<Invitation | undefined> {
  const { rows } = await db.query<Row>(OPEN, [Buffer.from(digest), iso(at)])
  return rows[0] === undefined ? undefined : invitationOf(rows[0])
}

const TAKE = `update keyturn.invitations set accepted_at = $2, accepted_by = $3
  where digest = $1 and accepted_at is null and withdrawn_at is null and expires_at > $2 returning ${COLUMNS}`

export type Accepted =
  | { readonly kind: 'accepted'; readonly invitation: Invitation; readonly user: string }
  /** No such invitation, or not any more. */
  | { readonly kind: 'not-open' }
  /** The address got an account since. */
  | { readonly kind: 'has-account' }

/**
 * Makes the account and uses the invitation up, both or neither. Of several who accept at once one gets the account;
 * the row lock of the update makes the others wait and then find nothing.
 */
export async function acceptInvitation(
  pool: pg.Pool,
  told: {
    readonly digest: Uint8Array
    readonly name: string
    readonly passwordHash: string
    readonly at: Instant
  },
): Promise<Accepted> {
  class HasAccount extends Error {
    override readonly name = 'HasAccount'
  }
  const work = async (client: pg.PoolClient): Promise<Accepted> => {
    const { rows } = await client.query<Row>(TAKE, [Buffer.from(told.digest), iso(told.at), told.name])
    const [row] = rows
    if (row === undefined) return { kind: 'not-open' }
    const invitation = invitationOf(row)
    const { email, role, vendor, caseId } = invitation
    const jurisdiction = role === 'driver' ? null : invitation.jurisdiction
    const { name, passwordHash, at } = told
    const caseIds = caseId === null ? [] : [caseId]
    const user = await insertAccount(client, { name, email, role, jurisdiction, vendor, caseIds, passwordHash, at })
    if (user === undefined) throw new HasAccount(email)
    await client.query('update keyturn.invitations set accepted_by = $2 where id = $1', [invitation.id, user])
    return { kind: 'accepted', invitation, user }
  }
  try {
    return await asActor(pool, actorOf('system'), work)
  } catch (error) {
    if (error instanceof HasAccount) return { kind: 'has-account' }
    throw error
  }
}

/**
 * Ties a driver who has an account already to one more case. Undefined when the address has none, or another role's.
 */
export async function addCaseToDriver(
  pool: pg.Pool,
  told: { readonly email: string; readonly caseId: string; readonly at: Instant },
): Promise<'added' | 'no-account' | 'other-role'> {
  return asActor(pool, actorOf('system'), async (client) => {
    const account = await accountByEmail(client, told.email)
    if (account === undefined) return 'no-account'
    if (account.role !== 'driver') return 'other-role'
    await client.query(
      'insert into keyturn.case_accounts (case_id, user_id, added_at) values ($1, $2, $3) on conflict do nothing',
      [told.caseId, account.id, iso(told.at)],
    )
    return 'added'
  })
}

/** Whose invitations: those of a jurisdiction, a vendor, or (both null) all; with a role those to it alone. */
export type InvitationOwner = {
  readonly jurisdiction: string | null
  readonly vendor: string | null
  readonly role: AccountRole | null
}

const OWNED = `($1::text is null or jurisdiction = $1) and ($2::text is null or vendor = $2)
  and ($3::text is null or role = $3)`
const LIST = `select ${COLUMNS} from keyturn.invitations where ${OWNED} order by invited_at desc, id limit 500`

/** The newest 500. */
export async function listInvitations(db: Queryable, owner: InvitationOwner): Promise<readonly Invitation[]> {
  const { rows } = await db.query<Row>(LIST, [owner.jurisdiction, owner.vendor, owner.role])
  return rows.map(invitationOf)
}

const WITHDRAW = `update keyturn.invitations set withdrawn_at = coalesce(withdrawn_at, $5)
  where id = $4 and accepted_at is null and ${OWNED} returning ${COLUMNS}`

/** Undefined when the owner has no such invitation that is still to be accepted. */
export async function withdrawInvitation(
  db: Queryable,
  owner: InvitationOwner,
  told: { readonly id: string; readonly at: Instant },
): Promise<Invitation | undefined> {
  const { rows } = await db.query<Row>(WITHDRAW, [owner.jurisdiction, owner.vendor, owner.role, told.id, iso(told.at)])
  return rows[0] === undefined ? undefined : invitationOf(rows[0])
}
