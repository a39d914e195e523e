/** What the server writes to people: recorded before it is sent, and never sent twice under one key. */
import { randomUUID } from 'node:crypto'
import { type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type { Queryable } from '../../pool.ts'

export type RecordedMail = {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  /** What it is about: `invitation`, `recovery`, `case MA-2026-0117`. */
  readonly about: string
  readonly at: Instant
  readonly sentAt: Instant | null
  /** Why the last attempt failed. */
  readonly failure: string | null
}

export type NewMail = {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly about: string
  /** Whose business it is; null for the server's operator alone. */
  readonly jurisdiction: string | null
  readonly key: string | null
  readonly at: Instant
}

const ADD = `insert into keyturn.outbox (id, key, recipient, subject, text, about, jurisdiction, created_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`
const BY_KEY = 'select id, sent_at is not null as sent from keyturn.outbox where key = $1'

/** Its id, and whether one of the same key was sent before. */
export async function recordMail(
  db: Queryable,
  told: NewMail,
): Promise<{ readonly id: string; readonly sent: boolean }> {
  const id = randomUUID()
  const { to, subject, text, about, jurisdiction, key, at } = told
  const { rowCount } = await db.query(ADD, [id, key, to, subject, text, about, jurisdiction, iso(at)])
  if (rowCount === 1) return { id, sent: false }
  const { rows } = await db.query<{ id: string; sent: boolean }>(BY_KEY, [key])
  const [row] = rows
  if (row === undefined) throw new Error('a mail was neither recorded nor known')
  return row
}

/** Notes that a mail server took it. */
export async function mailSent(db: Queryable, id: string, at: Instant): Promise<void> {
  await db.query('update keyturn.outbox set sent_at = $2, failure = null, tries = tries + 1 where id = $1', [
    id,
    iso(at),
  ])
}

/** Notes why it was not taken. */
export async function mailFailed(db: Queryable, id: string, failure: string): Promise<void> {
  await db.query('update keyturn.outbox set failure = $2, tries = tries + 1 where id = $1', [id, failure])
}

const LIST = `select id, recipient, subject, text, about, created_at, sent_at, failure from keyturn.outbox
  where ($1::text is null or jurisdiction = $1) order by created_at desc, id desc limit $2`

/** Newest first; of one jurisdiction, or (null) all. */
export async function listMail(
  db: Queryable,
  page: { readonly jurisdiction: string | null; readonly limit: number },
): Promise<readonly RecordedMail[]> {
  const { rows } = await db.query<{
    id: string
    recipient: string
    subject: string
    text: string
    about: string
    created_at: Date
    sent_at: Date | null
    failure: string | null
  }>(LIST, [page.jurisdiction, page.limit])
  return rows.map((row) => ({
    id: row.id,
    to: row.recipient,
    subject: row.subject,
    text: row.text,
    about: row.about,
    at: instant(row.created_at.getTime()),
    sentAt: row.sent_at === null ? null : instant(row.sent_at.getTime()),
    failure: row.failure,
  }))
}
