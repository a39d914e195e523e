/**
 * What a life's provider reported to the authority in its time: written by the same code as ever, and noted as sent.
 * What was discovered in the last days is left to be done; now and then one was late.
 */
import { reportsDue } from '@keyturn/cases/reports/due.ts'
import { makeReport } from '@keyturn/cases/reports/make.ts'
import type { ReportView } from '@keyturn/cases/reports/occurrence.ts'
import type { Actor } from '@keyturn/domain/actor.ts'
import { after, hours, type Instant, instant } from '@keyturn/domain/units.ts'
import { findReportRule, reportLawsOf } from '@keyturn/rules/reports-for.ts'
import type { CaseWorld } from '@keyturn/simulator/case-scenario/case-world.ts'
import { replaceDueReports } from '@keyturn/store/queries/reports/due-reports.ts'
import { addReport, madeReportsOf, noteReportEvent } from '@keyturn/store/queries/reports/made-reports.ts'
import type { Client } from './store-case.ts'

/** What was discovered since is left for a visitor to report. */
const OPEN = hours(30)
/** One in so many reports was sent after its time. */
const LATE_ONE_IN = 40

export type Reporting = {
  readonly world: CaseWorld
  readonly jurisdiction: string
  readonly vendor: string
  readonly affiliation: string
  /** Who reports for the vendor. */
  readonly actor: Actor
}

/** In the server's own name, in the transaction that stores the case. */
export async function reportPast(client: Client, told: Reporting, now: Instant): Promise<void> {
  const { world, jurisdiction, vendor, affiliation, actor } = told
  const { caseId, law, file } = world
  const view: ReportView = { file, assessment: world.assess(now), profiles: law.profiles }
  const laws = reportLawsOf(jurisdiction)
  let n = 0
  for (const due of reportsDue(laws, view, [], now)) {
    const { discoveredAt } = due.about
    const rule = findReportRule(due.rule)
    if (rule === undefined || due.state !== 'due' || after(discoveredAt, OPEN) > now) continue
    n += 1
    const late = n % LATE_ONE_IN === 0
    const madeAt = late ? after(due.dueAt, hours(5)) : instant(Math.min(due.dueAt, after(discoveredAt, hours(3))))
    const report = makeReport(rule, due, view, { reporter: { name: actor.name, affiliation }, madeAt })
    const version = await addReport(client, report, actor)
    const sent = {
      caseId,
      id: due.id,
      version,
      kind: 'sent',
      at: madeAt,
      fileId: `past-${vendor}`,
      reasons: [],
    } as const
    await noteReportEvent(client, sent)
  }
  await replaceDueReports(
    client,
    { caseId, jurisdiction, vendor },
    reportsDue(laws, view, await madeReportsOf(client, caseId), now),
  )
}
