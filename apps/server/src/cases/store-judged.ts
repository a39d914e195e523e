/** Stores what a case came to, with everything that follows from its facts, while the case is locked. */
import type { CaseFile, License } from '@keyturn/cases/program/fact.ts'
import { noteDevices } from '@keyturn/store/queries/cases/case-devices.ts'
import { type CaseRow, moveCase } from '@keyturn/store/queries/cases/case-row.ts'
import { storeFindBy } from '@keyturn/store/queries/cases/find-by.ts'
import { storeStatus } from '@keyturn/store/queries/cases/stored-status.ts'
import { storeCaseDue } from '@keyturn/store/queries/statements/case-due.ts'
import type pg from 'pg'
import { settleCase } from '../routes/fees/settle-case.ts'
import { readUpTo } from './case-file.ts'
import { dueDates } from './due-dates.ts'
import { deviceStanding, type Judged } from './judged.ts'

/** In the server's own name. */
export async function storeJudged(
  client: pg.ClientBase,
  row: CaseRow,
  file: CaseFile,
  { assessment, text, digest }: Judged,
): Promise<void> {
  const { caseId, jurisdiction } = row
  const devices = readUpTo(file)
  const lastSeq = file.facts.at(-1)?.seq ?? 0
  const vendor = vendorOf(file)
  if (lastSeq !== row.lastSeq || vendor !== row.vendor) await moveCase(client, { caseId, lastSeq, vendor })
  await storeStatus(client, caseId, {
    factsSeq: lastSeq,
    devices,
    asOf: assessment.asOf,
    nextChangeAt: assessment.nextChangeAt,
    stage: assessment.stage.kind,
    standing: deviceStanding(assessment.devices),
    name: assessment.participant?.name ?? '',
    jurisdiction,
    vendor,
    assessment: text,
    digest,
  })
  await noteDevices(client, caseId, devices)
  await storeCaseDue(client, { caseId, jurisdiction, vendor }, dueDates(file, assessment.devices, assessment.timeZone))
  await settleCase(client, { caseId, jurisdiction, vendor }, file, assessment)
  const fresh = file.facts.slice(row.lastSeq)
  if (fresh.some(({ kind }) => FOUND_BY.has(kind))) await storeFindBy(client, caseId, foundBy(file))
}

const FOUND_BY: ReadonlySet<string> = new Set(['case-opened', 'household-member-added', 'fact-withdrawn'])

const withdrawnIn = ({ facts }: CaseFile): ReadonlySet<number> =>
  new Set(facts.flatMap((fact) => (fact.kind === 'fact-withdrawn' ? [fact.fact] : [])))

/** Whose customer the participant is: the vendor chosen last; before any was chosen, the one whose device is in. */
export function vendorOf(file: CaseFile): string | null {
  const gone = withdrawnIn(file)
  const said = file.facts.filter(({ seq }) => !gone.has(seq)).toSorted((a, b) => a.at - b.at || a.seq - b.seq)
  const vendors = (kind: 'vendor-chosen' | 'device-installed') =>
    said.flatMap((fact) => (fact.kind === kind ? [fact.vendor] : []))
  return vendors('vendor-chosen').at(-1) ?? vendors('device-installed').at(-1) ?? null
}

/** The participant by every name the case was opened under, and by every license. */
function foundBy(file: CaseFile): {
  readonly names: readonly string[]
  readonly licenses: readonly (License & { readonly seq: number })[]
} {
  const gone = withdrawnIn(file)
  const opened = file.facts.flatMap((fact) => (fact.kind === 'case-opened' && !gone.has(fact.seq) ? [fact] : []))
  return {
    names: opened.map(({ participant }) => participant.name),
    licenses: opened.map(({ participant, seq }) => ({ ...participant.license, seq })),
  }
}
