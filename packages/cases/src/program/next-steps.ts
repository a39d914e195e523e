/** What happens next in a case, who does it and why. */
import type { NextStep } from '../assessment.ts'
import type { CaseAssessment } from './assessment.ts'
import type { Scene } from './scene.ts'

const who = { participant: 'driver', provider: 'provider', authority: 'authority' } as const

/** Most urgent first. */
export function nextStepsOfCase(
  _scene: Scene,
  { checklist, devices }: Pick<CaseAssessment, 'checklist' | 'devices'>,
): readonly NextStep[] {
  const fromDevices = devices.flatMap(({ assessment }) => assessment?.next ?? [])
  const fromList = checklist.flatMap((one): readonly NextStep[] =>
    one.state === 'open' || one.state === 'broken'
      ? [{ id: one.id, who: who[one.who], urgency: 'soon', words: one.words, why: one.title, by: null, law: one.law }]
      : [],
  )
  return [...fromDevices, ...fromList]
}
