/** Whose customer a driver was at a visit, where the record of the visit does not say. */
import type { MoneyFact } from './money-fact.ts'

export type Served = MoneyFact & { readonly kind: 'installed' | 'visit-kept'; readonly vendor: string }
/** A fact whose vendor is known, or that needs none. */
export type Settled = Exclude<MoneyFact, { readonly kind: 'installed' | 'visit-kept' }> | Served

/**
 * The facts with their vendors. A visit nobody's vendor is known for is left out until somebody tells it: the ledger
 * charges it then.
 */
export const withVendors = (facts: readonly MoneyFact[]): readonly Settled[] =>
  facts.flatMap((fact): readonly Settled[] => {
    if (fact.kind !== 'installed' && fact.kind !== 'visit-kept') return [fact]
    const vendor = fact.vendor ?? vendorFor(facts, fact)
    return vendor === null ? [] : [{ ...fact, vendor }]
  })

/** Who fitted the device last before the visit, or at all; otherwise whom the driver had chosen. */
function vendorFor(facts: readonly MoneyFact[], visit: MoneyFact & { readonly device: string }): string | null {
  const fittings = facts.flatMap((one) =>
    one.kind === 'installed' && one.device === visit.device && one.vendor !== null
      ? [{ at: one.at, vendor: one.vendor }]
      : [],
  )
  const chosen = facts.flatMap((one) => (one.kind === 'vendor-chosen' ? [one] : []))
  return lastBefore(fittings, visit.at) ?? lastBefore(chosen, visit.at)
}

function lastBefore(told: readonly { readonly at: number; readonly vendor: string }[], at: number): string | null {
  const ordered = told.toSorted((a, b) => a.at - b.at)
  return (ordered.findLast((one) => one.at <= at) ?? ordered[0])?.vendor ?? null
}
