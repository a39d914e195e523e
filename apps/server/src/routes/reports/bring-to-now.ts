/** Assesses a case again when what is stored of it no longer holds, so that what is due is due as of now. */
import type { CaseId, Instant } from '@keyturn/domain/units.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import { findCase } from '@keyturn/store/queries/cases/case-row.ts'
import { storedStatus } from '@keyturn/store/queries/cases/stored-status.ts'
import { stillHolds } from '../../cases/assessed.ts'
import type { CaseParts } from '../../cases/case-parts.ts'
import { reassessWithin } from '../../cases/reassess-case.ts'

/** The jobs do the same a little later; whoever looks at one case does not wait for them. */
export const bringToNow = (parts: Pick<CaseParts, 'pool' | 'records'>, caseId: CaseId, now: Instant): Promise<void> =>
  asSystem(parts.pool, async (client) => {
    const row = await findCase(client, caseId)
    const stored = row === undefined ? undefined : await storedStatus(client, caseId)
    if (row === undefined || (stored !== undefined && stillHolds(stored, row, now))) return
    await reassessWithin(parts, client, caseId, now)
  })
