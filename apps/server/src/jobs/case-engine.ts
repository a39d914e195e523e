/** What the jobs need of the case engine: one case, taken for a transaction, that can be assessed as of any moment. */
import type { CaseAssessment } from '@keyturn/cases/program/assessment.ts'
import type { CaseFact } from '@keyturn/cases/program/fact.ts'
import type { DueReport } from '@keyturn/cases/reports/due.ts'
import type { CaseId, Instant } from '@keyturn/domain/units.ts'
import type pg from 'pg'

export type TakenCase = {
  readonly facts: readonly CaseFact[]
  /** By everything that is known now. */
  readonly assessAt: (asOf: Instant) => CaseAssessment
  /** Stores the answer as of a moment, with all that follows from it, and tells the reports that are owed now. */
  readonly store: (asOf: Instant) => Promise<readonly DueReport[]>
}

export type CaseEngine = {
  /** Locks the case until the transaction ends. Undefined when there is no such case. In the server's own name. */
  readonly take: (client: pg.ClientBase, caseId: CaseId) => Promise<TakenCase | undefined>
}
