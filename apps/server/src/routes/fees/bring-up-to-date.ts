/** Enters what the calendar alone made due in a case since it was last stored: the months of a lease. */
import { type CaseId, type Instant, instant } from '@keyturn/domain/units.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import { lockCase } from '@keyturn/store/queries/cases/case-row.ts'
import { findingsNow } from '../../cases/assessed.ts'
import { readCaseFile } from '../../cases/case-file.ts'
import type { CaseParts } from '../../cases/case-parts.ts'
import { enterPostings } from './settle-case.ts'

/** In a transaction of its own. Answers how many postings were entered. */
export const bringUpToDate = (
  { pool, records }: Pick<CaseParts, 'pool' | 'records'>,
  caseId: CaseId,
  now: Instant,
): Promise<number> =>
  asSystem(pool, async (client) => {
    const row = await lockCase(client, caseId)
    if (row === undefined) return 0
    const file = await readCaseFile({ db: client, records }, caseId)
    // A fact that another server recorded with a clock a little ahead is known already.
    const asOf = instant(Math.max(now, file.facts.at(-1)?.recordedAt ?? now))
    return enterPostings(client, row, file, { asOf, findings: await findingsNow({ records }, client, row, asOf) })
  })
