import { endSession } from '@keyturn/store/queries/accounts/sessions.ts'
import { ok, problem } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'

export const revokeSessionRoute = route('revoke-session', async ({ actor, params, services: { pool } }) =>
  (await endSession(pool, actor.user, params.sessionId))
    ? ok({ revoked: true })
    : problem('not-found', 'You have no such session; it may have ended already.'),
)
