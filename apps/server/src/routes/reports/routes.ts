/** The endpoints about reports. */
import type { Route } from '../../kernel/route.ts'
import { postErrorReturnRoute } from './error-return.ts'
import { getReportFileRoute, listReportFilesRoute, markFileSentRoute, reportFileContentRoute } from './files.ts'
import { caseReportsRoute, listReportsRoute } from './list-reports.ts'
import { makeReportFileRoute } from './make-file.ts'
import { vendorStatusReportRoute } from './status-report.ts'

export const reportRoutes: readonly Route[] = [
  caseReportsRoute,
  listReportsRoute,
  makeReportFileRoute,
  listReportFilesRoute,
  getReportFileRoute,
  reportFileContentRoute,
  markFileSentRoute,
  vendorStatusReportRoute,
]

/** Those whose body is a file as it is. */
export const returnRoutes: readonly Route[] = [postErrorReturnRoute]
