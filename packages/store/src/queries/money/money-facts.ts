/** What was settled about money in a case, besides its facts. */
import type { MoneyFact } from '@keyturn/cases/fees/money-fact.ts'
import type { Actor } from '@keyturn/domain/actor.ts'
import { type CaseId, instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Queryable } from '../../pool.ts'

export type SettledKind = 'charged' | 'paid' | 'paid-back' | 'provider-caused' | 'withdrawn'
export type SettledFact = Extract<MoneyFact, { readonly kind: SettledKind }>

type Row = { fact_id: string; kind: SettledKind; at: Date; recorded_at: Date; body: object }

const OF = `select fact_id, kind, at, recorded_at, body from keyturn.money_facts
  where case_id = $1 order by recorded_at, fact_id`

/** In the order in which they were recorded. */
export async function moneyFactsOf(db: Queryable, caseId: CaseId): Promise<readonly SettledFact[]> {
  const { rows } = await db.query<Row>({ name: 'money-facts', text: OF, values: [caseId] })
  return rows.map(({ fact_id, kind, at, recorded_at, body }) => {
    const head = { id: fact_id, at: instant(at.getTime()), recordedAt: instant(recorded_at.getTime()), kind }
    // Written by `addMoneyFact` from a fact of this kind.
    return { ...head, ...body } as SettledFact
  })
}

const ADD = `insert into keyturn.money_facts
    (case_id, fact_id, kind, at, recorded_at, recorder, recorder_name, recorder_role, body)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`

/** False when a fact with this id is there already. In the name of whoever records it. */
export async function addMoneyFact(
  client: pg.ClientBase,
  caseId: CaseId,
  fact: SettledFact,
  by: Actor,
): Promise<boolean> {
  const { id, at, recordedAt, kind, ...body } = fact
  const values = [caseId, id, kind, iso(at), iso(recordedAt), by.user, by.name, by.role, JSON.stringify(body)]
  const { rowCount } = await client.query({ name: 'add-money-fact', text: ADD, values })
  return rowCount === 1
}
