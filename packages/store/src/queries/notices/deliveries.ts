/** How notices get to people outside: by mail, or by somebody who calls or writes. */
import { type CaseId, type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Queryable } from '../../pool.ts'

export type Channel = 'mail' | 'staff'
export type NewDelivery = {
  readonly noticeId: string
  readonly channel: Channel
  /** `too-late`: it would have been of no use by the time it was made. */
  readonly state: 'waiting' | 'too-late'
  readonly recipient: string | null
}

const ADD = `insert into keyturn.notice_deliveries (case_id, notice_id, channel, state, recipient, try_at)
  select $1, d.notice_id, d.channel, d.state, d.recipient, case when d.state = 'waiting' then $2::timestamptz end
  from unnest($3::text[], $4::text[], $5::text[], $6::text[]) as d (notice_id, channel, state, recipient)
  on conflict do nothing`

export async function addDeliveries(
  client: pg.ClientBase,
  caseId: CaseId,
  deliveries: readonly NewDelivery[],
  at: Instant,
): Promise<void> {
  if (deliveries.length === 0) return
  await client.query({
    name: 'add-deliveries',
    text: ADD,
    values: [
      caseId,
      iso(at),
      deliveries.map(({ noticeId }) => noticeId),
      deliveries.map(({ channel }) => channel),
      deliveries.map(({ state }) => state),
      deliveries.map(({ recipient }) => recipient),
    ],
  })
}

export type DueMail = {
  readonly caseId: CaseId
  readonly jurisdiction: string
  readonly noticeId: string
  readonly recipient: string
  readonly subject: string
  readonly words: string
  readonly dueAt: Instant
  readonly madeAt: Instant
  readonly staleAt: Instant | null
  /** Attempts before this one. */
  readonly tries: number
}

const DUE = `select case_id, notice_id from keyturn.notice_deliveries
  where state = 'waiting' and channel = 'mail' and try_at <= $1 order by try_at, case_id limit $2`

/** Mails whose time has come, those that wait longest first. */
export async function dueMails(db: Queryable, now: Instant, limit: number): Promise<readonly MailKey[]> {
  const { rows } = await db.query<{ case_id: CaseId; notice_id: string }>({
    name: 'due-mails',
    text: DUE,
    values: [iso(now), limit],
  })
  return rows.map((row) => ({ caseId: row.case_id, noticeId: row.notice_id }))
}

export type MailKey = { readonly caseId: CaseId; readonly noticeId: string }

// The next attempt is set before this one is made: a server that dies in between tries again then, and two servers
// never try at once.
const CLAIM = `update keyturn.notice_deliveries d set tries = d.tries + 1,
    try_at = $3::timestamptz + least(interval '6 hours', interval '2 minutes' * power(2, least(d.tries, 9)))
  from keyturn.case_notices n join keyturn.cases c on c.case_id = n.case_id
  where d.case_id = $1 and d.notice_id = $2 and d.channel = 'mail' and d.state = 'waiting' and d.try_at <= $3
    and n.case_id = d.case_id and n.notice_id = d.notice_id
  returning d.recipient, d.tries, n.subject, n.words, n.due_at, n.made_at, n.stale_at, c.jurisdiction`

/** Takes one mail for an attempt; undefined when somebody else has it, or nothing is to be sent. */
export async function claimMail(db: Queryable, key: MailKey, now: Instant): Promise<DueMail | undefined> {
  const { rows } = await db.query<{
    recipient: string
    tries: number
    subject: string
    words: string
    due_at: Date
    made_at: Date
    stale_at: Date | null
    jurisdiction: string
  }>({ name: 'claim-mail', text: CLAIM, values: [key.caseId, key.noticeId, iso(now)] })
  const [row] = rows
  if (row === undefined) return undefined
  return {
    ...key,
    jurisdiction: row.jurisdiction,
    recipient: row.recipient,
    subject: row.subject,
    words: row.words,
    dueAt: instant(row.due_at.getTime()),
    madeAt: instant(row.made_at.getTime()),
    staleAt: row.stale_at === null ? null : instant(row.stale_at.getTime()),
    tries: row.tries - 1,
  }
}

const SETTLE = `update keyturn.notice_deliveries set state = $4, done_at = $5, done_by = $6, words = $7
  where case_id = $1 and notice_id = $2 and channel = $3 and state in ('waiting', 'refused')`

export type Settled = MailKey & {
  readonly channel: Channel
  readonly state: 'sent' | 'kept' | 'refused' | 'too-late' | 'told'
  readonly at: Instant
  /** Who told the person; the server itself where it is null. */
  readonly by: string | null
  readonly words: string | null
}

/** What became of a delivery. @returns whether it was still open */
export async function settleDelivery(db: Queryable, settled: Settled): Promise<boolean> {
  const { caseId, noticeId, channel, state, at, by, words } = settled
  const { rowCount } = await db.query({
    name: 'settle-delivery',
    text: SETTLE,
    values: [caseId, noticeId, channel, state, iso(at), by, words],
  })
  return rowCount === 1
}

/** Why the last attempt failed; another one follows. */
export async function noteMailFailure(db: Queryable, key: MailKey, words: string): Promise<void> {
  await db.query(
    `update keyturn.notice_deliveries set words = $3
      where case_id = $1 and notice_id = $2 and channel = 'mail' and state = 'waiting'`,
    [key.caseId, key.noticeId, words],
  )
}

export type ForStaff = {
  readonly caseId: CaseId
  readonly noticeId: string
  readonly channel: Channel
  readonly subject: string
  readonly words: string
  readonly dueAt: Instant
  readonly madeAt: Instant
  /** Why the mail did not arrive; null where there is no address at all. */
  readonly because: string | null
}

const FOR_STAFF = `select d.case_id, d.notice_id, d.channel, d.words as because, n.subject, n.words, n.due_at, n.made_at
  from keyturn.notice_deliveries d
  join keyturn.case_notices n on n.case_id = d.case_id and n.notice_id = d.notice_id
  where ((d.state = 'waiting' and d.channel = 'staff') or d.state = 'refused')
    and ($1::text is null or (d.case_id, d.notice_id) > ($1, $2))
  order by d.case_id, d.notice_id limit $3`

/** Notices that nobody could write to the person: somebody calls, or sends a letter. By case. */
export async function listForStaff(
  db: Queryable,
  page: { readonly after: MailKey | undefined; readonly limit: number },
): Promise<readonly ForStaff[]> {
  const { rows } = await db.query<{
    case_id: CaseId
    notice_id: string
    channel: Channel
    because: string | null
    subject: string
    words: string
    due_at: Date
    made_at: Date
  }>({
    name: 'notices-for-staff',
    text: FOR_STAFF,
    values: [page.after?.caseId ?? null, page.after?.noticeId ?? null, page.limit],
  })
  return rows.map((row) => ({
    caseId: row.case_id,
    noticeId: row.notice_id,
    channel: row.channel,
    subject: row.subject,
    words: row.words,
    dueAt: instant(row.due_at.getTime()),
    madeAt: instant(row.made_at.getTime()),
    because: row.because,
  }))
}
