/** The lists of events of each subscription, and how far each event has been delivered. */
import type { EventKind } from '@keyturn/cases/notices/case-events.ts'
import { assert, type CaseId, type Duration, type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type { Queryable } from '../../pool.ts'

export type Delivery = {
  readonly seq: number
  readonly caseId: CaseId
  readonly eventSeq: number
  readonly kind: EventKind
  readonly subject: string
  readonly at: Instant
  readonly state: 'waiting' | 'delivered' | 'parked'
  readonly tries: number
  readonly nextTryAt: Instant | null
  readonly deliveredAt: Instant | null
  /** What the receiver answered last, an HTTP status; null where it never answered. */
  readonly status: number | null
  readonly failure: string | null
}

type Row = {
  seq: number
  case_id: CaseId
  event_seq: number
  kind: EventKind
  subject: string
  at: Date
  state: Delivery['state']
  tries: number
  try_at: Date | null
  delivered_at: Date | null
  status: number | null
  failure: string | null
}

const COLUMNS = `seq, case_id, event_seq, kind, subject, at, state, tries, try_at, delivered_at, status, failure`
const momentOf = (date: Date | null): Instant | null => (date === null ? null : instant(date.getTime()))

const deliveryOf = (row: Row): Delivery => ({
  seq: row.seq,
  caseId: row.case_id,
  eventSeq: row.event_seq,
  kind: row.kind,
  subject: row.subject,
  at: instant(row.at.getTime()),
  state: row.state,
  tries: row.tries,
  nextTryAt: row.state === 'waiting' ? momentOf(row.try_at) : null,
  deliveredAt: momentOf(row.delivered_at),
  status: row.status,
  failure: row.failure,
})

/** A subscription's events in order, from after `after` on. */
export async function listDeliveries(
  db: Queryable,
  page: { readonly subscription: string; readonly after: number; readonly limit: number },
): Promise<readonly Delivery[]> {
  const { rows } = await db.query<Row>({
    name: 'list-deliveries',
    text: `select ${COLUMNS} from keyturn.webhook_deliveries where subscription_id = $1 and seq > $2 order by seq limit $3`,
    values: [page.subscription, page.after, page.limit],
  })
  return rows.map(deliveryOf)
}

const DUE = `select d.subscription_id from keyturn.webhook_deliveries d
  join keyturn.webhook_subscriptions s on s.subscription_id = d.subscription_id and s.state = 'on'
  where d.state = 'waiting' and d.try_at <= $1 group by d.subscription_id order by min(d.try_at) limit $2`

/** Subscriptions to which something is to be sent by now. */
export async function dueSubscriptions(db: Queryable, now: Instant, limit: number): Promise<readonly string[]> {
  const { rows } = await db.query<{ subscription_id: string }>(DUE, [iso(now), limit])
  return rows.map(({ subscription_id }) => subscription_id)
}

export type Receiver = { readonly url: string; readonly secret: Uint8Array }

/** Where a subscription sends to; undefined when it is switched off or gone. */
export async function receiverOf(db: Queryable, subscription: string): Promise<Receiver | undefined> {
  const { rows } = await db.query<Receiver>(
    `select url, secret from keyturn.webhook_subscriptions where subscription_id = $1 and state = 'on'`,
    [subscription],
  )
  return rows[0]
}

// Materialized, or a plan might look for "the next one" again for every row, and claim several.
const CLAIM = `with one as materialized (
    select seq from keyturn.webhook_deliveries
    where subscription_id = $1 and state = 'waiting' and try_at <= $2 order by seq limit 1 for update skip locked)
  update keyturn.webhook_deliveries d
  set tries = d.tries + 1, first_try_at = coalesce(d.first_try_at, $2), try_at = $2::timestamptz
    + interval '1 millisecond' * ($3::bigint[])[least(d.tries + 1, cardinality($3::bigint[]))]
  from one where d.subscription_id = $1 and d.seq = one.seq
  returning ${COLUMNS.split(', ')
    .map((name) => `d.${name}`)
    .join(', ')}`

/**
 * Takes the next event of a list for an attempt. The time of the attempt after it is set first, `waits[tries]`
 * milliseconds later: a server that dies in between tries again then, with the same id, and two servers do not try one
 * event at once.
 */
export async function claimDelivery(
  db: Queryable,
  claim: { readonly subscription: string; readonly now: Instant; readonly waits: readonly Duration[] },
): Promise<Delivery | undefined> {
  const { rows } = await db.query<Row>({
    name: 'claim-delivery',
    text: CLAIM,
    values: [claim.subscription, iso(claim.now), claim.waits],
  })
  assert(rows.length <= 1, 'one event is claimed at a time')
  const [row] = rows
  return row === undefined ? undefined : deliveryOf(row)
}

export async function noteDelivered(
  db: Queryable,
  done: { readonly subscription: string; readonly seq: number; readonly at: Instant; readonly status: number },
): Promise<void> {
  await db.query({
    name: 'delivered',
    text: `update keyturn.webhook_deliveries set state = 'delivered', delivered_at = $3, status = $4, failure = null
      where subscription_id = $1 and seq = $2`,
    values: [done.subscription, done.seq, iso(done.at), done.status],
  })
}

/** Notes why an attempt failed. With `park` no further one follows by itself. */
export async function noteUndelivered(
  db: Queryable,
  failed: {
    readonly subscription: string
    readonly seq: number
    readonly status: number | null
    readonly failure: string
    readonly park: boolean
  },
): Promise<void> {
  await db.query({
    name: 'undelivered',
    text: `update keyturn.webhook_deliveries set status = $3, failure = $4, state = $5
      where subscription_id = $1 and seq = $2 and state = 'waiting'`,
    values: [failed.subscription, failed.seq, failed.status, failed.failure, failed.park ? 'parked' : 'waiting'],
  })
}

const REPLAY = `update keyturn.webhook_deliveries
  set state = 'waiting', tries = 0, first_try_at = null, try_at = $4, delivered_at = null, status = null, failure = null
  where subscription_id = $1 and seq >= $2 and seq <= $3 and (not $5::boolean or state = 'parked')`

/** Sends events of a list once more, under the ids they had. @returns how many */
export async function replay(
  db: Queryable,
  again: {
    readonly subscription: string
    readonly from: number
    readonly to: number
    readonly onlyParked: boolean
    readonly now: Instant
  },
): Promise<number> {
  const { subscription, from, to, now, onlyParked } = again
  const { rowCount } = await db.query(REPLAY, [subscription, from, to, iso(now), onlyParked])
  return rowCount ?? 0
}

/** The place of an event on a list, by the id under which it was sent; undefined when it is not on it. */
export async function placeOnList(
  db: Queryable,
  event: { readonly subscription: string; readonly caseId: CaseId; readonly eventSeq: number },
): Promise<number | undefined> {
  const { rows } = await db.query<{ seq: number }>(
    `select seq from keyturn.webhook_deliveries where subscription_id = $1 and case_id = $2 and event_seq = $3`,
    [event.subscription, event.caseId, event.eventSeq],
  )
  return rows[0]?.seq
}
