/** What a finding rests on: words of the law, or an assumption that says it is one. */
import { unreachable } from '@keyturn/domain/units.ts'
import type { Citation, Research, Ruled } from '@keyturn/rules/profile.ts'

export type Law =
  | ({ readonly kind: 'cited' } & Citation)
  | ({ readonly kind: 'researched' } & Research)
  | { readonly kind: 'assumed'; readonly from: string; readonly why: string }
  | Ordered

/** A signed order under law: who gave it, by which law, and why. */
export type Ordered = {
  readonly kind: 'ordered'
  readonly order: string
  readonly issuer: string
  readonly cites: readonly string[]
  readonly reason: string
}

const known = new WeakMap<Citation, Law>()

/** Words of the law as a finding carries them. The law is constant, so findings under one rule share its words. */
export function citedLaw(law: Citation): Law {
  const before = known.get(law)
  if (before !== undefined) return before
  const made: Law = { kind: 'cited', ...law }
  known.set(law, made)
  return made
}

/** The ground of a profile's value: its citation, the text it was read in, or the assumption it is. */
export const groundOf = (ruled: Ruled<unknown>): Law => {
  if ('law' in ruled) return citedLaw(ruled.law)
  return 'research' in ruled ? { kind: 'researched', ...ruled.research } : { kind: 'assumed', ...ruled.assumed }
}

/** `order ma-2026-3 of Registry of Motor Vehicles under 540 CMR 25.06(3)`. */
export const orderWords = ({ order, issuer, cites }: Ordered): string =>
  `order ${order} of ${issuer}${cites.length === 0 ? '' : ` under ${cites.join(' and ')}`}`

/** One line: `massachusetts-rmv-iid-program, Lockout: "…"`, `540 CMR 25.10(2): …`, or `assumed from …: …`. */
export function lawWords(law: Law): string {
  switch (law.kind) {
    case 'cited':
      return `${law.source}, ${law.section}: "${law.quote}"`
    case 'researched':
      return `${law.clause}${law.grade === 'A' ? '' : ' (as others report it)'}: ${law.gist}`
    case 'assumed':
      return `assumed from ${law.from}: ${law.why}`
    case 'ordered':
      return `${orderWords(law)}: ${law.reason}`
    default:
      return unreachable(law)
  }
}
