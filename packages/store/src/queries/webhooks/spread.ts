/** Puts events on the lists of those who subscribed to them. Each list has numbers of its own, without a gap. */
import { type CaseId, type Instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Queryable } from '../../pool.ts'

export type EventKey = { readonly caseId: CaseId; readonly seq: number }

const WAITING = `select case_id, seq from keyturn.case_events where spread_at is null
  order by made_at, case_id, seq limit $1`

/** Events that are on nobody's list yet, oldest first. */
export async function unspreadEvents(db: Queryable, limit: number): Promise<readonly EventKey[]> {
  const { rows } = await db.query<{ case_id: CaseId; seq: number }>({
    name: 'unspread-events',
    text: WAITING,
    values: [limit],
  })
  return rows.map((row) => ({ caseId: row.case_id, seq: row.seq }))
}

const SUBSCRIBERS = `select distinct s.subscription_id
  from unnest($1::text[], $2::integer[]) as wanted (case_id, seq)
  join keyturn.case_events e on e.case_id = wanted.case_id and e.seq = wanted.seq
  join keyturn.webhook_subscriptions s on s.state = 'on'
    and (s.jurisdiction = e.jurisdiction or s.vendor = e.vendor)
    and (cardinality(s.kinds) = 0 or e.kind = any(s.kinds))
  order by s.subscription_id`

/** Whose lists these events belong on. */
export async function subscribersOf(db: Queryable, events: readonly EventKey[]): Promise<readonly string[]> {
  const { rows } = await db.query<{ subscription_id: string }>(SUBSCRIBERS, keysOf(events))
  return rows.map(({ subscription_id }) => subscription_id)
}

const LOCK = 'select last_seq from keyturn.webhook_subscriptions where subscription_id = $1 for update'
const PUT = `insert into keyturn.webhook_deliveries
    (subscription_id, seq, case_id, event_seq, kind, subject, at, state, try_at)
  select $1, $2 + row_number() over (order by e.made_at, e.case_id, e.seq), e.case_id, e.seq, e.kind, e.subject, e.at,
    'waiting', $5
  from unnest($3::text[], $4::integer[]) as wanted (case_id, seq)
  join keyturn.case_events e on e.case_id = wanted.case_id and e.seq = wanted.seq
  join keyturn.webhook_subscriptions s on s.subscription_id = $1 and s.state = 'on'
    and (s.jurisdiction = e.jurisdiction or s.vendor = e.vendor)
    and (cardinality(s.kinds) = 0 or e.kind = any(s.kinds))
  where not exists (select from keyturn.webhook_deliveries d
    where d.subscription_id = $1 and d.case_id = e.case_id and d.event_seq = e.seq)`

/**
 * Puts events on one subscription's list; those that are on it already stay where they are. The subscription's row is
 * taken first, so its numbers are given one transaction after the other and no gap fills behind a reader.
 */
export async function putOnList(
  client: pg.ClientBase,
  subscription: string,
  events: readonly EventKey[],
  now: Instant,
): Promise<number> {
  const { rows } = await client.query<{ last_seq: number }>(LOCK, [subscription])
  const lastSeq = rows[0]?.last_seq
  if (lastSeq === undefined) return 0
  const { rowCount } = await client.query(PUT, [subscription, lastSeq, ...keysOf(events), iso(now)])
  const put = rowCount ?? 0
  if (put > 0) {
    await client.query('update keyturn.webhook_subscriptions set last_seq = $2 where subscription_id = $1', [
      subscription,
      lastSeq + put,
    ])
  }
  return put
}

const SPREAD = `update keyturn.case_events e set spread_at = $3
  from unnest($1::text[], $2::integer[]) as wanted (case_id, seq)
  where e.case_id = wanted.case_id and e.seq = wanted.seq and e.spread_at is null`

/** Notes that events are on every list they belong on. */
export async function noteSpread(db: Queryable, events: readonly EventKey[], now: Instant): Promise<void> {
  await db.query(SPREAD, [...keysOf(events), iso(now)])
}

const keysOf = (events: readonly EventKey[]): [string[], number[]] => [
  events.map(({ caseId }) => caseId),
  events.map(({ seq }) => seq),
]
