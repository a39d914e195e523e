/** Reads what happens in and to a car: whole trips in one word, or the steps of a scenario one by one. */

import { minutes } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { type At, amountOf, anyFieldsOf, type Field, type File, isList, isMapping, wordOf } from '../scenario/nodes.ts'
import { parseSteps } from '../scenario/parse-steps.ts'
import { type Problem, Unreadable, unknownWord } from '../scenario/place.ts'
import { readBrAC, readSpan } from '../scenario/quantities.ts'
import type { CarAct } from './case-scenario.ts'
import { Fields, type Setting } from './fields.ts'

export const CAR_WORDS = ['drive', 'failed start', 'failed retest', 'missed retest', 'contact', 'upload'] as const
/** Long enough for the first retest of any profile. */
const WITH_RETEST = minutes(40)

export function parseCar(
  file: File,
  at: At,
  setting: Setting & { readonly profile: Profile },
  problems: Problem[],
): readonly CarAct[] {
  if (isList(at)) {
    const steps = parseSteps(file, at, { profile: setting.profile, start: setting.at }, problems)
    return [{ do: 'steps', steps }]
  }
  if (isMapping(at)) return anyFieldsOf(file, at, 'a car').map((field) => actOf(file, field, setting))
  const word = wordOf(at, 'what a car does', ['upload', 'missed-retest'])
  return [word === 'upload' ? { do: 'upload' } : { do: 'trip', trip: { is: 'retest-missed' }, span: WITH_RETEST }]
}

function actOf(file: File, { key, keyPlace, value }: Field, setting: Setting): CarAct {
  switch (key) {
    case 'drive':
      return driveOf(new Fields(file, value, 'drive', setting, 'for'))
    case 'failed start':
      return { do: 'failed-start', breath: breathOf(value, 'failed start') }
    case 'failed retest':
      return {
        do: 'trip',
        trip: { is: 'retest-failed', breath: breathOf(value, 'failed retest') },
        span: WITH_RETEST,
      }
    case 'contact':
      return { do: 'contact', to: wordOf(value, 'contact', ['lost', 'back']) }
    default:
      throw new Unreadable(keyPlace, unknownWord('what a car does', key, CAR_WORDS))
  }
}

/** `drive: 25 min`, or `drive: {for: 25 min, repeat: {every: 3 days, until: 2021-05-30}}`. */
function driveOf(fields: Fields): CarAct {
  const span = amountOf(fields.needed('for'), 'for', readSpan)
  // Read by whoever tells the line again.
  fields.take('repeat')
  fields.done()
  return { do: 'trip', trip: { is: 'sober' }, span }
}

const breathOf = (at: At, what: string) => ({ brac: amountOf(at, what, readBrAC), how: 'good', atOnce: false }) as const
