/** What vendors have passed on to an authority. */
import type { Paid } from '@keyturn/cases/fees/remittance.ts'
import type { Actor } from '@keyturn/domain/actor.ts'
import { type Cents, cents, type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Queryable } from '../../pool.ts'

type Row = { paid_at: Date; amount_cents: number }

const OF = `select paid_at, amount_cents from keyturn.remittances
  where vendor = $1 and jurisdiction = $2 order by paid_at, remittance_id`

/** Oldest first. */
export async function remittancesOf(
  db: Queryable,
  of: { readonly vendor: string; readonly jurisdiction: string },
): Promise<readonly Paid[]> {
  const { rows } = await db.query<Row>({ name: 'remittances', text: OF, values: [of.vendor, of.jurisdiction] })
  return rows.map(({ paid_at, amount_cents }) => ({ at: instant(paid_at.getTime()), amount: cents(amount_cents) }))
}

export type NewRemittance = {
  readonly vendor: string
  readonly jurisdiction: string
  readonly id: string
  readonly paidAt: Instant
  readonly amount: Cents
  readonly reference: string
  readonly recordedAt: Instant
}

const ADD = `insert into keyturn.remittances
    (vendor, jurisdiction, remittance_id, paid_at, amount_cents, reference, recorded_at, recorder, recorder_name)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`

/** False when one with this id is there already. */
export async function addRemittance(client: pg.ClientBase, told: NewRemittance, by: Actor): Promise<boolean> {
  const { vendor, jurisdiction, id, paidAt, amount, reference, recordedAt } = told
  const values = [vendor, jurisdiction, id, iso(paidAt), amount, reference, iso(recordedAt), by.user, by.name]
  const { rowCount } = await client.query({ name: 'add-remittance', text: ADD, values })
  return rowCount === 1
}
