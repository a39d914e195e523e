/** What an amount is worked out by, and the shape of what is due. */
import type { Cents, Instant } from '@keyturn/domain/units.ts'
import type { Charge, FeeLaw } from '@keyturn/rules/fees.ts'
import { feeLawOn } from '@keyturn/rules/fees-for.ts'
import { groundOf } from '../law.ts'
import { dayOf } from '../program/days.ts'
import type { PriceList } from './money-fact.ts'
import type { Posting } from './posting.ts'
import type { Settled } from './vendors.ts'

/** A posting as it should be, before the ledger gives it a moment of entry. `key` tells it from all others. */
export type Due = Omit<Posting, 'id' | 'enteredAt' | 'reverses'> & { readonly key: string }

/** What the amounts are worked out by. */
export type FeeRules = { readonly laws: readonly FeeLaw[]; readonly prices: readonly PriceList[] }

export type FactOf<K extends Settled['kind']> = Extract<Settled, { readonly kind: K }>

/** A price that the driver owes the vendor. */
export const owed = (
  law: FeeLaw,
  due: Pick<Due, 'key' | 'vendor' | 'at' | 'source' | 'amount'> & { readonly charge: Charge },
): Due => {
  const { charge, ...rest } = due
  return {
    ...rest,
    kind: charge,
    debit: 'driver-owes',
    credit: 'vendor-revenue',
    words: CHARGE_WORDS[charge],
    law: groundOf(law.payer),
  }
}

/** As a statement names them. */
export const CHARGE_WORDS: { readonly [C in Charge]: string } = {
  installation: 'Installation of the device',
  'service-visit': 'Service visit',
  'lease-month': 'Lease of the device for a month',
  'lockout-reset': 'Release from a lockout',
  'missed-visit': 'Missed service visit',
  'emergency-call': 'Emergency call',
  tow: 'Towing',
  damage: 'Damage to the device',
  removal: 'Removal of the device',
}

/** The price that was on file when it was charged: a list filed later changes nothing. */
export function priceOf(
  { laws, prices }: FeeRules,
  asked: { readonly vendor: string; readonly charge: Charge; readonly at: Instant; readonly knownAt: Instant },
): Cents | undefined {
  const day = dayOf(asked.at, feeLawOn(laws, '').timeZone)
  const lists = prices
    .filter((list) => list.vendor === asked.vendor && list.effectiveOn <= day && list.recordedAt <= asked.knownAt)
    .toSorted((a, b) => a.effectiveOn.localeCompare(b.effectiveOn) || a.recordedAt - b.recordedAt)
  const price = lists.at(-1)?.prices[asked.charge]
  return price === undefined || price <= 0 ? undefined : price
}

/** The law in force when something happened. */
export const lawAt = ({ laws }: FeeRules, at: Instant): FeeLaw => {
  const { timeZone } = feeLawOn(laws, '')
  return feeLawOn(laws, dayOf(at, timeZone))
}
