/** What people were told about a case. Notices are added and never changed. */
import type { Law } from '@keyturn/cases/law.ts'
import type { Audience, Notice } from '@keyturn/cases/notices/notice.ts'
import { type CaseId, type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Queryable } from '../../pool.ts'

/** The ids of everything told about a case. */
export async function toldOf(db: Queryable, caseId: CaseId): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ notice_id: string }>({
    name: 'told',
    text: 'select notice_id from keyturn.case_notices where case_id = $1',
    values: [caseId],
  })
  return new Set(rows.map(({ notice_id }) => notice_id))
}

const ADD = `insert into keyturn.case_notices
    (case_id, notice_id, audience, kind, due_at, made_at, stale_at, subject, words, law)
  select $1, n.id, n.audience, n.kind, n.due_at, $2, n.stale_at, n.subject, n.words, n.law
  from unnest($3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::text[], $9::text[], $10::jsonb[])
    as n (id, audience, kind, due_at, stale_at, subject, words, law)
  on conflict do nothing returning notice_id`

/** Adds notices; those that are there already stay as they are. @returns the ids of the new ones */
export async function addNotices(
  client: pg.ClientBase,
  caseId: CaseId,
  notices: readonly Notice[],
  madeAt: Instant,
): Promise<ReadonlySet<string>> {
  if (notices.length === 0) return new Set()
  const { rows } = await client.query<{ notice_id: string }>({
    name: 'add-notices',
    text: ADD,
    values: [
      caseId,
      iso(madeAt),
      notices.map(({ id }) => id),
      notices.map(({ audience }) => audience),
      notices.map(({ kind }) => kind),
      notices.map(({ dueAt }) => iso(dueAt)),
      notices.map(({ staleAt }) => (staleAt === null ? null : iso(staleAt))),
      notices.map(({ subject }) => subject),
      notices.map(({ words }) => words),
      notices.map(({ law }) => (law === null ? null : JSON.stringify(law))),
    ],
  })
  return new Set(rows.map(({ notice_id }) => notice_id))
}

export type StoredNotice = {
  readonly id: string
  readonly audience: Audience
  readonly kind: string
  readonly dueAt: Instant
  readonly madeAt: Instant
  readonly subject: string
  readonly words: string
  readonly law: Law | null
  /** When the reader who asks has read it. */
  readonly readAt: Instant | null
}

type Row = {
  notice_id: string
  audience: Audience
  kind: string
  due_at: Date
  made_at: Date
  subject: string
  words: string
  law: Law | null
  read_at: Date | null
}

// The place of a notice in the list never changes: what is made later sorts by when it was made.
const LIST = `select n.notice_id, n.audience, n.kind, n.due_at, n.made_at, n.subject, n.words, n.law, r.read_at
  from keyturn.case_notices n
  left join keyturn.notice_reads r on r.case_id = n.case_id and r.notice_id = n.notice_id and r.user_id = $2
  where n.case_id = $1 and ($3::timestamptz is null or (n.made_at, n.due_at, n.notice_id) < ($3, $4, $5))
  order by n.made_at desc, n.due_at desc, n.notice_id desc limit $6`

export type NoticePlace = { readonly madeAt: Instant; readonly dueAt: Instant; readonly id: string }

/** Newest first, from after a place on; of those that the actor of this transaction may see. */
export async function listNotices(
  db: Queryable,
  page: {
    readonly caseId: CaseId
    readonly user: string
    readonly after: NoticePlace | undefined
    readonly limit: number
  },
): Promise<readonly StoredNotice[]> {
  const { caseId, user, after, limit } = page
  const place = after === undefined ? [null, null, null] : [iso(after.madeAt), iso(after.dueAt), after.id]
  const { rows } = await db.query<Row>({
    name: 'list-notices',
    text: LIST,
    values: [caseId, user, ...place, limit],
  })
  return rows.map(noticeOf)
}

const noticeOf = (row: Row): StoredNotice => ({
  id: row.notice_id,
  audience: row.audience,
  kind: row.kind,
  dueAt: instant(row.due_at.getTime()),
  madeAt: instant(row.made_at.getTime()),
  subject: row.subject,
  words: row.words,
  law: row.law,
  readAt: row.read_at === null ? null : instant(row.read_at.getTime()),
})

const STAFF = `select n.case_id, n.notice_id, n.audience, n.kind, n.due_at, n.made_at, n.subject, n.words, n.law, r.read_at
  from keyturn.case_notices n
  left join keyturn.notice_reads r on r.case_id = n.case_id and r.notice_id = n.notice_id and r.user_id = $2
  where n.audience = $1 and n.audience <> 'participant'
    and ($3::timestamptz is null or (n.made_at, n.case_id, n.notice_id) < ($3, $4, $5))
  order by n.made_at desc, n.case_id desc, n.notice_id desc limit $6`

export type StaffPlace = { readonly madeAt: Instant; readonly caseId: CaseId; readonly id: string }

/** What staff are told over all cases that the actor of this transaction may see, newest first. */
export async function listStaffNotices(
  db: Queryable,
  page: {
    readonly audience: 'vendor' | 'authority'
    readonly user: string
    readonly after: StaffPlace | undefined
    readonly limit: number
  },
): Promise<readonly (StoredNotice & { readonly caseId: CaseId })[]> {
  const { audience, user, after, limit } = page
  const place = after === undefined ? [null, null, null] : [iso(after.madeAt), after.caseId, after.id]
  const { rows } = await db.query<Row & { case_id: CaseId }>({
    name: 'list-staff-notices',
    text: STAFF,
    values: [audience, user, ...place, limit],
  })
  return rows.map((row) => ({ ...noticeOf(row), caseId: row.case_id }))
}

const READ = `insert into keyturn.notice_reads (case_id, notice_id, user_id, read_at)
  select n.case_id, n.notice_id, $3, $4 from keyturn.case_notices n where n.case_id = $1 and n.notice_id = any($2)
  on conflict do nothing`

/** Notes that a person has read notices; the first time counts. @returns how many were new to them */
export async function noteRead(
  db: Queryable,
  read: { readonly caseId: CaseId; readonly ids: readonly string[]; readonly user: string; readonly at: Instant },
): Promise<number> {
  const { rowCount } = await db.query({
    name: 'read-notices',
    text: READ,
    values: [read.caseId, read.ids, read.user, iso(read.at)],
  })
  return rowCount ?? 0
}
