/** One-click sign-in of a public demo: anybody may be anybody in it, so nothing in it is real. */
import { type Account, accountsByEmail } from '@keyturn/store/queries/accounts/accounts.ts'
import { ok, problem } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'
import { openSessionFor } from '../open-session.ts'

const noDemo = () => problem('not-found', 'There are no demo accounts on this server.')

export const listDemoAccountsRoute = route('list-demo-accounts', async ({ services: { pool, site } }) => {
  if (site.demoAccounts.length === 0) return noDemo()
  const accounts = await accountsByEmail(pool, site.demoAccounts)
  return ok({ accounts: accounts.map(shown) })
})

export const demoSignInRoute = route('demo-sign-in', async ({ body, address, agent, services }) => {
  const { pool, site } = services
  if (site.demoAccounts.length === 0) return noDemo()
  const wanted = site.demoAccounts.filter((email) => email === body.account.toLowerCase())
  const [account] = await accountsByEmail(pool, wanted)
  if (account === undefined) return problem('not-found', 'This demo has no such account.')
  const cookie = await openSessionFor(services, { account, secondFactor: 'demo', address, agent })
  return ok(shown(account), { 'set-cookie': cookie })
})

const shown = ({ email, name, role, jurisdiction, vendor }: Account) => ({ email, name, role, jurisdiction, vendor })
