/** The endpoints about accounts. */
import type { Route } from '../kernel/route.ts'
import { demoSignInRoute, listDemoAccountsRoute } from './routes/demo.ts'
import { listSessionsRoute } from './routes/list-sessions.ts'
import { revokeSessionRoute } from './routes/revoke-session.ts'
import { signInWaysRoute } from './routes/sign-in-ways.ts'
import { whoAmIRoute } from './routes/who-am-i.ts'

export const accountRoutes: readonly Route[] = [
  demoSignInRoute,
  listDemoAccountsRoute,
  listSessionsRoute,
  revokeSessionRoute,
  signInWaysRoute,
  whoAmIRoute,
]
