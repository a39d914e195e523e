/** What an officer has before them when removal is asked for: whether the term is over and the months are clean. */
import { groundOf } from '../law.ts'
import type { CaseFinding, CaseRef, Requirement } from './assessment.ts'
import type { Checked } from './checklist.ts'
import { dayWords, lastOf } from './days.ts'
import type { FactOf } from './fact.ts'
import { lastRequest } from './removal.ts'
import type { Scene } from './scene.ts'
import { countsAgainst } from './standing.ts'
import { cleanFrom } from './term.ts'

/** Of the request that waits; empty without one [MA-REM-1, MA-REM-4]. */
export function requestItems(scene: Scene, checked: Checked): readonly Requirement[] {
  const found = lastRequest(scene.told)
  if (found === null || found.decision !== null) return []
  return [termItem(scene, checked, found.request), ...cleanItem(scene, checked.findings, found.request)]
}

/**
 * Whether what is known today shows that a request came too early. A log that was offline, or a fact that came late,
 * may say so only after it was granted.
 */
export const cameTooEarly = (scene: Scene, checked: Checked, request: FactOf<'removal-requested'>): boolean =>
  [termItem(scene, checked, request), ...cleanItem(scene, checked.findings, request)].some(
    ({ state }) => state === 'broken',
  )

function termItem({ program, ref, day }: Scene, { term }: Checked, request: FactOf<'removal-requested'>): Requirement {
  const law = groundOf(program.term.kind === 'by-conviction' ? program.removal.decided : program.term.years)
  const because: readonly CaseRef[] = [ref(request), ...term.parts.flatMap((part) => part.because)]
  const item = { id: 'term-over', title: 'The term was over at the request', who: 'authority', law, because } as const
  const { endsOn } = term
  if (endsOn !== null && endsOn !== 'life' && endsOn < day(request.at)) {
    return { ...item, state: 'met', words: `Its last day was ${dayWords(endsOn)}.` }
  }
  const end =
    endsOn === null
      ? (term.openBecause ?? 'Its last day is not known.')
      : endsOn === 'life'
        ? 'It is for life.'
        : `Its last day is ${dayWords(endsOn)}.`
  return { ...item, state: 'broken', words: `The request of ${dayWords(day(request.at))} came too early. ${end}` }
}

function cleanItem(
  { program, told, ref, day }: Scene,
  findings: readonly CaseFinding[],
  request: FactOf<'removal-requested'>,
): readonly Requirement[] {
  const months = program.removal.cleanMonths
  if (months === null) return []
  const asked = day(request.at)
  const last = findings.findLast((one) => countsAgainst(one) && one.since <= lastOf(asked, told.zone))
  const title = `${months.value} months without a lockout or violation before the request`
  const item = { id: 'clean-months', title, who: 'authority', law: groundOf(months) } as const
  if (last === undefined) return [{ ...item, state: 'met', words: 'There was none.', because: [ref(request)] }]
  const from = cleanFrom(day(last.since), months.value)
  const because = [ref(request), ...last.because]
  const words = `The last one was on ${dayWords(day(last.since))}: ${last.title}.`
  return from <= asked
    ? [{ ...item, state: 'met', words, because }]
    : [{ ...item, state: 'broken', words: `${words} The first day to request was ${dayWords(from)}.`, because }]
}
