/** Brings the stored answer of a case up to date: after an upload, when a moment has come, when a rule is added. */
import { type CaseId, type Instant, instant } from '@keyturn/domain/units.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import { type CaseRow, lockCase } from '@keyturn/store/queries/cases/case-row.ts'
import { storedStatus } from '@keyturn/store/queries/cases/stored-status.ts'
import { wakeCase } from '@keyturn/store/queries/jobs/wake-case.ts'
import type pg from 'pg'
import { readCaseFile } from './case-file.ts'
import { lawOf } from './case-law.ts'
import type { CaseParts } from './case-parts.ts'
import { type Judged, judge } from './judged.ts'
import { storeJudged } from './store-judged.ts'

/**
 * Assesses a case from zero as of a moment and stores the answer, in a transaction of its own; what follows from it is
 * worked out right after.
 *
 * Done twice, by two servers at once or after a crash, it comes to the same. Undefined when there is no such case.
 */
export const reassessCase = (
  parts: CaseParts,
  caseId: CaseId,
  at: Instant = parts.clock.now(),
): Promise<Judged | undefined> =>
  asSystem(parts.pool, async (client) => {
    const judged = await reassessWithin(parts, client, caseId, at)
    if (judged !== undefined) await wakeCase(client, { caseId, at: judged.assessment.asOf, events: [] })
    return judged
  })

/** The same inside a transaction that is in the server's own name already, waking nobody. */
export async function reassessWithin(
  parts: Pick<CaseParts, 'records'>,
  client: pg.ClientBase,
  caseId: CaseId,
  at: Instant,
): Promise<Judged | undefined> {
  const row = await lockCase(client, caseId)
  return row === undefined ? undefined : storeAsOf(parts, client, row, at)
}

/**
 * The same for a case that is locked already. Never earlier than the stored answer: a clock that is behind does not
 * take back what was said.
 */
export async function storeAsOf(
  { records }: Pick<CaseParts, 'records'>,
  client: pg.ClientBase,
  row: CaseRow,
  at: Instant,
): Promise<Judged> {
  const before = await storedStatus(client, row.caseId)
  const file = await readCaseFile({ db: client, records }, row.caseId)
  const asOf = instant(Math.max(at, before?.asOf ?? at))
  const judged = judge(await lawOf(client, row.jurisdiction, asOf), file, asOf)
  await storeJudged(client, row, file, judged)
  return judged
}
