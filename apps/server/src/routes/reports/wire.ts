/** Reports and files of them as the contract tells them. */
import { lawWords } from '@keyturn/cases/law.ts'
import type { ReportFileView, ReportLine } from '@keyturn/contract/endpoints/reports.ts'
import { type Instant, iso } from '@keyturn/domain/units.ts'
import type { ListedReport } from '@keyturn/store/queries/reports/due-reports.ts'
import type { ReportFileRow } from '@keyturn/store/queries/reports/report-files.ts'

/** How late it is depends on the moment of asking. */
export const lineOf = ({ caseId, vendor, jurisdiction, report }: ListedReport, now: Instant): ReportLine => ({
  case: caseId,
  report: report.id,
  rule: report.rule,
  sort: report.sort,
  title: report.title,
  jurisdiction,
  vendor,
  to: report.to,
  words: report.about.words,
  occurredAt: iso(report.about.at),
  discoveredAt: iso(report.about.discoveredAt),
  dueAt: iso(report.dueAt),
  state: report.state,
  madeAt: report.madeAt === null ? null : iso(report.madeAt),
  sentAt: report.sentAt === null ? null : iso(report.sentAt),
  returned: [...report.returned],
  lateByMs: Math.max(0, (report.sentAt ?? now) - report.dueAt),
  law: lawWords(report.because),
})

export const fileView = ({
  id,
  contents,
  cut,
  createdAt,
  sentAt,
  returnedAt,
  ...rest
}: ReportFileRow): ReportFileView => ({
  file: id,
  ...rest,
  createdAt: iso(createdAt),
  records: contents.map(({ number, caseId, report }) => ({ number, case: caseId, report })),
  cut: cut.map(({ report, fields }) => ({ report, fields: [...fields] })),
  sentAt: sentAt === null ? null : iso(sentAt),
  returnedAt: returnedAt === null ? null : iso(returnedAt),
})
