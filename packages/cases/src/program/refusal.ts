/** What a check of a fact looks at, and how it refuses: always with what is missing, what to do, and the law. */
import { addDays } from '@keyturn/domain/civil.ts'
import type { CivilDate, DeviceId, Instant } from '@keyturn/domain/units.ts'
import type { Law } from '../law.ts'
import type { CaseAssessment, CaseDevice, CaseFinding, CaseVehicle, Hearing } from './assessment.ts'
import { dayOf, dayWords } from './days.ts'
import type { FactBody, FactKind } from './fact.ts'
import type { DeviceLaw } from './lifted.ts'
import type { Scene } from './scene.ts'

export type Refusal = { readonly because: string; readonly law: Law }
export type BodyOf<K extends FactKind> = Extract<FactBody, { readonly kind: K }>
export type Asked = {
  readonly scene: Scene
  readonly assessment: CaseAssessment
  /** When it happened or takes effect. */
  readonly at: Instant
  readonly day: CivilDate
  readonly device: DeviceLaw
}
export type Check<K extends FactKind> = (body: BodyOf<K>, asked: Asked) => Refusal | null
/** The checks of some kinds of facts. */
export type Checks<K extends FactKind> = { readonly [P in K]: Check<P> }

/** What holds because a case is a file of facts, whatever the jurisdiction. */
export const fileLaw: Law = {
  kind: 'assumed',
  from: 'the way a case is kept',
  why: 'Facts are appended once, in the order of what they rest on; a mistake is withdrawn by another fact.',
}

export const refuse = (because: string, law: Law = fileLaw): Refusal => ({ because, law })
export const fine = (): null => null

/** The first refusal there is. Checks are asked in order: later ones may rely on earlier ones. */
export function firstOf(...checks: readonly (() => Refusal | null)[]): Refusal | null {
  for (const check of checks) {
    const refused = check()
    if (refused !== null) return refused
  }
  return null
}

/** A date that cannot have come yet. */
export const notYet = ({ day }: Asked, on: CivilDate, what: string): Refusal | null =>
  on > day ? refuse(`${what} is dated ${dayWords(on)}, which has not come. Record it on that day.`) : null

/** A span that ends before it begins. */
export const inOrder = (from: CivilDate, until: CivilDate | null): Refusal | null =>
  until !== null && until < from
    ? refuse(`It would end on ${dayWords(until)}, before it begins on ${dayWords(from)}. Correct the dates.`)
    : null

export function vehicleIn({ assessment }: Asked, name: string): CaseVehicle | Refusal {
  const found = assessment.vehicles.find(({ vehicle }) => vehicle === name)
  if (found === undefined) return refuse(`There is no vehicle "${name}" in this case. Add the vehicle first.`)
  return found.state === 'given-up'
    ? refuse(`${found.description} was given up. Add it again if it is driven after all.`)
    : found
}

/** A device that was installed at some time, as the facts tell. */
export function deviceIn({ assessment }: Asked, id: DeviceId): CaseDevice | Refusal {
  const found = assessment.devices.find(({ device, installedAt }) => device === id && installedAt !== null)
  return found ?? refuse(`Device ${id} was never installed in this case. Record its installation first.`)
}

export function findingIn({ assessment }: Asked, id: string): CaseFinding | Refusal {
  const found = assessment.findings.find((one) => one.id === id || one.aliases.includes(id))
  return found ?? refuse(`There is no finding "${id}" in this case. Look at the list of findings again.`)
}

export function hearingIn({ assessment }: Asked, id: string): Hearing | Refusal {
  const found = assessment.hearings.find(({ hearing }) => hearing === id)
  return found ?? refuse(`There is no hearing "${id}" in this case. Set the hearing first.`)
}

/** Whether an answer is a refusal: nothing else in a case has just these two. */
export const isRefusal = <T extends object>(value: T | Refusal): value is Refusal =>
  Object.keys(value).length === 2 && 'because' in value && 'law' in value

/** The day so many days after a moment, in the zone. */
export const daysAfter = (at: Instant, days: number, zone: string): CivilDate => addDays(dayOf(at, zone), days)
