/** What a delivery or a return means for each report in a file, case by case. */
import type { CaseAssessment } from '@keyturn/cases/program/assessment.ts'
import { reportsDue } from '@keyturn/cases/reports/due.ts'
import type { CaseId, Instant } from '@keyturn/domain/units.ts'
import { profiles } from '@keyturn/rules/profiles.ts'
import { reportLawsOf } from '@keyturn/rules/reports-for.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import { type CaseRow, lockCase } from '@keyturn/store/queries/cases/case-row.ts'
import { storedStatus } from '@keyturn/store/queries/cases/stored-status.ts'
import { replaceDueReports } from '@keyturn/store/queries/reports/due-reports.ts'
import { madeReportsOf, noteReportEvent } from '@keyturn/store/queries/reports/made-reports.ts'
import type { FiledReport, ReportFileRow } from '@keyturn/store/queries/reports/report-files.ts'
import type pg from 'pg'
import { readCaseFile } from '../../cases/case-file.ts'
import type { Services } from '../../services.ts'

/** All reports of the file were delivered. A test file delivers nothing. */
export const noteDelivered = (services: Services, file: ReportFileRow, at: Instant): Promise<void> =>
  noteFor(services, file, { kind: 'sent', at, reasonsOf: () => [] })

/** These records came back: they were delivered, and not taken. */
export const noteReturned = (
  services: Services,
  file: ReportFileRow,
  at: Instant,
  reasonsOf: (report: FiledReport) => readonly string[],
): Promise<void> => noteFor(services, file, { kind: 'returned', at, reasonsOf })

type Told = {
  readonly kind: 'sent' | 'returned'
  readonly at: Instant
  readonly reasonsOf: (report: FiledReport) => readonly string[]
}

async function noteFor(services: Services, file: ReportFileRow, { kind, at, reasonsOf }: Told): Promise<void> {
  if (file.test) return
  const byCase = new Map<CaseId, FiledReport[]>()
  for (const one of file.contents) byCase.set(one.caseId, [...(byCase.get(one.caseId) ?? []), one])
  for (const [caseId, reports] of byCase) {
    const told = reports.filter((one) => kind === 'sent' || reasonsOf(one).length > 0)
    if (told.length === 0) continue
    await asSystem(services.pool, async (client) => {
      const row = await lockCase(client, caseId)
      if (row === undefined) return
      for (const one of told) {
        const { report: id, version } = one
        await noteReportEvent(client, { caseId, id, version, kind, at, fileId: file.id, reasons: reasonsOf(one) })
      }
      await refreshDue(services, client, row)
    })
  }
}

/** What is due by the answer that is stored; the case's next assessment comes to the same. */
async function refreshDue({ records }: Services, client: pg.ClientBase, row: CaseRow): Promise<void> {
  const { caseId, jurisdiction, vendor } = row
  const stored = await storedStatus(client, caseId)
  if (stored === undefined) return
  // Stored by this server from an assessment.
  const assessment = JSON.parse(stored.assessment) as CaseAssessment
  const file = await readCaseFile({ db: client, records }, caseId)
  const view = { file, assessment, profiles: profiles.filter(({ id }) => id === jurisdiction) }
  const made = await madeReportsOf(client, caseId)
  const due = reportsDue(reportLawsOf(jurisdiction), view, made, assessment.asOf)
  await replaceDueReports(client, { caseId, jurisdiction, vendor }, due)
}
