/** Life in another state: the duty goes on, and credit for time there needs its proofs [MA-OOS-1, MA-OOS-2]. */
import { groundOf } from '../law.ts'
import type { Requirement } from './assessment.ts'
import type { Checked } from './checklist.ts'
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

/** Living in another state ends no duty [MA-OOS-1]. */
export function dutyElsewhereItem(scene: Scene, { vehicles }: Checked): readonly Requirement[] {
  const { told, program, ref } = scene
  const moved = told.last('address-changed') ?? told.of('case-opened')[0]
  if (program.elsewhere === null || moved === undefined) return []
  const state = moved.kind === 'address-changed' ? moved.address.state : moved.participant.address.state
  if (state === program.state) return []
  const used = vehicles.filter((one) => one.state === 'in-use')
  const kept = used.length > 0 && used.every(({ device }) => device !== null)
  const words = kept
    ? `The device stays in use in ${state}. Time there counts when credit for it is granted.`
    : `The participant lives in ${state}: a device is needed there too, in every vehicle.`
  return [
    {
      id: 'duty-elsewhere',
      title: 'The duty goes on in another state',
      state: kept ? 'met' : 'open',
      words,
      who: 'participant',
      law: groundOf(program.elsewhere.duty),
      because: [ref(moved)],
    },
  ]
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
