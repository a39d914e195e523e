/** Credit for time with a device in another state: the proofs that the law asks for [MA-OOS-2]. */
import { groundOf } from '../law.ts'
import type { Requirement } from './assessment.ts'
import { dayWords } from './days.ts'
import { type Credit, creditsOf } from './elsewhere.ts'
import type { Scene } from './scene.ts'

/** One for each request. */
export function creditItems(scene: Scene): readonly Requirement[] {
  const { told, program } = scene
  const { elsewhere, state } = program
  if (elsewhere === null) return []
  return creditsOf(told, elsewhere, state).map((one): Requirement => {
    const { request, decision, missing } = one
    const because = decision === null ? [scene.ref(request)] : [scene.ref(request), scene.ref(decision)]
    const span = `${dayWords(request.from)} to ${dayWords(request.until)}`
    const title = `Credit for ${request.state}, ${span}`
    const item = { id: `credit@${request.seq}`, title, law: missing[0]?.law ?? groundOf(elsewhere.credit), because }
    return { ...item, ...standing(one, program.authority) }
  })
}

function standing({ decision, missing }: Credit, authority: string): Pick<Requirement, 'state' | 'words' | 'who'> {
  const lacking = missing.map(({ words }) => words).join(' ')
  if (decision === null) {
    return missing.length > 0
      ? { state: 'open', words: lacking, who: 'participant' }
      : { state: 'open', words: `The ${authority} decides about the credit.`, who: 'authority' }
  }
  if (!decision.granted) return { state: 'not-needed', words: `Refused: ${decision.reason}`, who: 'authority' }
  return missing.length > 0
    ? { state: 'broken', words: `Granted, but it does not count: ${lacking}`, who: 'participant' }
    : { state: 'met', words: 'Granted; the time counts.', who: 'authority' }
}
