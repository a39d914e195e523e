/** What one fact costs or settles. */
import type { Charge, VisitPurpose } from '@keyturn/rules/fees.ts'
import { groundOf } from '../law.ts'
import { dayOf } from '../program/days.ts'
import { type Due, type FactOf, type FeeRules, lawAt, owed, priceOf } from './rates.ts'
import type { Settled } from './vendors.ts'

/** The dues that follow from a fact alone. */
export function chargesOf(rules: FeeRules, fact: Settled): readonly Due[] {
  switch (fact.kind) {
    case 'installed':
      return visitCharges(rules, { ...fact, kind: 'visit-kept', purpose: 'installation' })
    case 'visit-kept':
      return visitCharges(rules, fact)
    case 'charged':
      return [extraCharge(rules, fact)]
    case 'paid':
    case 'paid-back':
      return [payment(rules, fact)]
    default:
      // The others move what is there, or end it.
      return []
  }
}

/** A visit is one device on one day: recorded by the bench, the log and an officer, it is still charged once. */
function visitCharges(rules: FeeRules, fact: FactOf<'visit-kept'>): readonly Due[] {
  const law = lawAt(rules, fact.at)
  const day = dayOf(fact.at, law.timeZone)
  const about = { vendor: fact.vendor, at: fact.at, source: fact.id }
  const visit = `visit:${fact.device}:${day}`
  const prices = PRICED[fact.purpose].flatMap((charge): Due[] => {
    const amount = priceOf(rules, { vendor: fact.vendor, charge, at: fact.at, knownAt: fact.recordedAt })
    return amount === undefined ? [] : [owed(law, { ...about, key: `${visit}:${charge}`, charge, amount })]
  })
  const fee = law.administration
  if (fee === null || !fee.atVisits.value.includes(fact.purpose)) return prices
  const due: Due = {
    ...about,
    key: `${visit}:administration-fee`,
    kind: 'administration-fee',
    debit: 'driver-owes',
    credit: 'authority-payable',
    amount: fee.amount.value,
    words: `Program administration fee for the ${law.authority}`,
    law: groundOf(fee.amount),
  }
  return [due, ...prices]
}

const PRICED: { readonly [P in VisitPurpose]: readonly Charge[] } = {
  installation: ['installation'],
  scheduled: ['service-visit'],
  lockout: ['service-visit', 'lockout-reset'],
  removal: ['removal'],
}

const extraCharge = (rules: FeeRules, fact: FactOf<'charged'>): Due =>
  owed(lawAt(rules, fact.at), {
    key: `charge:${fact.id}`,
    charge: fact.charge,
    amount: fact.amount,
    vendor: fact.vendor,
    at: fact.at,
    source: fact.id,
  })

function payment(rules: FeeRules, fact: FactOf<'paid' | 'paid-back'>): Due {
  const isBack = fact.kind === 'paid-back'
  return {
    key: `${fact.kind}:${fact.id}`,
    kind: isBack ? 'payment-back' : 'payment',
    vendor: fact.vendor,
    at: fact.at,
    debit: isBack ? 'driver-owes' : 'vendor-cash',
    credit: isBack ? 'vendor-cash' : 'driver-owes',
    amount: fact.amount,
    source: fact.id,
    words: isBack ? `Paid back, ${fact.reference}` : `Payment received, ${fact.reference}`,
    law: groundOf(lawAt(rules, fact.at).payer),
  }
}
