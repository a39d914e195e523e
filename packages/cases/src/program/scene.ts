/** What everything that concludes about a case looks at: its facts, the law of the day, and how a fact is named. */
import type { CivilDate, Instant } from '@keyturn/domain/units.ts'
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
}

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
  }
}
