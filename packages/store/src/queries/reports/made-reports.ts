/** Reports as they were written, and what became of each. */
import type { MadeReport } from '@keyturn/cases/reports/due.ts'
import type { Report } from '@keyturn/cases/reports/make.ts'
import type { Actor } from '@keyturn/domain/actor.ts'
import { type CaseId, type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Queryable } from '../../pool.ts'

type Row = { report_id: string; rule: string; made_at: Date; sent_at: Date | null; reasons: readonly string[] | null }

// The newest version of each; its own delivery and return, not those of versions before.
const OF = `select distinct on (r.report_id) r.report_id, r.rule, r.made_at, s.at as sent_at, b.reasons
  from keyturn.reports r
  left join keyturn.report_events s
    on s.case_id = r.case_id and s.report_id = r.report_id and s.version = r.version and s.kind = 'sent'
  left join keyturn.report_events b
    on b.case_id = r.case_id and b.report_id = r.report_id and b.version = r.version and b.kind = 'returned'
  where r.case_id = $1 order by r.report_id, r.version desc`

/** The newest version of every report of a case. */
export async function madeReportsOf(db: Queryable, caseId: CaseId): Promise<readonly MadeReport[]> {
  const { rows } = await db.query<Row>({ name: 'made-reports', text: OF, values: [caseId] })
  return rows.map(({ report_id, rule, made_at, sent_at, reasons }) => ({
    id: report_id,
    rule,
    madeAt: instant(made_at.getTime()),
    // What came back was not received.
    sentAt: sent_at === null || reasons !== null ? null : instant(sent_at.getTime()),
    returned: reasons ?? [],
  }))
}

const ADD = `insert into keyturn.reports (case_id, report_id, version, rule, made_at, maker, maker_name, body)
  select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7 from keyturn.reports
  where case_id = $1 and report_id = $2 returning version`

/** Keeps a report as written, as its next version. In the server's own name, while the case is locked. */
export async function addReport(client: pg.ClientBase, report: Report, by: Actor): Promise<number> {
  const { rows } = await client.query<{ version: number }>({
    name: 'add-report',
    text: ADD,
    values: [report.caseId, report.id, report.rule, iso(report.madeAt), by.user, by.name, JSON.stringify(report)],
  })
  return rows[0]?.version ?? 1
}

const NOTE = `insert into keyturn.report_events (case_id, report_id, version, kind, at, file_id, reasons)
  values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`

export type ReportEvent = {
  readonly caseId: CaseId
  readonly id: string
  readonly version: number
  readonly kind: 'sent' | 'returned'
  readonly at: Instant
  readonly fileId: string
  readonly reasons: readonly string[]
}

/** Notes that a version was delivered, or came back. The first word about it stands. */
export async function noteReportEvent(client: pg.ClientBase, told: ReportEvent): Promise<void> {
  const { caseId, id, version, kind, at, fileId, reasons } = told
  const values = [caseId, id, version, kind, iso(at), fileId, JSON.stringify(reasons)]
  await client.query({ name: 'note-report-event', text: NOTE, values })
}
