/** What everything that concludes about a case looks at: its facts, the law of the day, and how a fact is named. */
import type { CivilDate, DeviceId, Instant } from '@keyturn/domain/units.ts'
import type { Program } from '@keyturn/rules/program.ts'
import type { CaseRef } from './assessment.ts'
import { dayOf } from './days.ts'
import type { CaseFact } from './fact.ts'
import { programInForce } from './program-in-force.ts'
import type { Told } from './told.ts'
import { refOfFact } from './words.ts'

export type Scene = {
  readonly told: Told
  /** The version in force at the told moment. */
  readonly program: Program
  readonly today: CivilDate
  /** The version in force when a fact happened: it judges the fact. */
  readonly lawAt: (at: Instant) => Program
  readonly ref: (fact: CaseFact) => CaseRef
  readonly day: (at: Instant) => CivilDate
  /** What was told of a device, in order. */
  readonly ofDevice: (device: DeviceId) => readonly DeviceFact[]
}

/** A fact that names a device that is, was or comes into a vehicle. */
export type DeviceFact = Extract<CaseFact, { readonly device: DeviceId }>

const scenes = new WeakMap<Told, Scene>()

/** The one scene of told facts: references that were put into words once are not put into words again. */
export function sceneOf(told: Told): Scene {
  const before = scenes.get(told)
  if (before !== undefined) return before
  const made = read(told)
  scenes.set(told, made)
  return made
}

function read(told: Told): Scene {
  const { law, zone, asOf, names } = told
  const refs = new Map<number, CaseRef>()
  const ref = (fact: CaseFact): CaseRef => {
    const before = refs.get(fact.seq)
    if (before !== undefined) return before
    const made = refOfFact(fact, zone, names)
    refs.set(fact.seq, made)
    return made
  }
  return {
    told,
    program: programInForce(law.programs, asOf).program,
    today: dayOf(asOf, zone),
    lawAt: (at) => programInForce(law.programs, at).program,
    ref,
    day: (at) => dayOf(at, zone),
    ofDevice: byDevice(told),
  }
}

/** Read once, and only when it is asked for. */
function byDevice(told: Told): Scene['ofDevice'] {
  let known: Map<DeviceId, DeviceFact[]> | null = null
  return (device) => {
    known ??= grouped(told.facts)
    return known.get(device) ?? []
  }
}

function grouped(facts: readonly CaseFact[]): Map<DeviceId, DeviceFact[]> {
  const found = new Map<DeviceId, DeviceFact[]>()
  for (const fact of facts) {
    // A report may name a device, and says nothing of where it is.
    if (!('device' in fact) || fact.kind === 'violation-reported') continue
    const same = found.get(fact.device)
    if (same === undefined) found.set(fact.device, [fact])
    else same.push(fact)
  }
  return found
}
