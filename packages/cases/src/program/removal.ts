/** Devices that came out, and the request to have the last one out for good. */
import type { RemovalLaw } from '@keyturn/rules/program.ts'
import type { FactOf } from './fact.ts'
import type { Told } from './told.ts'

export type DeviceRemoval = {
  readonly fact: FactOf<'device-removed'>
  readonly is: /** After the authority granted it. */
    | 'decided'
    /** To be put into another vehicle, or another device in its place. */
    | 'exchange'
    /** By the provider of somebody who lives in another state: a person decides. */
    | 'moved'
    /** Nobody says who did it: a person decides. */
    | 'unexplained'
    | 'unauthorized'
}

/** Each removal of a device, with what it was as far as the facts say [MA-VIO-5]. */
export function removalsOf(told: Told, law: RemovalLaw, state: string): readonly DeviceRemoval[] {
  const granted = grantedRemoval(told)
  return told.of('device-removed').map((fact): DeviceRemoval => {
    if (granted !== undefined && granted.at <= fact.at) return { fact, is: 'decided' }
    if (fact.removedBy === 'provider' && isExchange(told, fact)) return { fact, is: 'exchange' }
    if (fact.removedBy === 'provider' && law.moved !== null && livesIn(told, fact.at) !== state)
      return { fact, is: 'moved' }
    return { fact, is: fact.removedBy === 'unknown' ? 'unexplained' : 'unauthorized' }
  })
}

const isExchange = (told: Told, { why, at, device }: FactOf<'device-removed'>): boolean => {
  if (why === 'device-replaced' || why === 'vehicle-changed') return true
  const vehicle = told.of('device-installed').findLast((one) => one.device === device && one.at <= at)?.vehicle
  return told.of('vehicle-given-up').some((one) => one.vehicle === vehicle && one.at <= at)
}

/** The state the participant lived in at a moment, by the last address told before it. */
function livesIn(told: Told, at: number): string | undefined {
  const moved = told.of('address-changed').findLast((one) => one.at <= at)
  return (moved ?? told.of('case-opened')[0]?.participant)?.address.state
}

export type RemovalRequest = {
  readonly request: FactOf<'removal-requested'>
  readonly decision: FactOf<'removal-decided'> | null
}

/** The first decision about each request: a second one decides nothing. One before its request is about no request. */
export function removalsDecided(told: Told): ReadonlyMap<number, FactOf<'removal-decided'>> {
  return firstDecisions(told.of('removal-requested'), told.of('removal-decided'))
}

/** By the request's place. Facts are in the order in which they happened. */
export function firstDecisions<T extends { readonly seq: number; readonly at: number; readonly request: number }>(
  requests: readonly { readonly seq: number; readonly at: number }[],
  decisions: readonly T[],
): ReadonlyMap<number, T> {
  const asked = new Map(requests.map((one) => [one.seq, one]))
  const first = new Map<number, T>()
  for (const one of decisions) {
    const request = asked.get(one.request)
    if (request !== undefined && request.at <= one.at && !first.has(one.request)) first.set(one.request, one)
  }
  return first
}

/** The last request, with its decision once there is one. */
export function lastRequest(told: Told): RemovalRequest | null {
  const request = told.last('removal-requested')
  if (request === undefined) return null
  return { request, decision: removalsDecided(told).get(request.seq) ?? null }
}

/** The first grant that answers a request, or undefined: only such a one lets a device come out. */
export const grantedRemoval = (told: Told): FactOf<'removal-decided'> | undefined =>
  [...removalsDecided(told).values()].find(({ granted }) => granted)
