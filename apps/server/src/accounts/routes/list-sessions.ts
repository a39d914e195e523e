import { iso } from '@keyturn/domain/units.ts'
import { openSessions } from '@keyturn/store/queries/accounts/sessions.ts'
import { ok } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'

export const listSessionsRoute = route('list-sessions', async ({ actor, session, services: { pool } }) => {
  const open = await openSessions(pool, actor.user)
  const sessions = open.map(({ id, address, agent, secondFactor, beganAt, endsAt }) => ({
    id,
    address,
    agent,
    secondFactor,
    beganAt: iso(beganAt),
    endsAt: iso(endsAt),
    current: id === session?.id,
  }))
  return ok({ sessions })
})
