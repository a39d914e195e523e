import type { ReportLaw, ReportRule } from './reports.ts'
import { massachusettsReports } from './us-ma-reports.ts'
import { maineReports } from './us-me-reports.ts'

/** Every version there is. A later one is added, never edited in. */
export const reportLaws: readonly ReportLaw[] = [massachusettsReports, maineReports]

/** The versions of one jurisdiction, oldest first; empty when none is known. */
export const reportLawsOf = (jurisdiction: string): readonly ReportLaw[] =>
  reportLaws.filter(({ id }) => id === jurisdiction).toSorted((a, b) => (a.version < b.version ? -1 : 1))

/** The version in force on a day, `YYYY-MM-DD`; before the first one we know, the first; undefined without any. */
export const reportLawOn = (versions: readonly ReportLaw[], day: string): ReportLaw | undefined =>
  versions.findLast(({ version }) => version <= day) ?? versions[0]

/** A rule of any version by its id. */
export const findReportRule = (id: string): ReportRule | undefined =>
  reportLaws.flatMap(({ rules }) => rules).find((rule) => rule.id === id)
