/** The case engine over the stored cases: what the jobs work with in a running server. */
import { assessCase } from '@keyturn/cases/program/assess-case.ts'
import type { CaseAssessment } from '@keyturn/cases/program/assessment.ts'
import { lockCase } from '@keyturn/store/queries/cases/case-row.ts'
import { dueReportsOfCase } from '@keyturn/store/queries/reports/due-reports.ts'
import { readCaseFile } from '../cases/case-file.ts'
import { lawOf } from '../cases/case-law.ts'
import type { CaseParts } from '../cases/case-parts.ts'
import { storeAsOf } from '../cases/reassess-case.ts'
import type { CaseEngine } from './case-engine.ts'

export const storedCases = ({ records, clock }: Pick<CaseParts, 'records' | 'clock'>): CaseEngine => ({
  take: async (client, caseId) => {
    const row = await lockCase(client, caseId)
    if (row === undefined) return undefined
    const law = await lawOf(client, row.jurisdiction, clock.now())
    const file = await readCaseFile({ db: client, records }, caseId)
    // The last moment is asked for again and again.
    let last: CaseAssessment | undefined
    return {
      facts: file.facts,
      assessAt: (asOf) => {
        if (last?.asOf !== asOf) last = assessCase(law, file, asOf)
        return last
      },
      store: async (asOf) => {
        await storeAsOf({ records }, client, row, asOf)
        return (await dueReportsOfCase(client, caseId)).map(({ report }) => report)
      },
    }
  },
})
