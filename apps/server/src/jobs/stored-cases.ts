/** The case engine over the stored cases: what the jobs work with in a running server. */
import { assessCase } from '@keyturn/cases/program/assess-case.ts'
import { lockCase } from '@keyturn/store/queries/cases/case-row.ts'
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
    return {
      facts: file.facts,
      assessAt: (asOf) => assessCase(law, file, asOf),
      store: async (asOf) => {
        await storeAsOf({ records }, client, row, asOf)
      },
    }
  },
})
