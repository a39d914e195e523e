/** What a driver owes and why, line by line: the ledger of one case as a person reads it. */
import type { Cents, Instant } from '@keyturn/domain/units.ts'
import { cents } from '@keyturn/domain/units.ts'
import type { Law } from '../law.ts'
import { driverOwes, type Posting } from './posting.ts'

export type StatementLine = {
  readonly id: string
  readonly at: Instant
  readonly enteredAt: Instant
  readonly vendor: string
  readonly kind: Posting['kind']
  readonly words: string
  /** What the driver owes more by this line; below zero: less. */
  readonly amount: Cents
  /** What is owed after it. */
  readonly owed: Cents
  readonly reverses: string | null
  readonly law: Law
}

export type DriverStatement = {
  readonly asOf: Instant
  /** Oldest entry first. */
  readonly lines: readonly StatementLine[]
  readonly charged: Cents
  /** Taken off by findings, failures of providers and corrections. */
  readonly takenOff: Cents
  readonly paid: Cents
  /** Below zero: the vendor has to pay it back. */
  readonly owed: Cents
}

/** The driver's side of the postings entered by `asOf`. */
export function driverStatement(postings: readonly Posting[], asOf: Instant): DriverStatement {
  const mine = postings.filter(
    ({ enteredAt, debit, credit }) => enteredAt <= asOf && (debit === 'driver-owes' || credit === 'driver-owes'),
  )
  let owed = 0
  const lines = mine.map((posting): StatementLine => {
    const amount = posting.debit === 'driver-owes' ? posting.amount : -posting.amount
    owed += amount
    const { id, at, enteredAt, vendor, kind, words, reverses, law } = posting
    return { id, at, enteredAt, vendor, kind, words, amount: cents(amount), owed: cents(owed), reverses, law }
  })
  const total = (of: (line: StatementLine) => boolean) =>
    cents(lines.filter(of).reduce((all, { amount }) => all + amount, 0))
  const isPayment = ({ kind }: StatementLine) => kind === 'payment' || kind === 'payment-back'
  return {
    asOf,
    lines,
    charged: total((line) => !isPayment(line) && line.amount > 0),
    takenOff: total((line) => !isPayment(line) && line.amount < 0),
    paid: cents(-total(isPayment)),
    owed: driverOwes(mine),
  }
}
