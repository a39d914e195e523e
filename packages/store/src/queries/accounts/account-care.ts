/** Looking after accounts: listing them, and what somebody responsible may change about them. */
import { randomUUID } from 'node:crypto'
import type { Actor } from '@keyturn/domain/actor.ts'
import { type Instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import { type Queryable, transaction } from '../../pool.ts'
import { ACCOUNT_COLUMNS, type Account, type AccountRow, accountOf } from './accounts.ts'
import { endSessions } from './sessions.ts'

/** Whose accounts: those of a jurisdiction, a vendor, or (both null) all. */
export type AccountOwner = {
  readonly jurisdiction: string | null
  readonly vendor: string | null
}

const OWNED = '($1::text is null or u.jurisdiction = $1) and ($2::text is null or u.vendor = $2)'
const LIST = `select ${ACCOUNT_COLUMNS} from keyturn.users u
  where ${OWNED} and u.email > $3 order by u.email limit $4`

/** By e-mail address, from the first one after `after` on. */
export async function listAccounts(
  db: Queryable,
  owner: AccountOwner,
  page: { readonly after: string; readonly limit: number },
): Promise<readonly Account[]> {
  const { rows } = await db.query<AccountRow>(LIST, [owner.jurisdiction, owner.vendor, page.after, page.limit])
  return rows.map(accountOf)
}

export type AccountChange = 'disable' | 'enable' | 'remove-second-factor'

const ONE = `select ${ACCOUNT_COLUMNS} from keyturn.users u where ${OWNED} and u.id = $3 for update`
const NOTE = `insert into keyturn.account_changes (id, user_id, at, change, by_user, by_name)
  values ($1, $2, $3, $4, $5, $6)`

/** The account after the change; undefined when the owner has none of that id, or `mayChange` says no. */
export const changeAccount = (
  pool: pg.Pool,
  owner: AccountOwner,
  told: {
    readonly user: string
    readonly change: AccountChange
    readonly by: Actor
    readonly at: Instant
    readonly mayChange: (account: Account) => boolean
  },
): Promise<Account | undefined> =>
  transaction(pool, async (client) => {
    const { user, change, by, at, mayChange } = told
    const one = async (): Promise<Account | undefined> => {
      const { rows } = await client.query<AccountRow>(ONE, [owner.jurisdiction, owner.vendor, user])
      return rows[0] === undefined ? undefined : accountOf(rows[0])
    }
    const before = await one()
    if (before === undefined || !mayChange(before)) return undefined
    await apply(client, { user, change, at })
    await noteAccountChange(client, { user, change, by, at })
    return one()
  })

async function apply(
  client: pg.PoolClient,
  { user, change, at }: { readonly user: string; readonly change: AccountChange; readonly at: Instant },
): Promise<void> {
  switch (change) {
    case 'disable':
      await client.query('update keyturn.users set disabled_at = coalesce(disabled_at, $2) where id = $1', [
        user,
        iso(at),
      ])
      return endSessions(client, user)
    case 'enable':
      await client.query('update keyturn.users set disabled_at = null where id = $1', [user])
      return
    case 'remove-second-factor':
      await client.query('delete from keyturn.second_factors where user_id = $1', [user])
      await client.query('update keyturn.users set two_factor_enabled = false where id = $1', [user])
      return endSessions(client, user)
  }
}

/** Appends to what was done to an account. */
export async function noteAccountChange(
  db: Queryable,
  {
    user,
    change,
    by,
    at,
  }: { readonly user: string; readonly change: string; readonly by: Actor; readonly at: Instant },
): Promise<void> {
  await db.query(NOTE, [randomUUID(), user, iso(at), change, by.user, by.name])
}
