/** What the driver does not have to pay after all, and who bears it. */
import { groundOf } from '../law.ts'
import { dayOf } from '../program/days.ts'
import { chargesOf } from './charges.ts'
import { type Due, type FeeRules, lawAt } from './rates.ts'
import type { Settled } from './vendors.ts'

/** What a provider's failure or a hardship finding takes off the driver. The failure comes first: it is no favor. */
export function takenOff(rules: FeeRules, facts: readonly Settled[], charges: readonly Due[]): readonly Due[] {
  const owing = charges.filter(({ debit, kind }) => debit === 'driver-owes' && kind !== 'payment-back')
  const sources = new Map(facts.map((fact) => [fact.id, fact]))
  const failures = facts.flatMap((fact) => {
    if (fact.kind !== 'provider-caused') return []
    // A visit may have been recorded by several facts; naming any of them names the visit.
    const named = facts.filter(({ id }) => fact.of.includes(id)).flatMap((one) => chargesOf(rules, one))
    return [{ ...fact, keys: new Set(named.map(({ key }) => key)) }]
  })
  const findings = facts.filter((fact) => fact.kind === 'hardship-found')
  return owing.flatMap((due): Due[] => {
    const law = lawAt(rules, due.at)
    const source = sources.get(due.source)
    const about = source?.kind === 'charged' ? source.about : null
    const failure = failures.find(
      ({ of, keys, only }) =>
        (keys.has(due.key) && (only?.some((charge) => charge === due.kind) ?? true)) ||
        (about !== null && of.includes(about)),
    )
    if (failure !== undefined) {
      const words = `Taken back: ${failure.reason}`
      return [off(due, { kind: 'provider-caused', debit: 'vendor-bears', law: groundOf(law.providerCaused), words })]
    }
    const day = dayOf(due.at, law.timeZone)
    if (law.relief === null || !law.relief.value.some((charge) => charge === due.kind)) return []
    if (!findings.some(({ from, until }) => from <= day && (until === null || day <= until))) return []
    const words = `Hardship finding: ${due.words}`
    return [off(due, { kind: 'relief-granted', debit: 'relief', law: groundOf(law.relief), words })]
  })
}

const off = (due: Due, what: Pick<Due, 'kind' | 'debit' | 'law' | 'words'>): Due => ({
  ...due,
  ...what,
  key: `${due.key}:${what.kind}`,
  credit: 'driver-owes',
})
