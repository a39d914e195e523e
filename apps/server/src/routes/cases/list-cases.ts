import type { CaseLine } from '@keyturn/contract/endpoints/cases.ts'
import { iso } from '@keyturn/domain/units.ts'
import { asActor } from '@keyturn/store/as-actor.ts'
import { type ListedCase, listCases } from '@keyturn/store/queries/cases/list-cases.ts'
import { cursorOf, placeIn } from '../../cases/cursor.ts'
import { noteListed } from '../../cases/look.ts'
import { ok, problem } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'

/** What the database takes for text. */
const UNFIT = /[\0\p{Cs}]/u

export const listCasesRoute = route('list-cases', async ({ query, actor, now, services: { pool } }) => {
  const { stage, standing, q, limit } = query
  const place = query.after === undefined ? [''] : placeIn(query.after, 1)
  if (place === undefined) return problem('bad-request', 'query.after: a cursor is taken from an answer as it is')
  if (q !== undefined && UNFIT.test(q)) return problem('bad-request', 'query.q: this is no text')
  const listing = {
    after: place[0] ?? '',
    // One more than is shown tells whether there is a next page.
    limit: limit + 1,
    stage,
    standing,
    q,
    jurisdiction: actor.jurisdiction ?? undefined,
    vendor: actor.vendor ?? undefined,
  }
  const found = await asActor(pool, actor, (client) => listCases(client, listing))
  const shown = found.slice(0, limit)
  await noteListed(pool, { actor, now, caseIds: shown.map(({ caseId }) => caseId) })
  const last = shown.at(-1)
  const next = found.length > limit && last !== undefined ? cursorOf(last.caseId) : null
  return ok({ cases: shown.map(lineOf), next })
})

const lineOf = ({ caseId, asOf, nextChangeAt, licenses, ...rest }: ListedCase): CaseLine => ({
  case: caseId,
  ...rest,
  licenses: [...licenses],
  asOf: iso(asOf),
  nextChangeAt: nextChangeAt === null ? null : iso(nextChangeAt),
})
