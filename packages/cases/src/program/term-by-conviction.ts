/** A term by the number of convictions: so long without a license first, then so long with a device. */
import type { TermLaw } from '@keyturn/rules/program.ts'
import { groundOf } from '../law.ts'
import type { TermPart } from './assessment.ts'
import { dayWords, lastDayOf } from './days.ts'
import type { LicenseLife } from './license.ts'
import type { Duty } from './requirement.ts'
import type { Scene } from './scene.ts'
import type { End } from './term.ts'

type ByConviction = Extract<TermLaw, { readonly kind: 'by-conviction' }>

/** The step of the last conviction, begun by the license that was given after it. */
export function termByConviction(
  { told, today, ref }: Scene,
  { convictions }: Duty,
  life: LicenseLife,
  law: ByConviction,
): End {
  const conviction = convictions.at(-1)
  if (conviction === undefined) return { parts: [], endsOn: null, openBecause: null }
  const step = law.steps.findLast((one) => one.conviction <= convictions.length) ?? law.steps[0]
  const { served, withDevice } = step.ruled.value
  const ground = groundOf(step.ruled)
  const suspension = life.suspensions.find(({ from }) => from >= conviction.on) ?? life.suspensions.at(-1)
  const parts: TermPart[] = []
  if (suspension !== undefined) {
    const until = lastDayOf(suspension.from, served)
    const words = `Without a license from ${dayWords(suspension.from)} to ${dayWords(until)} at least.`
    const because = [ref(conviction), ref(suspension.fact)]
    parts.push({ id: `served@${conviction.seq}`, words, from: suspension.from, until, law: ground, because })
  }
  const given = told.facts.find(
    (one) =>
      (one.kind === 'fully-reinstated' || one.kind === 'hardship-license-issued') &&
      one.on >= conviction.on &&
      one.on <= today,
  )
  if (given === undefined || !('on' in given)) {
    return { parts, endsOn: null, openBecause: 'The time with a device begins when the license is given back.' }
  }
  const until = withDevice === 'rest-of-suspension' ? (suspension?.until ?? null) : lastDayOf(given.on, withDevice)
  if (until === null) {
    return { parts, endsOn: null, openBecause: 'The last day of the suspension has not been told.' }
  }
  const words = `With a device from ${dayWords(given.on)} to ${dayWords(until)}.`
  parts.push({
    id: `device@${given.seq}`,
    words,
    from: given.on,
    until,
    law: ground,
    because: [ref(conviction), ref(given)],
  })
  return { parts, endsOn: until, openBecause: null }
}
