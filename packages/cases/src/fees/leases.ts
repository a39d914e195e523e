/** What a device costs while it is in a car, month by month. */
import type { Instant } from '@keyturn/domain/units.ts'
import { dayOf, firstOf } from '../program/days.ts'
import { monthStarts } from './months.ts'
import { type Due, type FeeRules, lawAt, owed, priceOf } from './rates.ts'
import type { Settled } from './vendors.ts'

/** The lease runs from the day of installation, month by month in the zone, until the day of removal. */
export function leases(rules: FeeRules, facts: readonly Settled[], until: Instant): readonly Due[] {
  return facts.flatMap((fact) => {
    if (fact.kind !== 'installed') return []
    const removed = removalAfter(facts, fact)
    const zone = lawAt(rules, fact.at).timeZone
    // The smaller of two moments, or the one before it, is a moment.
    const end = Math.min(until, removed === undefined ? until : removed.at - 1) as Instant
    const from = dayOf(fact.at, zone)
    return monthStarts(from, dayOf(end, zone)).flatMap((day, n): Due[] => {
      const at = n === 0 ? fact.at : firstOf(day, zone)
      if (at > end) return []
      // The later of two moments is a moment.
      const knownAt = Math.max(at, fact.recordedAt) as Instant
      const amount = priceOf(rules, { vendor: fact.vendor, charge: 'lease-month', at, knownAt })
      if (amount === undefined) return []
      const key = `lease:${fact.device}:${from}:${n + 1}`
      const about = { key, charge: 'lease-month', amount, vendor: fact.vendor, at, source: fact.id } as const
      return [owed(lawAt(rules, at), about)]
    })
  })
}

/** An installation that several people recorded is one, until the device is taken out again. */
export function firstInstalls(facts: readonly Settled[]): readonly Settled[] {
  return facts.filter((fact) => {
    if (fact.kind !== 'installed') return true
    const earlier = facts.flatMap((one) =>
      one.kind === 'installed' && one.device === fact.device && isBefore(facts, one, fact) ? [one] : [],
    )
    return earlier.every((one) => {
      const removed = removalAfter(facts, one)
      return removed !== undefined && removed.at <= fact.at
    })
  })
}

/** By the moment; of two at the same moment, the one that was learned first. */
const isBefore = (facts: readonly Settled[], one: Settled, other: Settled): boolean =>
  one.at < other.at || (one.at === other.at && facts.indexOf(one) < facts.indexOf(other))

const removalAfter = (
  facts: readonly Settled[],
  { device, at }: { readonly device: string; readonly at: Instant },
): Settled | undefined =>
  facts
    .filter((one) => one.kind === 'removed' && one.device === device && one.at >= at)
    .toSorted((a, b) => a.at - b.at)[0]
