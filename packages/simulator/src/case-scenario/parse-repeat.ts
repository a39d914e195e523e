/** Reads `repeat: {every: 28 days, until: 2021-02-01}`: the line is told again, at the same time of day. */
import { addDays } from '@keyturn/domain/civil.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { localText, readMoment } from '../scenario/moment.ts'
import { type At, anyFieldsOf, type File, isMapping, textOf } from '../scenario/nodes.ts'
import { Unreadable } from '../scenario/place.ts'
import type { Repeat } from './case-scenario.ts'
import { Fields, type Setting } from './fields.ts'

/** The repetition that stands in a value such as `{visit-kept: {repeat: …}}`; null where there is none. */
export function repeatIn(file: File, at: At, setting: Setting): Repeat | null {
  if (!isMapping(at)) return null
  for (const { value } of anyFieldsOf(file, at, 'a line')) {
    if (!isMapping(value)) continue
    const field = anyFieldsOf(file, value, 'a fact').find(({ key }) => key === 'repeat')
    if (field !== undefined) return repeatOf(new Fields(file, field.value, 'repeat', setting))
  }
  return null
}

function repeatOf(fields: Fields): Repeat {
  const every = fields.needed('every')
  const match = /^(?:day|(\d{1,3}) days)$/.exec(textOf(every, 'every'))
  const everyDays = match === null ? 0 : Number(match[1] ?? 1)
  if (everyDays === 0) throw new Unreadable(every.place, 'every is "day", or a number of days such as "28 days"')
  const until = fields.date('until')
  fields.done()
  if (until <= fields.setting.day) throw new Unreadable(fields.at.place, 'repeat: until a day after the line’s own')
  return { everyDays, until }
}

/** The moments after the first, each at the same time of day there; an hour that a clock change skips is left out. */
export function againAt({ at, day, zone }: Setting, { everyDays, until }: Repeat): readonly Instant[] {
  const clock = localText(at, zone).slice(11)
  const moments: Instant[] = []
  for (let next = addDays(day, everyDays); next <= until; next = addDays(next, everyDays)) {
    const reading = readMoment(`${next} ${clock}`, zone)
    if (reading.kind === 'moment') moments.push(reading.moment.at)
  }
  return moments
}
