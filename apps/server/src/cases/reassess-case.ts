/** Brings the stored answer of a case up to date: after an upload, when a moment has come, when a rule is added. */

import type { CaseId, Instant } from '@keyturn/domain/units.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import { lockCase } from '@keyturn/store/queries/cases/case-row.ts'
import { storedStatus } from '@keyturn/store/queries/cases/stored-status.ts'
import type pg from 'pg'
import { readCaseFile } from './case-file.ts'
import { lawOf } from './case-law.ts'
import type { CaseParts } from './case-parts.ts'
import { type Judged, judge } from './judged.ts'
import { storeJudged } from './store-judged.ts'

/**
 * Assesses a case from zero as of a moment and stores the answer, in a transaction of its own.
 *
 * Done twice, by two servers at once or after a crash, it comes to the same. Never earlier than the stored answer: a
 * clock that is behind does not take back what was said. Undefined when there is no such case.
 */
export const reassessCase = (
  parts: CaseParts,
  caseId: CaseId,
  at: Instant = parts.clock.now(),
): Promise<Judged | undefined> => asSystem(parts.pool, (client) => reassessWithin(parts, client, caseId, at))

/** The same inside a transaction that is in the server's own name already. */
export async function reassessWithin(
  { records }: Pick<CaseParts, 'records'>,
  client: pg.ClientBase,
  caseId: CaseId,
  at: Instant,
): Promise<Judged | undefined> {
  const row = await lockCase(client, caseId)
  if (row === undefined) return undefined

  const before = await storedStatus(client, caseId)
  const file = await readCaseFile({ db: client, records }, caseId)
  const asOf = before === undefined || before.asOf < at ? at : before.asOf
  const judged = judge(await lawOf(client, row.jurisdiction, asOf), file, asOf)
  await storeJudged(client, row, file, judged)
  return judged
}
