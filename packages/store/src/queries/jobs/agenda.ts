/** When each case is looked at again. */
import { type CaseId, type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Queryable } from '../../pool.ts'

// Each half by its own index and bounded by itself: with very many due, a look costs no more. An answer that would
// change no later than it was made is a mistake of the engine's, and not a reason to come back every second.
const DUE = `select case_id from (
    (select case_id, due_at as at from keyturn.case_agenda
      where due_at <= $1 and (retry_at is null or retry_at <= $1) order by due_at, case_id limit $2)
    union all
    (select case_id, next_change_at from (
      select s.case_id, s.next_change_at, exists (
          select from keyturn.case_agenda a where a.case_id = s.case_id and (a.retry_at is null or a.retry_at <= $1)
        ) as is_kept
      from keyturn.case_status s where s.next_change_at <= $1 and s.next_change_at > s.as_of
      order by s.next_change_at, s.case_id limit $2) late where is_kept)
  ) due group by case_id order by min(at), case_id limit $2`

/** Cases of which something follows by now, those that wait longest first. Those never worked out here are left out. */
export async function dueCases(db: Queryable, now: Instant, limit: number): Promise<readonly CaseId[]> {
  const { rows } = await db.query<{ case_id: CaseId }>({ name: 'due-cases', text: DUE, values: [iso(now), limit] })
  return rows.map(({ case_id }) => case_id)
}

const FIRST = `select s.case_id from keyturn.case_status s
  where s.next_change_at <= $1 and s.next_change_at > s.as_of and not exists (
    select from keyturn.case_agenda a where a.case_id = s.case_id)
  order by s.next_change_at, s.case_id limit $2`

/** Cases that were taken over from elsewhere and are due to be worked out here for the first time. */
export async function firstCases(db: Queryable, now: Instant, limit: number): Promise<readonly CaseId[]> {
  const { rows } = await db.query<{ case_id: CaseId }>({ name: 'first-cases', text: FIRST, values: [iso(now), limit] })
  return rows.map(({ case_id }) => case_id)
}

export type Agenda = {
  /** Nothing that was due up to here is told: the case was not kept here. */
  readonly since: Instant
  readonly actedUntil: Instant
}

// A case may have been stored by a program that knows of no agenda; it gets one here.
const ENSURE = `insert into keyturn.case_agenda (case_id, since, acted_until, due_at) values ($1, $2, $2, $2)
  on conflict (case_id) do nothing`
const LOCK = 'select since, acted_until from keyturn.case_agenda where case_id = $1 for update'

/** The agenda of a case, locked until the transaction ends: one works out its consequences at a time. */
export async function lockAgenda(client: pg.ClientBase, caseId: CaseId, now: Instant): Promise<Agenda> {
  await client.query({ name: 'ensure-agenda', text: ENSURE, values: [caseId, iso(now)] })
  const { rows } = await client.query<{ since: Date; acted_until: Date }>({
    name: 'lock-agenda',
    text: LOCK,
    values: [caseId],
  })
  const [row] = rows
  if (row === undefined) throw new Error(`case ${caseId} has no agenda`)
  return { since: instant(row.since.getTime()), actedUntil: instant(row.acted_until.getTime()) }
}

const ACTED = `update keyturn.case_agenda
  set acted_until = $2, due_at = $3, tries = 0, retry_at = null, failure = null where case_id = $1`

/** Notes how far the consequences of a case are made, and when to look again. */
export async function noteActed(
  client: pg.ClientBase,
  acted: { readonly caseId: CaseId; readonly until: Instant; readonly nextAt: Instant | null },
): Promise<void> {
  const next = acted.nextAt === null ? null : iso(acted.nextAt)
  await client.query({ name: 'acted', text: ACTED, values: [acted.caseId, iso(acted.until), next] })
}

/** Longer and longer, up to six hours, while a case cannot be worked out. */
const FAILED = `insert into keyturn.case_agenda as a (case_id, since, acted_until, due_at, tries, retry_at, failure)
  values ($1, $2, $2, $2, 1, $2::timestamptz + interval '1 minute', $3)
  on conflict (case_id) do update set tries = a.tries + 1, failure = $3,
  retry_at = $2::timestamptz + least(interval '6 hours', interval '1 minute' * power(2, least(a.tries, 9)))
  returning tries`

/** Notes that a case could not be worked out. @returns how often in a row by now */
export async function noteFailed(
  db: Queryable,
  failed: { readonly caseId: CaseId; readonly now: Instant; readonly words: string },
): Promise<number> {
  const { rows } = await db.query<{ tries: number }>(FAILED, [failed.caseId, iso(failed.now), failed.words])
  return rows[0]?.tries ?? 0
}

const ANNOUNCED = `select kind || ' ' || subject as key from keyturn.case_events where case_id = $1`

/** Kinds and subjects of a case's events so far. */
export async function announcedOf(db: Queryable, caseId: CaseId): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ key: string }>({ name: 'announced', text: ANNOUNCED, values: [caseId] })
  return new Set(rows.map(({ key }) => key))
}
