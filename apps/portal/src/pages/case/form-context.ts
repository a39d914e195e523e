/** A case as its forms see it. */
import type { CaseView, Organization, Told } from '../../data/cases.ts'
import type { Me } from '../../data/session.ts'
import type { FormCase } from './forms/form-case.ts'

/** The facts that another one has withdrawn. */
export const withdrawnIn = (facts: readonly Told[]): ReadonlySet<number> =>
  new Set(facts.flatMap(({ fact }) => (fact.kind === 'fact-withdrawn' ? [fact.fact] : [])))

export function formCase(
  { assessment }: CaseView,
  facts: readonly Told[],
  organizations: readonly Organization[],
  me: Me,
): FormCase {
  const withdrawn = withdrawnIn(facts)
  return {
    ...assessment,
    organizations,
    ownVendor: me.vendor,
    facts: facts.map(({ fact, words }) => ({
      seq: fact.seq,
      kind: fact.kind,
      at: fact.at,
      words,
      counts: !withdrawn.has(fact.seq),
      body: { ...fact },
    })),
  }
}
