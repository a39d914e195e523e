import { openCase } from '../../cases/open-case.ts'
import { route } from '../../kernel/route.ts'

export const openCaseRoute = route('open-case', ({ body, actor, keyed, services }) =>
  openCase(services, {
    caseId: body.caseId,
    actor,
    jurisdiction: body.jurisdiction,
    participant: body.participant,
    at: body.at,
    key: keyed.key,
  }),
)
