/** One case: finding it, opening it, taking it for oneself while it is changed. */
import { type CaseId, type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Queryable } from '../../pool.ts'

export type CaseRow = {
  readonly caseId: CaseId
  readonly jurisdiction: string
  readonly vendor: string | null
  readonly openedAt: Instant
  /** The place of the newest fact; also how many there are. */
  readonly lastSeq: number
}

type Row = { case_id: CaseId; jurisdiction: string; vendor: string | null; opened_at: Date; last_seq: number }

const rowOf = (row: Row): CaseRow => ({
  caseId: row.case_id,
  jurisdiction: row.jurisdiction,
  vendor: row.vendor,
  openedAt: instant(row.opened_at.getTime()),
  lastSeq: row.last_seq,
})

const COLUMNS = 'select case_id, jurisdiction, vendor, opened_at, last_seq from keyturn.cases where case_id = $1'

/** Undefined when there is none, or when whoever asks may not see it: nobody can tell the two apart. */
export async function findCase(db: Queryable, caseId: CaseId): Promise<CaseRow | undefined> {
  const { rows } = await db.query<Row>({ name: 'find-case', text: COLUMNS, values: [caseId] })
  const [row] = rows
  return row === undefined ? undefined : rowOf(row)
}

/** The same, and nobody else changes it until the transaction ends. In the server's own name. */
export async function lockCase(client: pg.ClientBase, caseId: CaseId): Promise<CaseRow | undefined> {
  const { rows } = await client.query<Row>({
    name: 'lock-case',
    text: `${COLUMNS} for update`,
    values: [caseId],
  })
  const [row] = rows
  return row === undefined ? undefined : rowOf(row)
}

const ADD = `insert into keyturn.cases (case_id, jurisdiction, opened_at) values ($1, $2, $3) on conflict do nothing`

/** False when there is a case under this id already, whoever may see it. */
export async function addCase(
  client: pg.ClientBase,
  told: { readonly caseId: CaseId; readonly jurisdiction: string; readonly at: Instant },
): Promise<boolean> {
  const { rowCount } = await client.query(ADD, [told.caseId, told.jurisdiction, iso(told.at)])
  return rowCount === 1
}

/** Notes the newest fact and whose customer the participant is. In the server's own name. */
export async function moveCase(
  client: pg.ClientBase,
  { caseId, lastSeq, vendor }: { readonly caseId: CaseId; readonly lastSeq: number; readonly vendor: string | null },
): Promise<void> {
  await client.query({
    name: 'move-case',
    text: 'update keyturn.cases set last_seq = $2, vendor = $3 where case_id = $1',
    values: [caseId, lastSeq, vendor],
  })
}
