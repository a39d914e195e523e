/** The ledger as it is kept. A posting is added once, under its id, and never touched again. */

import type { Account, Posting, PostingKind } from '@keyturn/cases/fees/posting.ts'
import type { CasePosting } from '@keyturn/cases/fees/remittance.ts'
import { type CaseId, cents, type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Queryable } from '../../pool.ts'

type Row = {
  readonly case_id: CaseId
  readonly posting_id: string
  readonly vendor: string
  readonly kind: PostingKind
  readonly at: Date
  readonly entered_at: Date
  readonly debit: Account
  readonly credit: Account
  readonly amount_cents: number
  readonly source: string
  readonly reverses: string | null
  readonly words: string
  readonly law: Posting['law']
}

const COLUMNS = `case_id, posting_id, vendor, kind, at, entered_at, debit, credit, amount_cents, source, reverses,
  words, law`

const postingOf = (row: Row): CasePosting => ({
  caseId: row.case_id,
  id: row.posting_id,
  kind: row.kind,
  vendor: row.vendor,
  at: instant(row.at.getTime()),
  enteredAt: instant(row.entered_at.getTime()),
  debit: row.debit,
  credit: row.credit,
  amount: cents(row.amount_cents),
  source: row.source,
  reverses: row.reverses,
  words: row.words,
  law: row.law,
})

const OF = `select ${COLUMNS} from keyturn.postings where case_id = $1 order by place`

/** The ledger of a case in the order of entry. */
export async function postingsOfCase(db: Queryable, caseId: CaseId): Promise<readonly Posting[]> {
  const { rows } = await db.query<Row>({ name: 'postings-of-case', text: OF, values: [caseId] })
  return rows.map((row) => {
    const { caseId: _, ...posting } = postingOf(row)
    return posting
  })
}

// The places go on from the last one. A posting that is there already is the same one: it follows from the same facts.
const ADD = `insert into keyturn.postings (place, jurisdiction, ${COLUMNS})
  select (select coalesce(max(p.place), 0) from keyturn.postings p where p.case_id = $1)
      + row_number() over (order by t.nth),
    $2, $1, t.posting_id, t.vendor, t.kind, t.at, t.entered_at, t.debit, t.credit, t.amount_cents, t.source, t.reverses,
    t.words, t.law
  from jsonb_to_recordset($3::jsonb) as t (nth integer, posting_id text, vendor text, kind text, at timestamptz,
    entered_at timestamptz, debit text, credit text, amount_cents bigint, source text, reverses text, words text,
    law jsonb)
  where not exists (select 1 from keyturn.postings p where p.case_id = $1 and p.posting_id = t.posting_id)`

/** Adds those that are not there yet; answers how many. In the server's own name, while the case is locked. */
export async function addPostings(
  client: pg.ClientBase,
  of: { readonly caseId: CaseId; readonly jurisdiction: string },
  postings: readonly Posting[],
): Promise<number> {
  if (postings.length === 0) return 0
  const told = postings.map((one, nth) => ({
    nth,
    posting_id: one.id,
    vendor: one.vendor,
    kind: one.kind,
    at: iso(one.at),
    entered_at: iso(one.enteredAt),
    debit: one.debit,
    credit: one.credit,
    amount_cents: one.amount,
    source: one.source,
    reverses: one.reverses,
    words: one.words,
    law: one.law,
  }))
  const values = [of.caseId, of.jurisdiction, JSON.stringify(told)]
  const { rowCount } = await client.query({ name: 'add-postings', text: ADD, values })
  return rowCount ?? 0
}

const PAYABLE = `select ${COLUMNS} from keyturn.postings
  where vendor = $1 and jurisdiction = $2 and entered_at < $3
    and (debit = 'authority-payable' or credit = 'authority-payable')
  order by entered_at, case_id, place`

/** What one vendor has had to pass on to an authority, over all cases, entered before a moment. */
export async function payablePostings(
  db: Queryable,
  of: { readonly vendor: string; readonly jurisdiction: string; readonly before: Instant },
): Promise<readonly CasePosting[]> {
  const values = [of.vendor, of.jurisdiction, iso(of.before)]
  const { rows } = await db.query<Row>({ name: 'payable-postings', text: PAYABLE, values })
  return rows.map(postingOf)
}

const BILLED = `select ${COLUMNS} from keyturn.postings
  where vendor = $1 and jurisdiction = $2 and at >= $3 and at < $4 and credit in ('vendor-revenue', 'driver-owes')
    and source like 'money:%' and kind not in ('payment', 'payment-back', 'provider-caused', 'relief-granted')
  order by entered_at, case_id, place`

/** What one vendor billed apart from visits and leases, over all cases, with what was taken back of it. */
export async function billedPostings(
  db: Queryable,
  of: { readonly vendor: string; readonly jurisdiction: string; readonly from: Instant; readonly until: Instant },
): Promise<readonly CasePosting[]> {
  const values = [of.vendor, of.jurisdiction, iso(of.from), iso(of.until)]
  const { rows } = await db.query<Row>({ name: 'billed-postings', text: BILLED, values })
  return rows.map(postingOf)
}
