import { explainCase } from '@keyturn/cases/program/explain-case.ts'
import { parseInstant } from '@keyturn/domain/units.ts'
import { assessedAt } from '../../cases/assessed.ts'
import { unknownCase } from '../../cases/change-case.ts'
import { lookWhole } from '../../cases/look.ts'
import { ok } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'

export const explainCaseRoute = route('explain-case', async ({ params: { caseId }, query, actor, now, services }) => {
  const asOf = parseInstant(query.at ?? '') ?? now
  const known = parseInstant(query.knownAt ?? '')
  const judged = await lookWhole(services.pool, { actor, caseId, now, what: 'explain-case' }, (client, row) =>
    assessedAt(services, client, row, { asOf, now, known }),
  )
  return judged === undefined ? unknownCase(caseId) : ok(explainCase(judged.assessment))
})
