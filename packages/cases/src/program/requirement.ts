/** Whether a device is required, and why [MA-REQ-1, MA-OOS-3]. */
import { groundOf, type Law } from '../law.ts'
import type { CaseRef } from './assessment.ts'
import type { CaseFact, FactOf } from './fact.ts'
import type { Scene } from './scene.ts'

export type Duty = {
  readonly required: boolean
  /** What brought it about; empty when no device is required. */
  readonly because: readonly CaseRef[]
  readonly since: CaseFact | null
  readonly law: Law
  /** `program`: the program's own years are counted; the others last as long as what they rest on. */
  readonly ground: 'program' | 'first-conviction' | 'court-order' | null
  /** In order of their days. */
  readonly convictions: readonly FactOf<'conviction'>[]
  readonly orders: readonly FactOf<'court-order'>[]
}

/** What requires a device as things stand. Several grounds may hold; the farthest reaching one is named. */
export function dutyOf(scene: Scene): Duty {
  const { told, today, ref } = scene
  const { requirement, state } = scene.program
  const licensedIn = told.of('case-opened')[0]?.participant.license.state ?? state
  const elsewhere = licensedIn !== state && requirement.licensedElsewhere !== null
  const convictions = told
    .of('conviction')
    .filter((one) => one.on <= today && (!elsewhere || one.state === state))
    .toSorted((a, b) => (a.on === b.on ? a.seq - b.seq : a.on < b.on ? -1 : 1))
  const orders =
    requirement.courtOrder === null
      ? []
      : told.of('court-order').filter(({ from, until }) => from <= today && (until === null || from <= until))
  const from =
    elsewhere && requirement.licensedElsewhere !== null ? requirement.licensedElsewhere : requirement.convictions
  const common = { convictions, orders }
  const enough = convictions[from.value - 1]
  if (enough !== undefined) {
    const because = convictions.map(ref)
    return { required: true, because, since: enough, law: groundOf(from), ground: 'program', ...common }
  }
  const first = firstConviction(scene, convictions)
  if (first !== null) return { ...first, ...common }
  const [order] = orders
  if (order !== undefined && requirement.courtOrder !== null) {
    const because = orders.map(ref)
    return {
      required: true,
      because,
      since: order,
      law: groundOf(requirement.courtOrder),
      ground: 'court-order',
      ...common,
    }
  }
  return { required: false, because: [], since: null, law: groundOf(from), ground: null, ...common }
}

/** A first conviction with much alcohol needs a device on any hardship license, by the law when that was issued. */
function firstConviction(scene: Scene, convictions: readonly FactOf<'conviction'>[]) {
  const conviction = convictions.find(({ brac }) => brac !== null && brac !== undefined)
  if (conviction === undefined) return null
  const { told, ref } = scene
  for (const fact of told.facts) {
    const toHardship =
      fact.kind === 'hardship-license-issued' ||
      (fact.kind === 'approval-granted' && fact.toward === 'hardship-license')
    if (!toHardship) continue
    const rule = scene.lawAt(fact.at).requirement.firstConviction
    if (rule === null || (conviction.brac ?? 0) < rule.value.from) continue
    const because = [ref(conviction), ref(fact)]
    return { required: true, because, since: fact, law: groundOf(rule), ground: 'first-conviction' as const }
  }
  return null
}
