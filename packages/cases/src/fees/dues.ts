/** What should stand in the ledger, from what is known at one moment. No history: the ledger keeps that. */
import type { Instant } from '@keyturn/domain/units.ts'
import { chargesOf } from './charges.ts'
import { firstInstalls, leases } from './leases.ts'
import type { MoneyFact } from './money-fact.ts'
import type { Due, FeeRules } from './rates.ts'
import { takenOff } from './taken-off.ts'
import { withVendors } from './vendors.ts'

/** Everything that is due by `until`, from these facts alone, oldest first. */
export function duesOf(rules: FeeRules, facts: readonly MoneyFact[], until: Instant): readonly Due[] {
  const withdrawn = new Set(facts.flatMap((fact) => (fact.kind === 'withdrawn' ? [fact.of] : [])))
  const standing = withVendors(facts.filter(({ id }) => !withdrawn.has(id)))
  const fitted = firstInstalls(standing)
  const charges = [...fitted.flatMap((fact) => chargesOf(rules, fact)), ...leases(rules, fitted, until)].filter(
    firstOfKey(),
  )
  return [...charges, ...takenOff(rules, standing, charges)].toSorted((a, b) => a.at - b.at)
}

const firstOfKey = () => {
  const seen = new Set<string>()
  return ({ key }: Due): boolean => !seen.has(key) && seen.add(key).size > 0
}
