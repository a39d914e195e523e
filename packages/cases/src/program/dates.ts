/** Calendar dates for people, and their first and last instants, remembered: cases share few of them. */
import { addDays, daysBetween } from '@keyturn/domain/civil.ts'
import { type CivilDate, type Instant, parseInstant } from '@keyturn/domain/units.ts'
import { endOfDayAfter, startOfDayAfter } from '../calendar.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** For people: `2 Mar 2026`. */
export const onDay = (date: CivilDate): string => {
  const [year, month, day] = date.split('-')
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`
}

/** `from 2 Mar 2026 to 1 Mar 2028`; `until` null: for life or without a known end, as the caller says. */
export const spanOfDays = (from: CivilDate, until: CivilDate | null, open: string): string =>
  `from ${onDay(from)} ${until === null ? open : `to ${onDay(until)}`}`

/** The first instant of a date in the zone. */
export const startOf = (date: CivilDate, zone: string): Instant => startOfDayAfter(noon(date), 0, zone)
/** The last instant of a date in the zone. */
export const endOf = (date: CivilDate, zone: string): Instant => endOfDayAfter(noon(date), 0, zone)

/** Noon UTC falls on the date itself in every zone we know a jurisdiction in (UTC-12 to UTC+11). */
const noon = (date: CivilDate): Instant => {
  const at = parseInstant(`${date}T12:00Z`)
  // A CivilDate is a date, so its noon is a moment.
  if (at === undefined) throw new RangeError(`not a date: ${date}`)
  return at
}

/** `30 days`, `1 day`. */
export const daysWords = (n: number): string => `${n} day${n === 1 ? '' : 's'}`

/** The same day of the month so many months later; the month’s last day where it has no such day. */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10)
  const next = new Date(Date.UTC(year, month + months, 1)).toISOString().slice(0, 10)
  // Both are first days of a month as text, which are dates.
  const days = daysBetween(first as CivilDate, next as CivilDate)
  return addDays(first as CivilDate, Math.min(day, days) - 1)
}
