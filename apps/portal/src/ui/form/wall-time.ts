/** Wall-clock times of a zone: what a person types, and what is sent. */
import { civilDateOf, inZone, parseCivilDate, startOfDay } from '@keyturn/domain/civil.ts'
import { type Instant, minutes } from '@keyturn/domain/units.ts'

const WALL = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)$/

/**
 * The moment at which clocks in the zone show `2026-03-02T14:00`. When they show it twice, the first time; when they
 * skip it, the moment as many minutes after midnight. Undefined when the text is no such time.
 */
export function momentOfWall(wall: string, zone: string): Instant | undefined {
  const [, day = '', hour = '', minute = ''] = WALL.exec(wall) ?? []
  const date = parseCivilDate(day)
  if (date === undefined || Number(hour) > 23 || Number(minute) > 59) return undefined
  const afterMidnight = minutes(Number(hour) * 60 + Number(minute))
  // A clock change moves the hands by an hour: on such a day the moment is an hour earlier or later than by counting.
  const candidates = [0, -minutes(60), minutes(60)].map(
    (shift) => (startOfDay(date, zone) + afterMidnight + shift) as Instant,
  )
  const shown = candidates.filter((at) => wallOf(at, zone) === wall).toSorted((a, b) => a - b)
  return shown[0] ?? candidates[0]
}

/** What clocks in the zone show: `2026-03-02T14:00`. */
function wallOf(at: Instant, zone: string): string {
  const [, time = ''] = inZone(at, zone).split(', ')
  return `${civilDateOf(at, zone)}T${time.slice(0, 5)}`
}
