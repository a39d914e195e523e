/** Letters about a case: confirmations, exceptions. */
import { type CaseId, iso } from '@keyturn/domain/units.ts'
import type { Queryable } from '../../pool.ts'
import {
  type Brought,
  type KeptStatement,
  type NewStatement,
  STATEMENT_COLUMNS,
  type StatementRow,
  statementOf,
} from './kept-statement.ts'

const ADD = `insert into keyturn.case_statements (${STATEMENT_COLUMNS}, case_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`

/** False when this very statement is kept already. In the server's own name. */
export async function addCaseStatement(
  db: Queryable,
  caseId: CaseId,
  told: NewStatement,
  { at, by }: Brought,
): Promise<boolean> {
  const { id, digest, kind, issuer, issuedAt, file, fileDigest } = told
  const values = [id, digest, kind, issuer, iso(issuedAt), file, fileDigest, iso(at), by.user, by.name, caseId]
  const { rowCount } = await db.query(ADD, values)
  return rowCount === 1
}

/** A case has few letters; more than this of them are somebody's mistake. */
export const CASE_STATEMENTS_MAX = 500

const ALL = `select * from keyturn.case_statements where case_id = $1
  order by received_at, statement_id, digest limit ${CASE_STATEMENTS_MAX}`

/** The letters of a case that whoever asks may see, in the order they came. */
export async function caseStatements(db: Queryable, caseId: CaseId): Promise<readonly KeptStatement[]> {
  const { rows } = await db.query<StatementRow>({ name: 'case-statements', text: ALL, values: [caseId] })
  return rows.map(statementOf)
}
