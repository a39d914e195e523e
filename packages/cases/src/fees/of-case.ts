/** What of a case is about money: its own facts, and the records of its devices. */
import type { Record } from '@keyturn/domain/record.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import type { VisitPurpose } from '@keyturn/rules/fees.ts'
import type { CaseFinding } from '../program/assessment.ts'
import type { CaseFact, CaseFile, DeviceHistory } from '../program/fact.ts'
import { heldMisses } from './held-misses.ts'
import { continueLedger } from './ledger.ts'
import type { MoneyFact } from './money-fact.ts'
import type { Posting } from './posting.ts'
import type { FeeRules } from './rates.ts'

/** What a ledger of a case is made from. */
export type Accounts = {
  readonly rules: FeeRules
  readonly file: CaseFile
  /** What vendors and officers settled. */
  readonly settled: readonly MoneyFact[]
  /** What the case comes to, where it is at hand: an order may have decided whose doing a lockout was. */
  readonly findings?: readonly CaseFinding[]
}

/**
 * The ledger of a case from its facts, its devices' records and what was settled. The same facts give the same
 * postings; what the store holds has to equal them. `held`: what is entered already.
 */
export const ledgerOf = (accounts: Accounts, asOf: Instant, held: readonly Posting[] = []): readonly Posting[] =>
  continueLedger(accounts.rules, moneyFactsOf(accounts), { held, asOf })

/** In the order in which the case learned them. */
export function moneyFactsOf({ file, settled, findings }: Omit<Accounts, 'rules'>): readonly MoneyFact[] {
  const told = [
    ...file.facts.flatMap(fromFact),
    // Visits are few among many thousand records.
    ...file.devices.flatMap((history) =>
      history.records.filter(({ kind }) => VISITS.has(kind)).flatMap((record) => fromRecord(history, record)),
    ),
    ...settled,
  ]
  const facts = [...told, ...heldMisses(findings ?? [], told)]
  return facts.toSorted((a, b) => a.recordedAt - b.recordedAt)
}

const VISITS: ReadonlySet<string> = new Set(['installed', 'uninstalled', 'service-completed'])

/** Names a fact of the case among those that money follows from. */
export const factSource = (seq: number): string => `fact:${seq}`

function fromFact(fact: CaseFact): readonly MoneyFact[] {
  const { seq, at, recordedAt } = fact
  const head = { id: factSource(seq), at, recordedAt }
  switch (fact.kind) {
    case 'vendor-chosen':
      return [{ ...head, kind: 'vendor-chosen', vendor: fact.vendor }]
    case 'device-installed':
      return [{ ...head, kind: 'installed', device: fact.device, vendor: fact.vendor }]
    case 'device-removed':
      return [{ ...head, kind: 'removed', device: fact.device }]
    case 'visit-kept':
      return [{ ...head, kind: 'visit-kept', device: fact.device, vendor: null, purpose: fact.purpose }]
    case 'hardship-finding':
      return [{ ...head, kind: 'hardship-found', from: fact.from, until: fact.until }]
    case 'excusal-granted':
      // A flat battery or a broken car is nobody's failure that the vendor answers for.
      return fact.cause === 'provider' || fact.cause === 'device'
        ? [{ ...head, kind: 'provider-caused', of: [fact.about], reason: fact.reason }]
        : []
    case 'fact-withdrawn':
      return [{ ...head, kind: 'withdrawn', of: factSource(fact.fact), reason: fact.reason }]
    default:
      // Nothing else in a case moves money.
      return []
  }
}

function fromRecord({ device, received }: DeviceHistory, record: Record): readonly MoneyFact[] {
  const said = visitIn(record)
  if (said === null) return []
  const { seq, at } = record
  const recordedAt = received.find((one) => one.seq >= seq)?.at
  // A record that nobody has received is not known.
  return recordedAt === undefined ? [] : [{ id: `log:${device}:${seq}`, at, recordedAt, device, ...said }]
}

type Said =
  | { readonly kind: 'installed'; readonly vendor: null }
  | { readonly kind: 'removed' }
  | { readonly kind: 'visit-kept'; readonly vendor: null; readonly purpose: VisitPurpose }

function visitIn(record: Record): Said | null {
  switch (record.kind) {
    case 'installed':
      return { kind: 'installed', vendor: null }
    case 'uninstalled':
      return { kind: 'removed' }
    case 'service-completed':
      // The certificate of an installation belongs to the installation, which has a record of its own.
      return record.visit === 'install' ? null : { kind: 'visit-kept', vendor: null, purpose: record.visit }
    default:
      return null
  }
}
