/** Who looked at a case: written before anything is shown, and never changed. */
import type { Actor } from '@keyturn/domain/actor.ts'
import { type CaseId, type Instant, instant, iso } from '@keyturn/domain/units.ts'
import pg from 'pg'
import { asSystemAtOnce } from '../../as-actor.ts'
import type { Queryable } from '../../pool.ts'

export type NewRead = {
  readonly caseId: CaseId
  readonly at: Instant
  /** A UUID. The same one again at the same moment is the same look. */
  readonly id: string
  readonly actor: Pick<Actor, 'user' | 'name' | 'role'>
  readonly what: string
}

/** In the server's own name: nobody writes down their own looks, or leaves them out. */
export async function addReads(pool: pg.Pool, reads: readonly NewRead[]): Promise<void> {
  if (reads.length === 0) return
  const rows = reads.map(({ caseId, at, id, actor, what }) =>
    [caseId, iso(at), id, actor.user, actor.name, actor.role, what].map((value) => pg.escapeLiteral(value)).join(', '),
  )
  await asSystemAtOnce(
    pool,
    `insert into keyturn.case_reads (case_id, at, read_id, user_id, user_name, role, what)
     values (${rows.join('), (')}) on conflict do nothing`,
  )
}

export type CaseRead = {
  readonly at: Instant
  readonly id: string
  readonly user: string
  readonly name: string
  readonly role: string
  readonly what: string
}

type Row = { at: Date; read_id: string; user_id: string; user_name: string; role: string; what: string }

const SQL = `select at, read_id, user_id, user_name, role, what from keyturn.case_reads
  where case_id = $1 and (at, read_id) < ($2, $3) order by at desc, read_id desc limit $4`
const FIRST = { at: '9999-12-31T00:00:00.000Z', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }

/** Newest first; `before` is the last one of the page before. */
export async function readsOf(
  db: Queryable,
  caseId: CaseId,
  { before, limit }: { readonly before?: { readonly at: Instant; readonly id: string } | undefined; limit: number },
): Promise<readonly CaseRead[]> {
  const values = [caseId, before === undefined ? FIRST.at : iso(before.at), before?.id ?? FIRST.id, limit]
  const { rows } = await db.query<Row>({ name: 'case-reads', text: SQL, values })
  return rows.map((row) => ({
    at: instant(row.at.getTime()),
    id: row.read_id,
    user: row.user_id,
    name: row.user_name,
    role: row.role,
    what: row.what,
  }))
}
