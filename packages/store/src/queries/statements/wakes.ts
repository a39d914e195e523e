/** Which cases are still to be worked out anew because of a statement. How far that has come outlasts the server. */
import { type CaseId, type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type { Queryable } from '../../pool.ts'

export type Wake = {
  readonly id: string
  readonly digest: string
  readonly jurisdiction: string
  /** Null: all. */
  readonly vendors: readonly string[] | null
  readonly at: Instant
  /** The last case that was worked out. */
  readonly after: string
}

const ADD = `insert into keyturn.statement_wakes (statement_id, digest, jurisdiction, vendors, at)
  values ($1, $2, $3, $4, $5) on conflict do nothing`

/** Call it in the transaction that keeps the statement. */
export async function addWake(db: Queryable, wake: Omit<Wake, 'after'>): Promise<void> {
  const vendors = wake.vendors === null ? null : JSON.stringify(wake.vendors)
  await db.query(ADD, [wake.id, wake.digest, wake.jurisdiction, vendors, iso(wake.at)])
}

const OPEN = `select statement_id, digest, jurisdiction, vendors, at, after_case from keyturn.statement_wakes
  where not is_done order by at, statement_id limit 1`

/** The one that waits longest; undefined when none does. */
export async function openWake(db: Queryable): Promise<Wake | undefined> {
  const { rows } = await db.query<{
    statement_id: string
    digest: string
    jurisdiction: string
    vendors: readonly string[] | null
    at: Date
    after_case: string
  }>({ name: 'open-wake', text: OPEN })
  const [row] = rows
  if (row === undefined) return undefined
  const { statement_id: id, digest, jurisdiction, vendors, after_case: after } = row
  return { id, digest, jurisdiction, vendors, at: instant(row.at.getTime()), after }
}

// What was worked out since then knows it already.
const CASES = `select case_id from keyturn.case_status
  where case_id > $1 and as_of <= $5 and ($2 = '*' or jurisdiction = $2) and ($3::text[] is null or vendor = any($3))
  order by case_id limit $4`

/** The next cases of a wake, by id. In the server's own name. */
export async function casesToWake(db: Queryable, wake: Wake, limit: number): Promise<readonly CaseId[]> {
  const { rows } = await db.query<{ case_id: CaseId }>({
    name: 'cases-to-wake',
    text: CASES,
    values: [wake.after, wake.jurisdiction, wake.vendors, limit, iso(wake.at)],
  })
  return rows.map(({ case_id }) => case_id)
}

const MOVE = `update keyturn.statement_wakes set after_case = $3, is_done = $4
  where statement_id = $1 and digest = $2 and after_case <= $3`

/** Notes how far it has come. @param to.isDone no case is left */
export async function moveWake(
  db: Queryable,
  { id, digest }: Wake,
  to: { readonly after: string; readonly isDone: boolean },
): Promise<void> {
  await db.query({ name: 'move-wake', text: MOVE, values: [id, digest, to.after, to.isDone] })
}
