import type { SecondFactor } from '@keyturn/contract/endpoints/accounts.ts'
import { iso } from '@keyturn/domain/units.ts'
import { ownCases } from '@keyturn/store/queries/accounts/own-cases.ts'
import type { Session } from '@keyturn/store/queries/accounts/sessions.ts'
import { NEEDS_SECOND_FACTOR } from '../../access.ts'
import { ok } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'

export const whoAmIRoute = route('who-am-i', async ({ actor, session, services: { pool } }) =>
  ok({
    user: actor.user,
    name: actor.name,
    email: session?.email ?? null,
    role: actor.role,
    jurisdiction: actor.jurisdiction,
    vendor: actor.vendor,
    cases: actor.role === 'driver' ? [...(await ownCases(pool, actor))] : [],
    scopes: [...actor.scopes],
    secondFactor: secondFactorOf(session, NEEDS_SECOND_FACTOR.has(actor.role)),
    sessionEndsAt: session === undefined ? null : iso(session.endsAt),
  }),
)

function secondFactorOf(session: Session | undefined, isNeeded: boolean): SecondFactor {
  if (session === undefined) return 'not-needed'
  if (session.secondFactor !== null) return 'given'
  if (session.hasSecondFactor) return 'to-give'
  return isNeeded ? 'to-set-up' : 'not-needed'
}
