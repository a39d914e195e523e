/** The facts of a case, in the order in which they were recorded. */
import type { Basis, CaseFact, FactBody } from '@keyturn/cases/program/fact.ts'
import type { Role } from '@keyturn/domain/actor.ts'
import { type CaseId, instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Queryable } from '../../pool.ts'

type Row = {
  readonly seq: number
  readonly at: Date
  readonly recorded_at: Date
  readonly recorder: string
  readonly recorder_name: string
  readonly recorder_role: Role
  /** Without its kind, which has a column. */
  readonly body: FactBody
  readonly basis: Basis | null
}

const factOf = (row: Row): CaseFact => ({
  seq: row.seq,
  at: instant(row.at.getTime()),
  recordedAt: instant(row.recorded_at.getTime()),
  by: { user: row.recorder, name: row.recorder_name, role: row.recorder_role },
  basis: row.basis,
  ...row.body,
})

const SQL = `select seq, at, recorded_at, recorder, recorder_name, recorder_role, body, basis from keyturn.case_facts
  where case_id = $1 and seq > $2 order by seq limit $3`

/** A case has no more facts than this: a life of them, and a bound on what one assessment reads. */
export const FACTS_MAX = 20_000

/** Facts from the one after `after` on. */
export async function factsOf(
  db: Queryable,
  caseId: CaseId,
  { after = 0, limit = FACTS_MAX }: { readonly after?: number; readonly limit?: number } = {},
): Promise<readonly CaseFact[]> {
  const { rows } = await db.query<Row>({ name: 'case-facts', text: SQL, values: [caseId, after, limit] })
  return rows.map(factOf)
}

const ADD = `insert into keyturn.case_facts
  (case_id, seq, kind, at, recorded_at, recorder, recorder_name, recorder_role, body, basis)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

/** Appends a fact, in the name of whoever records it: the database refuses what that role may not record. */
export async function addFact(client: pg.ClientBase, caseId: CaseId, fact: CaseFact): Promise<void> {
  const { seq, at, recordedAt, by, basis, ...body } = fact
  await client.query({
    name: 'add-fact',
    text: ADD,
    values: [
      caseId,
      seq,
      fact.kind,
      iso(at),
      iso(recordedAt),
      by.user,
      by.name,
      by.role,
      JSON.stringify(body),
      basis === null ? null : JSON.stringify(basis),
    ],
  })
}
