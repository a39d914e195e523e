/** Looking after accounts, and what an office may know about what was refused and written. */
import type { Actor } from '@keyturn/domain/actor.ts'
import { type Instant, iso, parseInstant } from '@keyturn/domain/units.ts'
import { changeAccount, listAccounts } from '@keyturn/store/queries/accounts/account-care.ts'
import type { Account } from '@keyturn/store/queries/accounts/accounts.ts'
import { listMail } from '@keyturn/store/queries/accounts/outbox.ts'
import { listRefusals } from '@keyturn/store/queries/accounts/refusals.ts'
import { ok, problem } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'
import { ownerOf } from '../owner.ts'

export const listAccountsRoute = route('list-accounts', async ({ actor, query, services: { pool } }) => {
  const page = { after: query.after?.toLowerCase() ?? '', limit: query.limit }
  const accounts = await listAccounts(pool, ownerOf(actor), page)
  return ok({ accounts: accounts.map(shown) })
})

export const changeAccountRoute = route('change-account', async ({ actor, params, body, now, services: { pool } }) => {
  const changed = await changeAccount(pool, ownerOf(actor), {
    user: params.userId,
    change: body.change,
    by: actor,
    at: now,
    mayChange: (account) => mayChange(actor, account),
  })
  return changed === undefined
    ? problem('not-found', 'There is no such account that you look after.')
    : ok(shown(changed))
})

/** Nobody shuts themselves out, and administrators are looked after by the server's operator. */
const mayChange = (actor: Actor, account: Account): boolean =>
  actor.role === 'operator' || (account.id !== actor.user && account.role !== 'authority-admin')

export const listRefusalsRoute = route('list-refusals', async ({ actor, query, services: { pool } }) => {
  const at = query.beforeAt === undefined ? undefined : parseInstant(query.beforeAt)
  const before = at === undefined || query.beforeId === undefined ? undefined : { at, id: query.beforeId }
  const refusals = await listRefusals(pool, { jurisdiction: ownerOf(actor).jurisdiction, before, limit: query.limit })
  return ok({ refusals: refusals.map((refusal) => ({ ...refusal, at: iso(refusal.at) })) })
})

export const listMailRoute = route('list-mail', async ({ actor, query, services: { pool } }) => {
  const written = await listMail(pool, { jurisdiction: actor.jurisdiction, limit: query.limit })
  const mail = written.map((one) => ({ ...one, at: iso(one.at), sentAt: moment(one.sentAt) }))
  return ok({ mail })
})

const moment = (at: Instant | null): string | null => (at === null ? null : iso(at))

const shown = (account: Account) => ({
  ...account,
  createdAt: iso(account.createdAt),
  disabledAt: moment(account.disabledAt),
})
