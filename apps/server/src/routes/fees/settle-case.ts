/**
 * What a case comes to besides its status: postings of its ledger and the reports it calls for. Stored in the
 * transaction that stores the status, so that neither is ever without the other.
 */
import { ledgerOf } from '@keyturn/cases/fees/of-case.ts'
import type { CaseAssessment } from '@keyturn/cases/program/assessment.ts'
import type { CaseFile } from '@keyturn/cases/program/fact.ts'
import { reportsDue } from '@keyturn/cases/reports/due.ts'
import { feeLawsOf } from '@keyturn/rules/fees-for.ts'
import { profiles } from '@keyturn/rules/profiles.ts'
import { reportLawsOf } from '@keyturn/rules/reports-for.ts'
import type { CaseRow } from '@keyturn/store/queries/cases/case-row.ts'
import { moneyFactsOf } from '@keyturn/store/queries/money/money-facts.ts'
import { addPostings, postingsOfCase } from '@keyturn/store/queries/money/postings.ts'
import { priceListsOf } from '@keyturn/store/queries/money/price-lists.ts'
import { replaceDueReports } from '@keyturn/store/queries/reports/due-reports.ts'
import { madeReportsOf } from '@keyturn/store/queries/reports/made-reports.ts'
import type pg from 'pg'

export type SettledCase = Pick<CaseRow, 'caseId' | 'jurisdiction' | 'vendor'>

/** In the server's own name, while the case is locked. Done twice it comes to the same. */
export async function settleCase(
  client: pg.ClientBase,
  of: SettledCase,
  file: CaseFile,
  assessment: CaseAssessment,
): Promise<void> {
  await enterPostings(client, of, file, assessment)
  await dueReportsOf(client, of, file, assessment)
}

/** When it is, and what the case found: some of it has cost somebody something. */
export type Accounted = Pick<CaseAssessment, 'asOf' | 'findings'>

/** Enters what is due and is not entered yet. Answers how many postings that were. */
export async function enterPostings(
  client: pg.ClientBase,
  { caseId, jurisdiction }: SettledCase,
  file: CaseFile,
  { asOf, findings }: Accounted,
): Promise<number> {
  const laws = feeLawsOf(jurisdiction)
  if (laws.length === 0) return 0
  const held = await postingsOfCase(client, caseId)
  const rules = { laws, prices: await priceListsOf(client, jurisdiction) }
  const accounts = { rules, file, settled: await moneyFactsOf(client, caseId), findings }
  const all = ledgerOf(accounts, asOf, held)
  return addPostings(client, { caseId, jurisdiction }, all.slice(held.length))
}

async function dueReportsOf(
  client: pg.ClientBase,
  { caseId, jurisdiction, vendor }: SettledCase,
  file: CaseFile,
  assessment: CaseAssessment,
): Promise<void> {
  const laws = reportLawsOf(jurisdiction)
  if (laws.length === 0) return
  const view = { file, assessment, profiles: profiles.filter(({ id }) => id === jurisdiction) }
  const due = reportsDue(laws, view, await madeReportsOf(client, caseId), assessment.asOf)
  await replaceDueReports(client, { caseId, jurisdiction, vendor }, due)
}
