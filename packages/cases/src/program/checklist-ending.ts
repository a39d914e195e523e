/** What is left to do when removal is granted: the devices out, the restriction off; nothing else is asked for. */
import { groundOf } from '../law.ts'
import type { CaseDevice, Requirement } from './assessment.ts'
import type { Checked } from './checklist.ts'
import { cameTooEarly } from './checklist-request.ts'
import { dayWords } from './days.ts'
import type { FactOf } from './fact.ts'
import type { Scene } from './scene.ts'

/** In the order in which it is done [MA-REM-4]. */
export function endingItems(
  scene: Scene,
  checked: Checked,
  { request, granted }: { readonly request: FactOf<'removal-requested'>; readonly granted: FactOf<'removal-decided'> },
): readonly Requirement[] {
  const { devices, life } = checked
  const { program, told, ref, day } = scene
  const law = groundOf(program.removal.decided)
  const decision: Requirement = {
    id: 'removal',
    title: 'Removal granted by the authority',
    // The decision holds; that it would be another one today is for the authority to weigh.
    ...(cameTooEarly(scene, checked, request)
      ? {
          state: 'broken',
          words: `Granted on ${dayWords(day(granted.at))}. By what is known today the request came too early; the ${program.authority} decides whether anything follows.`,
        }
      : { state: 'met', words: `Granted on ${dayWords(day(granted.at))}.` }),
    who: 'authority',
    law,
    because: [ref(request), ref(granted)],
  }
  const lifted = told.last('restriction-removed')
  const restriction: Requirement = {
    id: 'restriction',
    title: 'Restriction off the license',
    ...(life.restriction === null
      ? {
          state: 'met',
          words: lifted === undefined ? 'None is on the license.' : `Taken off on ${dayWords(day(lifted.at))}.`,
          because: lifted === undefined ? [] : [ref(lifted)],
        }
      : {
          state: 'open',
          words: `The ${program.authority} takes "${life.restriction.code}" off the license once the device is out.`,
          because: [ref(life.restriction)],
        }),
    who: 'authority',
    law,
  }
  const put = program.preparation.restriction === null && life.restriction === null ? [] : [restriction]
  return [
    decision,
    ...devices.filter(({ installedAt }) => installedAt !== null).map((one) => outItem(scene, one)),
    ...put,
  ]
}

function outItem({ told, program, ref, day }: Scene, { device, removedAt }: CaseDevice): Requirement {
  const law = groundOf(program.removal.decided)
  const item = { id: `removal:${device}`, title: `Device ${device} out`, law } as const
  if (removedAt === null) {
    const words = `Have the provider take device ${device} out.`
    return { ...item, state: 'open', words, who: 'participant', because: [] }
  }
  const removed = told.of('device-removed').findLast((one) => one.device === device)
  const because = removed === undefined ? [] : [ref(removed)]
  return { ...item, state: 'met', words: `Taken out on ${dayWords(day(removedAt))}.`, who: 'provider', because }
}
