import { recordFact } from '../../cases/record-fact.ts'
import { route } from '../../kernel/route.ts'

export const recordFactRoute = route('record-fact', ({ params: { caseId }, body, actor, keyed, services }) =>
  recordFact(services, { caseId, actor, at: body.at, body: body.fact, key: keyed.key, ifMatch: keyed.ifMatch }),
)
