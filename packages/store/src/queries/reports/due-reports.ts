/** Which reports cases call for, as worked out last, and lists of them over many cases. */
import type { DueReport } from '@keyturn/cases/reports/due.ts'
import { type CaseId, type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Queryable } from '../../pool.ts'

const CLEAR = 'delete from keyturn.reports_due where case_id = $1 and report_id <> all($2::text[])'

const PUT = `insert into keyturn.reports_due
    (case_id, report_id, rule, sort, jurisdiction, vendor, discovered_at, due_at, state, body)
  select $1, t.report_id, t.rule, t.sort, $2, coalesce(t.vendor, $3), t.discovered_at, t.due_at, t.state, t.body
  from jsonb_to_recordset($4::jsonb) as t (report_id text, rule text, sort text, vendor text, discovered_at timestamptz,
    due_at timestamptz, state text, body jsonb)
  on conflict (case_id, report_id) do update set vendor = excluded.vendor, discovered_at = excluded.discovered_at,
    due_at = excluded.due_at, state = excluded.state, body = excluded.body
  where (reports_due.vendor, reports_due.body) is distinct from (excluded.vendor, excluded.body)`

/** Puts what is due now in the place of what was. In the server's own name, while the case is locked. */
export async function replaceDueReports(
  client: pg.ClientBase,
  of: { readonly caseId: CaseId; readonly jurisdiction: string; readonly vendor: string | null },
  due: readonly DueReport[],
): Promise<void> {
  await client.query({ name: 'clear-reports-due', text: CLEAR, values: [of.caseId, due.map(({ id }) => id)] })
  if (due.length === 0) return
  const told = due.map((one) => ({
    report_id: one.id,
    rule: one.rule,
    sort: one.sort,
    vendor: one.vendor,
    discovered_at: iso(one.about.discoveredAt),
    due_at: iso(one.dueAt),
    state: one.state,
    // How late it is depends on the moment of asking; without it, nothing changes while nothing happens.
    body: { ...one, lateByMs: 0 },
  }))
  const values = [of.caseId, of.jurisdiction, of.vendor, JSON.stringify(told)]
  await client.query({ name: 'put-reports-due', text: PUT, values })
}

export type ListedReport = {
  readonly caseId: CaseId
  readonly vendor: string | null
  readonly jurisdiction: string
  readonly report: DueReport
}

type Row = { case_id: CaseId; vendor: string | null; jurisdiction: string; body: DueReport }

const listedOf = (row: Row): ListedReport => ({
  caseId: row.case_id,
  vendor: row.vendor,
  jurisdiction: row.jurisdiction,
  report: row.body,
})

const OF_CASE = `select case_id, vendor, jurisdiction, body from keyturn.reports_due
  where case_id = $1 order by due_at, report_id`

/** The reports of one case, soonest due first. */
export async function dueReportsOfCase(db: Queryable, caseId: CaseId): Promise<readonly ListedReport[]> {
  const { rows } = await db.query<Row>({ name: 'reports-of-case', text: OF_CASE, values: [caseId] })
  return rows.map(listedOf)
}

export type ReportPage = {
  /** `open`: not delivered yet; `sent`: delivered. */
  readonly which: 'open' | 'sent' | 'all'
  /** Only those due before this moment; null: all. */
  readonly dueBefore: Instant | null
  /** Only under this authority; null: all that the reader may see. */
  readonly jurisdiction: string | null
  /** Only of this vendor's customers; null: of all that the reader may see. */
  readonly vendor: string | null
  readonly after: { readonly dueAt: Instant; readonly caseId: string; readonly id: string }
  readonly limit: number
}

const WHICH = { open: `state <> 'sent'`, sent: `state = 'sent'`, all: 'true' } as const

/** Reports over all cases that the reader may see, soonest due first. */
export async function listDueReports(db: Queryable, page: ReportPage): Promise<readonly ListedReport[]> {
  const { after, which, dueBefore, jurisdiction, vendor, limit } = page
  const values: unknown[] = [iso(after.dueAt), after.caseId, after.id, limit]
  // Only what is asked for stands in the query, so that the index for it is found.
  const only = [
    ...(dueBefore === null ? [] : [`due_at < $${values.push(iso(dueBefore))}`]),
    ...(jurisdiction === null ? [] : [`jurisdiction = $${values.push(jurisdiction)}`]),
    ...(vendor === null ? [] : [`vendor = $${values.push(vendor)}`]),
  ]
  const text = `select case_id, vendor, jurisdiction, body from keyturn.reports_due
    where ${WHICH[which]} and (due_at, case_id, report_id) > ($1, $2, $3) ${only.map((one) => `and ${one}`).join(' ')}
    order by due_at, case_id, report_id limit $4`
  const { rows } = await db.query<Row>(text, values)
  return rows.map(listedOf)
}

const OVERDUE = `select count(*) as overdue, min(due_at) as oldest from keyturn.reports_due
  where state <> 'sent' and due_at < $1`

/** How many reports are late by now, and since when the oldest is. */
export async function overdueReports(
  db: Queryable,
  now: Instant,
): Promise<{ readonly overdue: number; readonly oldest: Instant | null }> {
  const { rows } = await db.query<{ overdue: number; oldest: Date | null }>({
    name: 'overdue-reports',
    text: OVERDUE,
    values: [iso(now)],
  })
  const [row] = rows
  const oldest = row?.oldest ?? null
  return { overdue: row?.overdue ?? 0, oldest: oldest === null ? null : instant(oldest.getTime()) }
}
