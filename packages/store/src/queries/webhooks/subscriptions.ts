/** Where vendors and agencies want to be told of events. The database shows each of them its own. */
import type { EventKind } from '@keyturn/cases/notices/case-events.ts'
import { type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type { Queryable } from '../../pool.ts'

export type Subscription = {
  readonly id: string
  /** One of the two is set. */
  readonly jurisdiction: string | null
  readonly vendor: string | null
  readonly url: string
  /** Empty: all of them. */
  readonly kinds: readonly EventKind[]
  readonly createdAt: Instant
  readonly createdByName: string
  readonly off: { readonly at: Instant; readonly because: string } | null
  /** How many events were put on its list. */
  readonly lastSeq: number
  readonly waiting: number
  readonly parked: number
}

type Row = {
  subscription_id: string
  jurisdiction: string | null
  vendor: string | null
  url: string
  kinds: EventKind[]
  created_at: Date
  created_by_name: string
  off_at: Date | null
  off_because: string | null
  last_seq: number
  waiting: number
  parked: number
}

const COLUMNS = `s.subscription_id, s.jurisdiction, s.vendor, s.url, s.kinds, s.created_at, s.created_by_name, s.off_at,
  s.off_because, s.last_seq,
  (select count(*) from keyturn.webhook_deliveries d
    where d.subscription_id = s.subscription_id and d.state = 'waiting') as waiting,
  (select count(*) from keyturn.webhook_deliveries d
    where d.subscription_id = s.subscription_id and d.state = 'parked') as parked`

const subscriptionOf = (row: Row): Subscription => ({
  id: row.subscription_id,
  jurisdiction: row.jurisdiction,
  vendor: row.vendor,
  url: row.url,
  kinds: row.kinds,
  createdAt: instant(row.created_at.getTime()),
  createdByName: row.created_by_name,
  off: row.off_at === null ? null : { at: instant(row.off_at.getTime()), because: row.off_because ?? '' },
  lastSeq: row.last_seq,
  waiting: row.waiting,
  parked: row.parked,
})

export type NewSubscription = {
  readonly id: string
  readonly jurisdiction: string | null
  readonly vendor: string | null
  readonly url: string
  readonly kinds: readonly EventKind[]
  /** Encrypted. */
  readonly secret: Uint8Array
  readonly at: Instant
  readonly by: { readonly user: string; readonly name: string }
}

/** More than one subscriber needs; the fan-out writes a row for each. */
export const SUBSCRIPTIONS_PER_OWNER_MAX = 20

const ADD = `insert into keyturn.webhook_subscriptions
    (subscription_id, jurisdiction, vendor, url, kinds, secret, created_at, created_by, created_by_name)
  select $1, $2, $3, $4, $5, $6, $7, $8, $9
  where (select count(*) from keyturn.webhook_subscriptions
    where state = 'on' and jurisdiction is not distinct from $2 and vendor is not distinct from $3) < $10`

/** @returns false when the owner has as many as anybody may have */
export async function addSubscription(db: Queryable, told: NewSubscription): Promise<boolean> {
  const { id, jurisdiction, vendor, url, kinds, secret, at, by } = told
  const { rowCount } = await db.query(ADD, [
    id,
    jurisdiction,
    vendor,
    url,
    kinds,
    secret,
    iso(at),
    by.user,
    by.name,
    SUBSCRIPTIONS_PER_OWNER_MAX,
  ])
  return rowCount === 1
}

/** All that the actor of this transaction may see, oldest first. */
export async function listSubscriptions(db: Queryable): Promise<readonly Subscription[]> {
  const { rows } = await db.query<Row>(
    `select ${COLUMNS} from keyturn.webhook_subscriptions s order by s.created_at, s.subscription_id`,
  )
  return rows.map(subscriptionOf)
}

/** Undefined when there is none, or the actor may not see it. */
export async function findSubscription(db: Queryable, id: string): Promise<Subscription | undefined> {
  const { rows } = await db.query<Row>(
    `select ${COLUMNS} from keyturn.webhook_subscriptions s where s.subscription_id = $1`,
    [id],
  )
  const [row] = rows
  return row === undefined ? undefined : subscriptionOf(row)
}

/** Switches a subscription off: nothing is sent any more, and its list stays. @returns whether it was on */
export async function switchOff(
  db: Queryable,
  off: { readonly id: string; readonly at: Instant; readonly because: string },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update keyturn.webhook_subscriptions set state = 'off', off_at = $2, off_because = $3
      where subscription_id = $1 and state = 'on'`,
    [off.id, iso(off.at), off.because],
  )
  return rowCount === 1
}

/** Switches it on again: what waits is sent, what is parked stays parked until it is replayed. */
export async function switchOn(db: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `update keyturn.webhook_subscriptions set state = 'on', off_at = null, off_because = null where subscription_id = $1`,
    [id],
  )
  return rowCount === 1
}
