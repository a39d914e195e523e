/** The case engine over the stored cases: what the jobs work with in a running server. */
import { assessCase } from '@keyturn/cases/program/assess-case.ts'
import { caseLawOf } from '@keyturn/cases/program/case-law.ts'
import { assert, instant } from '@keyturn/domain/units.ts'
import { lockCase } from '@keyturn/store/queries/cases/case-row.ts'
import { storedStatus } from '@keyturn/store/queries/cases/stored-status.ts'
import { readCaseFile } from '../cases/case-file.ts'
import type { CaseParts } from '../cases/case-parts.ts'
import { judge } from '../cases/judged.ts'
import { storeJudged } from '../cases/store-judged.ts'
import type { CaseEngine } from './case-engine.ts'

export const storedCases = ({ records }: Pick<CaseParts, 'records'>): CaseEngine => ({
  take: async (client, caseId) => {
    const row = await lockCase(client, caseId)
    if (row === undefined) return undefined
    const law = caseLawOf(row.jurisdiction)
    assert(law !== undefined, `case ${caseId} is under ${row.jurisdiction}, which has a program`)
    const file = await readCaseFile({ db: client, records }, caseId)
    return {
      facts: file.facts,
      assessAt: (asOf) => assessCase(law, file, asOf),
      store: async (asOf) => {
        const before = await storedStatus(client, caseId)
        // Never earlier than the stored answer: a clock that is behind does not take back what was said.
        const at = before === undefined ? asOf : instant(Math.max(before.asOf, asOf))
        await storeJudged(client, row, file, judge(law, file, at))
      },
    }
  },
})
