/**
 * What a vendor has to pass on to the authority for one month. A line belongs to the month in which it was entered, so
 * the statement of a month that is over never changes: what is learned later stands in a later one.
 */
import { parseCivilDate } from '@keyturn/domain/civil.ts'
import { type CaseId, type Cents, type CivilDate, cents, type Instant } from '@keyturn/domain/units.ts'
import { dayOf, firstOf } from '../program/days.ts'
import { monthsLater } from './months.ts'
import type { Posting } from './posting.ts'

/** `2026-03`. */
export type Month = { readonly name: string; readonly from: Instant; readonly until: Instant; readonly zone: string }

/** Undefined when the text is no month. `until` is the first instant of the next one. */
export function monthOf(name: string, zone: string): Month | undefined {
  const first = /^\d{4}-\d\d$/.test(name) ? parseCivilDate(`${name}-01`) : undefined
  if (first === undefined) return undefined
  return { name, from: firstOf(first, zone), until: firstOf(monthsLater(first, 1), zone), zone }
}

/** A posting of some case, as a vendor's statement needs it. */
export type CasePosting = Posting & { readonly caseId: CaseId }

export type RemittanceLine = {
  readonly caseId: CaseId
  readonly posting: string
  /** The day of the visit. */
  readonly on: CivilDate
  readonly enteredOn: CivilDate
  readonly words: string
  /** Below zero: a fee of an earlier entry that is taken back. */
  readonly amount: Cents
}

export type Remittance = {
  readonly vendor: string
  readonly jurisdiction: string
  readonly authority: string
  readonly month: string
  /** Whether the month had been over for a day when this was made: it does not change any more. */
  readonly final: boolean
  /** What was still to be passed on before the month. */
  readonly opening: Cents
  readonly lines: readonly RemittanceLine[]
  readonly fees: Cents
  readonly takenBack: Cents
  /** What was paid to the authority in the month. */
  readonly remitted: Cents
  /** `opening + fees + takenBack - remitted`. */
  readonly due: Cents
}

export type Paid = { readonly at: Instant; readonly amount: Cents }

/** What arrived in the last seconds of a month is entered by then. */
const CLOSING_MS = 86_400_000

/**
 * The statement of one vendor for one month. `postings` and `paid` from the beginning up to at least the month's end;
 * others than the vendor's are left out.
 */
export function remittanceOf(
  about: { readonly vendor: string; readonly jurisdiction: string; readonly authority: string; readonly month: Month },
  postings: readonly CasePosting[],
  paid: readonly Paid[],
  asOf: Instant,
): Remittance {
  const { vendor, jurisdiction, authority, month } = about
  const payable = postings
    .filter((one) => one.vendor === vendor && (one.credit === 'authority-payable' || one.debit === 'authority-payable'))
    .toSorted((a, b) => a.enteredAt - b.enteredAt || (a.caseId < b.caseId ? -1 : a.caseId > b.caseId ? 1 : 0))
  const amountOf = ({ credit, amount }: Posting) => (credit === 'authority-payable' ? amount : -amount)
  const inMonth = (at: Instant) => at >= month.from && at < month.until
  const total = (amounts: readonly number[]) => cents(amounts.reduce((all, one) => all + one, 0))
  const lines = payable
    .filter(({ enteredAt }) => inMonth(enteredAt))
    .map(
      (one): RemittanceLine => ({
        caseId: one.caseId,
        posting: one.id,
        on: dayOf(one.at, month.zone),
        enteredOn: dayOf(one.enteredAt, month.zone),
        words: one.words,
        amount: cents(amountOf(one)),
      }),
    )
  const before = total(payable.filter(({ enteredAt }) => enteredAt < month.from).map(amountOf))
  const opening = cents(before - total(paid.filter(({ at }) => at < month.from).map(({ amount }) => amount)))
  const fees = total(lines.flatMap(({ amount }) => (amount > 0 ? [amount] : [])))
  const takenBack = total(lines.flatMap(({ amount }) => (amount < 0 ? [amount] : [])))
  const remitted = total(paid.flatMap(({ at, amount }) => (inMonth(at) ? [amount] : [])))
  const due = cents(opening + fees + takenBack - remitted)
  const final = asOf >= month.until + CLOSING_MS
  return { vendor, jurisdiction, authority, month: month.name, final, opening, lines, fees, takenBack, remitted, due }
}
