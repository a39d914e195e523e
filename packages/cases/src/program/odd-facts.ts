/** Facts that name nothing, or say what cannot be. Each has one defined outcome, and a person looks at it. */

import { creditsDecided } from './elsewhere.ts'
import type { CaseFact } from './fact.ts'
import { removalsDecided } from './removal.ts'
import type { Scene } from './scene.ts'

/** A fact that a person has to settle, and what it does until then. */
export type Doubt = {
  readonly rule: string
  readonly fact: CaseFact
  readonly title: string
  readonly effect: string
}

/** In no particular order. */
export function oddFacts(scene: Scene): readonly Doubt[] {
  return [...openedAgain(scene), ...unknownNames(scene), ...decisions(scene), ...spans(scene), ...withdrawals(scene)]
}

function openedAgain({ told }: Scene): readonly Doubt[] {
  return told
    .of('case-opened')
    .slice(1)
    .map((fact) => ({
      rule: 'opened-twice',
      fact,
      title: 'The case was opened a second time',
      effect: 'The first opening holds. The participant’s data of the second are not taken over.',
    }))
}

/** Devices that were never installed, vehicles and members that were never told. */
function unknownNames({ told }: Scene): readonly Doubt[] {
  const devices = new Set<string>()
  const vehicles = new Set<string>()
  const members = new Set<string>(['participant'])
  const found: Doubt[] = []
  for (const fact of told.facts) {
    switch (fact.kind) {
      case 'vehicle-added':
        vehicles.add(fact.vehicle)
        break
      case 'household-member-added':
        members.add(fact.member)
        break
      case 'device-installed':
        devices.add(fact.device)
        if (!vehicles.has(fact.vehicle)) found.push(unknown(fact, 'vehicle'))
        break
      case 'device-moved':
      case 'device-removed':
      case 'visit-kept':
        if (!devices.has(fact.device)) found.push(unknown(fact, 'device'))
        else if (fact.kind === 'device-moved' && !vehicles.has(fact.to)) found.push(unknown(fact, 'vehicle'))
        break
      case 'vehicle-given-up':
      case 'vehicle-out-of-use':
      case 'vehicle-back-in-use':
        if (!vehicles.has(fact.vehicle)) found.push(unknown(fact, 'vehicle'))
        break
      case 'household-member-left':
        if (!members.has(fact.member)) found.push(unknown(fact, 'member'))
        break
      case 'affidavit-filed':
        if (!members.has(fact.signer)) found.push(unknown(fact, 'member'))
        break
      default:
        break
    }
  }
  return found
}

const nameless = {
  device: ['names-no-device', 'It speaks of a device that was not installed', 'It changes nothing about any device.'],
  vehicle: ['names-no-vehicle', 'It speaks of a vehicle that was not told', 'Add the vehicle, or withdraw the fact.'],
  member: ['names-nobody', 'It speaks of a person who was not told', 'Add the person, or withdraw the fact.'],
} as const

function unknown(fact: CaseFact, what: keyof typeof nameless): Doubt {
  const [rule, title, effect] = nameless[what]
  return { rule, fact, title, effect }
}

/** The first decision about a request holds; one about no request decides nothing. */
function decisions({ told }: Scene): readonly Doubt[] {
  const holding = new Set([...removalsDecided(told).values(), ...creditsDecided(told).values()])
  const requests = new Map(
    [...told.of('removal-requested'), ...told.of('credit-requested')].map((one) => [one.seq, one.kind]),
  )
  const all = [...told.of('removal-decided'), ...told.of('credit-decided')]
  return all.flatMap((fact): readonly Doubt[] => {
    if (holding.has(fact)) return []
    const asked = requests.get(fact.request) === REQUESTS[fact.kind]
    return [
      asked
        ? {
            rule: 'decided-twice',
            fact,
            title: 'A request was decided a second time',
            effect: 'The first decision holds. Withdraw it by a fact of its own if the second is meant.',
          }
        : {
            rule: 'names-no-request',
            fact,
            title: 'A decision about a request that was not made',
            effect: 'It decides nothing.',
          },
    ]
  })
}

const REQUESTS = { 'removal-decided': 'removal-requested', 'credit-decided': 'credit-requested' } as const

/** Periods that end before they begin have no day. */
function spans({ told }: Scene): readonly Doubt[] {
  const periods = [...told.of('suspension'), ...told.of('court-order'), ...told.of('credit-requested')]
  const hardship = told.of('hardship-license-issued').filter(({ on, until }) => until < on)
  const backwards = periods.filter(({ from, until }) => until !== null && until < from)
  return [...backwards, ...hardship].map((fact) => ({
    rule: 'ends-before-it-begins',
    fact,
    title: 'A period ends before it begins',
    effect: 'It has no day, so nothing is counted from it. Withdraw it and tell the days again.',
  }))
}

/** A withdrawal of a fact that is not there: places run from 1 without a gap, and none reaches forward. */
function withdrawals({ told }: Scene): readonly Doubt[] {
  return told.of('fact-withdrawn').flatMap((fact) =>
    fact.fact >= 1 && fact.fact < fact.seq
      ? []
      : [
          {
            rule: 'withdraws-nothing',
            fact,
            title: 'It withdraws a fact that is not there',
            effect: 'It changes nothing.',
          },
        ],
  )
}
