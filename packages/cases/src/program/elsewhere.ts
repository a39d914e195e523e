/** Time with a device under another jurisdiction: what was asked for, what proof is missing, what was granted. */
import { addDays } from '@keyturn/domain/civil.ts'
import type { CivilDate } from '@keyturn/domain/units.ts'
import type { ElsewhereLaw } from '@keyturn/rules/program.ts'
import { groundOf, type Law } from '../law.ts'
import type { DaySpan } from './day-spans.ts'
import type { CaseFact, FactOf } from './fact.ts'
import { firstDecisions } from './removal.ts'
import type { Scene } from './scene.ts'
import { type ListedVendor, type Told, vendorsAt } from './told.ts'

export type Credit = {
  readonly request: FactOf<'credit-requested'>
  readonly decision: FactOf<'credit-decided'> | null
  /** What the law asks for and the request does not show; empty when nothing is missing. */
  readonly missing: readonly { readonly words: string; readonly law: Law }[]
  /** Granted, and nothing missing that the law asks for: only then it counts. */
  readonly counts: boolean
}

/** Every request for credit, oldest first [MA-OOS-2]. */
export function creditsOf(told: Told, law: ElsewhereLaw | null, state: string): readonly Credit[] {
  const decided = creditsDecided(told)
  return told.of('credit-requested').map((request): Credit => {
    const decision = decided.get(request.seq) ?? null
    const missing = law === null ? [] : missingOf(request, law, state, vendorsAt(told.law, decision?.at ?? told.asOf))
    return { request, decision, missing, counts: law !== null && decision?.granted === true && missing.length === 0 }
  })
}

/** The first decision about each request: a second one decides nothing. */
export const creditsDecided = (told: Told): ReadonlyMap<number, FactOf<'credit-decided'>> =>
  firstDecisions(told.of('credit-requested'), told.of('credit-decided'))

const proofs = {
  maintained: 'that the device was kept in the vehicle',
  serviced: 'that it was serviced',
  freeOfViolations: 'that there was no violation in that time',
  sameSettings: 'that it was set to the standards of this program',
} as const

/** What a request lacks. A list of vendors that is not at hand proves nothing and refuses nothing. */
export function missingOf(
  request: Pick<FactOf<'credit-requested'>, 'proof' | 'vendor' | 'state'>,
  law: ElsewhereLaw,
  state: string,
  vendors: readonly ListedVendor[] | undefined,
): Credit['missing'] {
  const lacking = law.credit.value
    .filter((one) => !request.proof[one])
    .map((one) => ({
      words: `Proof is missing ${proofs[one]}.`,
      law: groundOf(one === 'sameSettings' ? law.creditVendor : law.credit),
    }))
  if (request.state === state) {
    lacking.push({ words: `Time in ${state} itself counts without credit.`, law: groundOf(law.credit) })
  }
  if (vendors === undefined) return lacking
  const vendor = vendors.find((one) => one.vendor === request.vendor)
  const both = vendor?.states.includes(state) === true && vendor.states.includes(request.state)
  if (both) return lacking
  const words = `${vendor?.name ?? request.vendor} is not known to do business both in ${state} and in ${request.state}.`
  return [...lacking, { words, law: groundOf(law.creditVendor) }]
}

/** When the participant lived in another state, by the addresses told: from the day of each. */
export function elsewhereSpans({ told, program, day }: Scene): readonly DaySpan[] {
  const spans: DaySpan[] = []
  let away: CivilDate | null = null
  for (const fact of told.facts) {
    const state = stateIn(fact)
    if (state === null) continue
    const on = day(fact.at)
    if (state !== program.state) away ??= on
    else if (away !== null) {
      if (away < on) spans.push({ from: away, until: addDays(on, -1) })
      away = null
    }
  }
  return away === null ? spans : [...spans, { from: away, until: null }]
}

const stateIn = (fact: CaseFact): string | null => {
  if (fact.kind === 'address-changed') return fact.address.state
  return fact.kind === 'case-opened' ? fact.participant.address.state : null
}
