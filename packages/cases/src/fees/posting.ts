/**
 * A double entry: one amount that leaves one account and enters another, so that no posting can be out of balance. An
 * account belongs to one case and one vendor.
 */
import type { Cents, Instant } from '@keyturn/domain/units.ts'
import { cents } from '@keyturn/domain/units.ts'
import type { Charge } from '@keyturn/rules/fees.ts'
import type { Law } from '../law.ts'

export const ACCOUNTS = [
  /** What the driver has to pay the vendor; below zero the vendor owes the driver. */
  'driver-owes',
  /** Money that the vendor has received. */
  'vendor-cash',
  /** What the vendor holds for the authority. */
  'authority-payable',
  /** What the vendor has earned. */
  'vendor-revenue',
  /** What a written hardship finding takes off the driver. */
  'relief',
  /** What a provider's failure cost, borne by the vendor. */
  'vendor-bears',
] as const
export type Account = (typeof ACCOUNTS)[number]

/** What a posting is for. */
export type PostingKind =
  | 'administration-fee'
  | Charge
  | 'payment'
  | 'payment-back'
  | 'relief-granted'
  | 'provider-caused'

export type Posting = {
  /** Stable and unique in its case: the same facts give the same ids. */
  readonly id: string
  readonly kind: PostingKind
  readonly vendor: string
  /** When what it is for happened. */
  readonly at: Instant
  /** When it was entered; never earlier than the posting before it. */
  readonly enteredAt: Instant
  readonly debit: Account
  readonly credit: Account
  /** Above zero. */
  readonly amount: Cents
  /** The fact it follows from. */
  readonly source: string
  /** The posting that this one takes back; null for all others. */
  readonly reverses: string | null
  readonly words: string
  readonly law: Law
}

/** What stands on an account: debits less credits. */
export const balanceOf = (postings: readonly Posting[], account: Account, vendor?: string): Cents =>
  cents(
    postings
      .filter((one) => vendor === undefined || one.vendor === vendor)
      .reduce((total, { debit, credit, amount }) => {
        if (debit === account) return total + amount
        return credit === account ? total - amount : total
      }, 0),
  )

/** What the driver has to pay all vendors together. */
export const driverOwes = (postings: readonly Posting[]): Cents => balanceOf(postings, 'driver-owes')
