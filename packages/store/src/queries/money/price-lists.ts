/** What vendors charge. A list is added, never changed; the newest one for a day counts from when it was recorded. */
import type { PriceList } from '@keyturn/cases/fees/money-fact.ts'
import { parseCivilDate } from '@keyturn/domain/civil.ts'
import { assert, type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Queryable } from '../../pool.ts'

const OF = `select vendor, effective_on::text, recorded_at, prices from keyturn.price_lists
  where jurisdiction = $1 order by vendor, effective_on, recorded_at`

type Row = { vendor: string; effective_on: string; recorded_at: Date; prices: PriceList['prices'] }

/** Every list for a jurisdiction that the reader may see. */
export async function priceListsOf(db: Queryable, jurisdiction: string): Promise<readonly PriceList[]> {
  const { rows } = await db.query<Row>({ name: 'price-lists', text: OF, values: [jurisdiction] })
  return rows.map(({ vendor, effective_on, recorded_at, prices }) => {
    const effectiveOn = parseCivilDate(effective_on)
    assert(effectiveOn !== undefined, 'a date of the database is a date')
    return { vendor, effectiveOn, recordedAt: instant(recorded_at.getTime()), prices }
  })
}

const ADD = `insert into keyturn.price_lists (vendor, jurisdiction, effective_on, recorded_at, recorder, prices)
  values ($1, $2, $3, $4, $5, $6)`

/** Files a list. */
export async function addPriceList(
  client: pg.ClientBase,
  list: Omit<PriceList, 'recordedAt'> & {
    readonly jurisdiction: string
    readonly recorder: string
    readonly at: Instant
  },
): Promise<void> {
  const { vendor, jurisdiction, effectiveOn, at, recorder, prices } = list
  await client.query(ADD, [vendor, jurisdiction, effectiveOn, iso(at), recorder, JSON.stringify(prices)])
}
