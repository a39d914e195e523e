/** The restriction on the license: put on with the papers and the device there, and never off by itself [MA-INS-4]. */
import { groundOf } from '../law.ts'
import type { Requirement } from './assessment.ts'
import type { Checked } from './checklist.ts'
import { missingPapers } from './checklist-papers.ts'
import { dayWords } from './days.ts'
import type { FactOf } from './fact.ts'
import { grantedRemoval } from './removal.ts'
import type { Scene } from './scene.ts'

/** One code with a hardship license, another with a full one. */
export function restrictionItem(scene: Scene, { life }: Checked): readonly Requirement[] {
  const { program, ref, day } = scene
  const rule = program.preparation.restriction
  if (rule === null) return []
  const item = {
    id: 'restriction',
    title: 'Restriction on the license',
    who: 'authority',
    law: groundOf(rule),
  } as const
  const { restriction, held, approval } = life
  const hardship = held === null ? approval?.toward === 'hardship-license' : held.kind === 'hardship-license-issued'
  const code = hardship ? rule.value.hardship : rule.value.full
  if (restriction === null) return [{ ...item, ...withoutRestriction(scene, code) }]
  const because = [ref(restriction)]
  const early = missingAt(scene, restriction)
  if (early.length > 0) {
    const words = `"${restriction.code}" was put on the license on ${dayWords(day(restriction.at))} without ${early.join(' and ')}.`
    return [{ ...item, state: 'broken', words, because }]
  }
  if (held === null || restriction.code === code) {
    return [{ ...item, state: 'met', words: `"${restriction.code}" is on the license.`, because }]
  }
  const license = hardship ? 'a hardship license' : 'full reinstatement'
  const words = `"${restriction.code}" is on the license; with ${license} it has to be "${code}".`
  return [{ ...item, state: 'open', words, because: [...because, ref(held)] }]
}

/** Not on yet, or taken off: by decision, or by nobody's decision. */
function withoutRestriction(
  { told, program, ref, day }: Scene,
  code: string,
): Pick<Requirement, 'state' | 'words' | 'because' | 'law'> {
  const lifted = told.last('restriction-removed')
  const granted = grantedRemoval(told)
  const decided = lifted !== undefined && granted !== undefined && granted.at <= lifted.at
  const law = groundOf(program.removal.decided)
  if (lifted !== undefined && decided) {
    const words = `Taken off the license on ${dayWords(day(lifted.at))}, as decided.`
    return { state: 'not-needed', words, because: [ref(lifted)], law }
  }
  if (lifted !== undefined && told.of('restriction-added').some(({ at }) => at <= lifted.at)) {
    const words = `It was taken off on ${dayWords(day(lifted.at))} though nobody had granted the removal. It does not end by itself.`
    return { state: 'broken', words, because: [ref(lifted)], law }
  }
  const words = `The ${program.authority} puts "${code}" on the license when the papers and the proof of installation are there.`
  return {
    state: 'open',
    words,
    because: [],
    law: groundOf(program.preparation.restriction ?? program.removal.decided),
  }
}

/** What was not there when the restriction was put on; an exchange of one code for the other needs nothing new. */
function missingAt(scene: Scene, restriction: FactOf<'restriction-added'>): readonly string[] {
  const { told } = scene
  const first = told.of('restriction-added')[0] ?? restriction
  const installed = told.of('device-installed').some(({ at }) => at <= first.at)
  return [...missingPapers(scene, first.at), ...(installed ? [] : ['a device in a vehicle'])]
}
