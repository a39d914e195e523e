/** Accounts that an agency's provider vouches for. What it says about somebody now is what holds here from now on. */
import type { AccountRole } from '@keyturn/contract/endpoints/accounts.ts'
import { actorOf } from '@keyturn/domain/actor.ts'
import { type Instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import { asActor } from '../../as-actor.ts'
import { noteAccountChange } from './account-care.ts'
import { type Account, accountByProvider, insertAccount } from './accounts.ts'
import { endSessions } from './sessions.ts'

export type FromAgency = {
  readonly provider: { readonly id: string; readonly account: string }
  /** Undefined when the agency gives them no role: what sessions they had end. */
  readonly person:
    | { readonly email: string; readonly name: string; readonly role: AccountRole; readonly jurisdiction: string }
    | undefined
  readonly at: Instant
}

export type AgencyAccount =
  | { readonly kind: 'account'; readonly user: string; readonly role: AccountRole }
  | { readonly kind: 'no-role' }
  | { readonly kind: 'disabled' }
  /** Another account has the e-mail address: nobody gets that by having the address elsewhere. */
  | { readonly kind: 'address-taken' }

/** Finds the account, makes it at the first sign-in, or brings it up to date. */
export const accountFromAgency = (pool: pg.Pool, told: FromAgency): Promise<AgencyAccount> =>
  asActor(pool, actorOf('system'), async (client) => {
    const { provider, person, at } = told
    const known = await accountByProvider(client, provider.id, provider.account)
    if (person === undefined) {
      if (known !== undefined) await endSessions(client, known.id)
      return { kind: 'no-role' }
    }
    if (known === undefined) {
      const user = await insertAccount(client, {
        ...person,
        vendor: null,
        caseIds: [],
        passwordHash: null,
        provider,
        at,
      })
      return user === undefined ? { kind: 'address-taken' } : { kind: 'account', user, role: person.role }
    }
    if (known.disabledAt !== null) return { kind: 'disabled' }
    if (isSame(known, person)) return { kind: 'account', user: known.id, role: known.role }
    return upToDate(client, known, { person, at })
  })

type Person = NonNullable<FromAgency['person']>

const isSame = (known: Account, person: Person): boolean =>
  known.email === person.email &&
  known.name === person.name &&
  known.role === person.role &&
  known.jurisdiction === person.jurisdiction

const UPDATE = `update keyturn.users u
  set email = $2, name = $3, role = $4, jurisdiction = $5, vendor = null, updated_at = $6
  where id = $1 and not exists (select 1 from keyturn.users o where o.email = $2 and o.id <> $1)`

async function upToDate(
  client: pg.PoolClient,
  known: Account,
  { person, at }: { readonly person: Person; readonly at: Instant },
): Promise<AgencyAccount> {
  const { email, name, role, jurisdiction } = person
  const { rowCount } = await client.query(UPDATE, [known.id, email, name, role, jurisdiction, iso(at)])
  if (rowCount === 0) return { kind: 'address-taken' }
  if (known.role !== role || known.jurisdiction !== jurisdiction) {
    await endSessions(client, known.id)
    await noteAccountChange(client, { user: known.id, change: `role ${role}`, by: actorOf('system'), at })
  }
  return { kind: 'account', user: known.id, role }
}
