/** The endpoints about cases, their papers and organizations. */
import type { Route } from '../../kernel/route.ts'
import { caseStatusRoute } from './case-status.ts'
import { caseTimelineRoute } from './case-timeline.ts'
import { addDocumentRoute, getDocumentRoute, listDocumentsRoute } from './documents.ts'
import { explainCaseRoute } from './explain-case.ts'
import { getCaseRoute } from './get-case.ts'
import { listCasesRoute } from './list-cases.ts'
import { listFactsRoute } from './list-facts.ts'
import { listOrganizationsRoute } from './list-organizations.ts'
import { listReadsRoute } from './list-reads.ts'
import { openCaseRoute } from './open-case.ts'
import { recordFactRoute } from './record-fact.ts'
import { replayDecisionRoute } from './replay-decision.ts'

export const caseRoutes: readonly Route[] = [
  openCaseRoute,
  recordFactRoute,
  listCasesRoute,
  getCaseRoute,
  caseStatusRoute,
  explainCaseRoute,
  caseTimelineRoute,
  listFactsRoute,
  listReadsRoute,
  replayDecisionRoute,
  listDocumentsRoute,
  getDocumentRoute,
  listOrganizationsRoute,
]

/** Those whose body is a paper as it is. */
export const paperRoutes: readonly Route[] = [addDocumentRoute]
