/** Makes reports that are due and puts them in a file for the authority. */
import { randomUUID } from 'node:crypto'
import { caseLawOf } from '@keyturn/cases/program/case-law.ts'
import { type DueReport, reportsDue } from '@keyturn/cases/reports/due.ts'
import { makeReport, type Report, type Reporter } from '@keyturn/cases/reports/make.ts'
import type { ReportView } from '@keyturn/cases/reports/occurrence.ts'
import { nodeCrypto } from '@keyturn/contract/crypto/node.ts'
import { FILE_RECORDS_MAX } from '@keyturn/contract/endpoints/reports.ts'
import { REPORT_ADAPTERS } from '@keyturn/contract/reports/formats.ts'
import { recordOf } from '@keyturn/contract/reports/record.ts'
import type { Actor } from '@keyturn/domain/actor.ts'
import { assert, type CaseId, type Instant, instant, iso } from '@keyturn/domain/units.ts'
import { profiles } from '@keyturn/rules/profiles.ts'
import { findReportRule, reportLawsOf } from '@keyturn/rules/reports-for.ts'
import { asActor, asSystem } from '@keyturn/store/as-actor.ts'
import { lockCase } from '@keyturn/store/queries/cases/case-row.ts'
import { organizations } from '@keyturn/store/queries/cases/organizations.ts'
import { listDueReports, replaceDueReports } from '@keyturn/store/queries/reports/due-reports.ts'
import { addReport, madeReportsOf } from '@keyturn/store/queries/reports/made-reports.ts'
import { addReportFile, type FiledReport, type ReportFileRow } from '@keyturn/store/queries/reports/report-files.ts'
import { readCaseFile } from '../../cases/case-file.ts'
import { lawOf } from '../../cases/case-law.ts'
import { judge } from '../../cases/judged.ts'
import { noteListed } from '../../cases/look.ts'
import { ok, problem } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'
import type { Services } from '../../services.ts'
import { fileView } from './wire.ts'

export const makeReportFileRoute = route('make-report-file', async ({ body, actor, now, services }) => {
  const { jurisdiction, format, test } = body
  if (caseLawOf(jurisdiction) === undefined || reportLawsOf(jurisdiction).length === 0) {
    return problem('unknown-jurisdiction', `There are no reporting duties known for ${jurisdiction} here.`)
  }
  const wanted = await wantedReports(services, actor, body)
  const reporter = await reporterFor(services, actor, now)
  const made: { readonly report: Report; readonly version: number }[] = []
  for (const [caseId, ids] of wanted) {
    made.push(...(await makeInCase(services, { caseId, ids, reporter, actor, now, test })))
  }
  if (made.length === 0) {
    return problem('nothing-to-report', `No report to ${jurisdiction} is due and not in a file already.`)
  }
  await noteListed(services.pool, { actor, now, caseIds: [...wanted.keys()] })
  const vendor = actor.vendor ?? jurisdiction
  const file = {
    vendor: vendorCode(vendor),
    vendorName: reporter.affiliation,
    createdAt: iso(now),
    test,
    records: made.map(({ report }) => recordOf(report)),
  }
  const { text, cut } = REPORT_ADAPTERS[format].write(file)
  const bytes = Buffer.from(text)
  const contents = made.map(
    ({ report, version }, n): FiledReport => ({ number: n + 1, caseId: report.caseId, report: report.id, version }),
  )
  const digest = Buffer.from(nodeCrypto.sha256(bytes)).toString('hex')
  const row = {
    id: randomUUID(),
    vendor: actor.vendor,
    jurisdiction,
    format,
    test,
    createdAt: now,
    contents,
    cut,
    digest,
  }
  await asSystem(services.pool, (client) => addReportFile(client, { ...row, body: bytes }, actor))
  const view: ReportFileRow = { ...row, by: actor.name, sentAt: null, returnedAt: null }
  return ok(fileView(view))
})

/** The vendor in a file's header: up to five capital letters and digits of its id. */
export const vendorCode = (vendor: string): string =>
  vendor
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
    .slice(0, 5) || 'X'

type Asked = {
  readonly jurisdiction: string
  readonly cases?: readonly CaseId[] | undefined
  readonly again: boolean
}

/** Case by case what is due or came back, as far as the caller may see it, soonest due first. */
async function wantedReports(services: Services, actor: Actor, { jurisdiction, cases, again }: Asked) {
  const page = {
    which: 'open' as const,
    dueBefore: null,
    jurisdiction,
    vendor: actor.vendor,
    after: { dueAt: instant(Date.UTC(1900, 0, 1)), caseId: '', id: '' },
    limit: FILE_RECORDS_MAX,
  }
  const open = await asActor(services.pool, actor, (client) => listDueReports(client, page))
  const wanted = new Map<CaseId, Set<string>>()
  for (const { caseId, report } of open) {
    if (cases !== undefined && !cases.includes(caseId)) continue
    if (report.state === 'made' && !again) continue
    wanted.set(caseId, (wanted.get(caseId) ?? new Set()).add(report.id))
  }
  return wanted
}

type InCase = {
  readonly caseId: CaseId
  readonly ids: ReadonlySet<string>
  readonly reporter: Reporter
  readonly actor: Actor
  readonly now: Instant
  readonly test: boolean
}

/** From the case as it is at this moment: what is not due any more is not made. */
const makeInCase = ({ pool, records }: Services, { caseId, ids, reporter, actor, now, test }: InCase) =>
  asSystem(pool, async (client) => {
    const row = await lockCase(client, caseId)
    if (row === undefined) return []
    const { jurisdiction, vendor } = row
    const file = await readCaseFile({ db: client, records }, caseId)
    const { assessment } = judge(await lawOf(client, jurisdiction, now), file, now)
    const view: ReportView = { file, assessment, profiles: profiles.filter(({ id }) => id === jurisdiction) }
    const laws = reportLawsOf(jurisdiction)
    const due = reportsDue(laws, view, await madeReportsOf(client, caseId), now)
    const made: { report: Report; version: number }[] = []
    for (const one of due.filter(({ id, state }) => ids.has(id) && state !== 'sent')) {
      const report = written(one, view, { reporter, madeAt: now })
      made.push({ report, version: test ? 0 : await addReport(client, report, actor) })
    }
    if (!test) {
      const after = reportsDue(laws, view, await madeReportsOf(client, caseId), now)
      await replaceDueReports(client, { caseId, jurisdiction, vendor }, after)
    }
    return made
  })

function written(due: DueReport, view: ReportView, by: Parameters<typeof makeReport>[3]): Report {
  const rule = findReportRule(due.rule)
  assert(rule !== undefined, 'a due report comes from a rule')
  return makeReport(rule, due, view, by)
}

/** Who reports, and for whom: the vendor by the name it is listed under. */
async function reporterFor({ pool }: Services, actor: Actor, now: Instant): Promise<Reporter> {
  if (actor.vendor === null) return { name: actor.name, affiliation: 'the operator of this server' }
  const { vendor } = actor
  const listed = await asActor(pool, actor, (client) => organizations(client, now, { kind: 'vendor' }))
  return { name: actor.name, affiliation: listed.find(({ id }) => id === vendor)?.name ?? vendor }
}
