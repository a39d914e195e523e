/** Answers about a case as of a moment: the stored one as long as it holds, one made from zero otherwise. */
import type { CaseAssessment } from '@keyturn/cases/program/assessment.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import type { CaseRow } from '@keyturn/store/queries/cases/case-row.ts'
import { type HeldStatus, storedStatus } from '@keyturn/store/queries/cases/stored-status.ts'
import type pg from 'pg'
import { readCaseFile } from './case-file.ts'
import { lawOf } from './case-law.ts'
import type { CaseParts } from './case-parts.ts'
import { type Judged, judge } from './judged.ts'
import { knownAt } from './known-at.ts'

/** Whether an assessment from zero would say the same now, but for the moment it names. */
export const stillHolds = (stored: HeldStatus, row: CaseRow, now: Instant): boolean =>
  stored.factsSeq === row.lastSeq &&
  !stored.grown &&
  !stored.relisted &&
  stored.asOf <= now &&
  (stored.nextChangeAt === null || now < stored.nextChangeAt)

/** The assessment now, as JSON text. In the server's own name. */
export async function assessedNow(
  parts: Pick<CaseParts, 'records'>,
  client: pg.ClientBase,
  row: CaseRow,
  now: Instant,
): Promise<string> {
  const stored = await storedStatus(client, row.caseId)
  if (stored !== undefined && stillHolds(stored, row, now)) return stored.assessment
  return (await assessedAt(parts, client, row, { asOf: now, now, known: undefined })).text
}

/** What the case finds now. In the server's own name. */
export async function findingsNow(
  parts: Pick<CaseParts, 'records'>,
  client: pg.ClientBase,
  row: CaseRow,
  now: Instant,
): Promise<CaseAssessment['findings']> {
  const { findings }: CaseAssessment = JSON.parse(await assessedNow(parts, client, row, now))
  return findings
}

export type AsOf = {
  readonly asOf: Instant
  readonly now: Instant
  /** Only what the case had learned by then; undefined: everything it knows today. */
  readonly known: Instant | undefined
}

/** The assessment as of any moment, made from zero. In the server's own name. */
export async function assessedAt(
  { records }: Pick<CaseParts, 'records'>,
  client: pg.ClientBase,
  row: CaseRow,
  { asOf, now, known }: AsOf,
): Promise<Judged> {
  const file = await readCaseFile({ db: client, records }, row.caseId)
  const law = await lawOf(client, row.jurisdiction, known ?? now)
  return judge(law, known === undefined ? file : knownAt(file, known), asOf)
}
