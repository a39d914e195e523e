/** The endpoints about accounts. */
import type { Route } from '../kernel/route.ts'
import { acceptInvitationRoute, lookAtInvitationRoute } from './routes/accept-invitation.ts'
import { changeAccountRoute, listAccountsRoute, listMailRoute, listRefusalsRoute } from './routes/account-care.ts'
import { createTokenRoute, listTokensRoute, revokeTokenRoute } from './routes/api-tokens.ts'
import { demoSignInRoute, listDemoAccountsRoute } from './routes/demo.ts'
import { createInvitationRoute, listInvitationsRoute, withdrawInvitationRoute } from './routes/invitations.ts'
import { listSessionsRoute } from './routes/list-sessions.ts'
import { revokeSessionRoute } from './routes/revoke-session.ts'
import { signInWaysRoute } from './routes/sign-in-ways.ts'
import { whoAmIRoute } from './routes/who-am-i.ts'

export const accountRoutes: readonly Route[] = [
  acceptInvitationRoute,
  changeAccountRoute,
  createInvitationRoute,
  createTokenRoute,
  demoSignInRoute,
  listDemoAccountsRoute,
  listAccountsRoute,
  listInvitationsRoute,
  listMailRoute,
  listRefusalsRoute,
  listSessionsRoute,
  listTokensRoute,
  lookAtInvitationRoute,
  revokeSessionRoute,
  revokeTokenRoute,
  signInWaysRoute,
  whoAmIRoute,
  withdrawInvitationRoute,
]
