/** Calendar days of a jurisdiction: spans of the law are counted in them, whatever the clocks do. */
import { addDays, civilDateOf, endOfDay, parseCivilDate, startOfDay } from '@keyturn/domain/civil.ts'
import { type CivilDate, type Instant, instant } from '@keyturn/domain/units.ts'
import type { Span } from '@keyturn/rules/program.ts'

const QUARTER_HOUR = 900_000
const KEPT_MAX = 20_000

/** Answers that never change, by two keys; all of the second are forgotten when there are too many. */
function remembering<K, S, T>(make: (key: K, second: S) => T): (key: K, second: S) => T {
  const all = new Map<S, Map<K, T>>()
  return (key, second) => {
    const kept = all.get(second) ?? new Map<K, T>()
    if (kept.size === 0) all.set(second, kept)
    const before = kept.get(key)
    if (before !== undefined) return before
    const made = make(key, second)
    if (kept.size >= KEPT_MAX) kept.clear()
    kept.set(key, made)
    return made
  }
}

const quarterDays = remembering((quarter: number, zone: string) => civilDateOf(instant(quarter * QUARTER_HOUR), zone))

/** The day on which the moment falls in the zone. Zones change their clocks on quarter hours. */
export const dayOf = (at: Instant, zone: string): CivilDate => quarterDays(Math.floor(at / QUARTER_HOUR), zone)

/** The first instant of a day in the zone. */
export const firstOf: (day: CivilDate, zone: string) => Instant = remembering(startOfDay)

/** The day so many days later; for the few numbers of days that the law names. */
export const daysLater: (day: CivilDate, days: number) => CivilDate = remembering(addDays)

/** The last instant of a day in the zone: it still counts. */
export const lastOf: (day: CivilDate, zone: string) => Instant = remembering(endOfDay)

/**
 * The same date so many months later. A date that the month does not have is the first of the next: from 31 August six
 * months lead to 1 March, so that a span is never shorter than its months.
 */
export const addMonths: (day: CivilDate, months: number) => CivilDate = remembering(monthsLater)

function monthsLater(day: CivilDate, months: number): CivilDate {
  const total = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months
  return dayIn(total, day.slice(8)) ?? dayIn(total + 1, '01') ?? (total < 0 ? FIRST_DAY : LAST_DAY)
}

/** The date in the month of that number since the year 0; undefined when the month has no such day. */
function dayIn(total: number, date: string): CivilDate | undefined {
  const year = String(Math.floor(total / 12)).padStart(4, '0')
  const month = String((total % 12) + 1).padStart(2, '0')
  return parseCivilDate(`${year}-${month}-${date}`)
}

// The calendar of four digits has a first day, which is a date.
const FIRST_DAY = '0000-01-01' as CivilDate
// And a last one.
const LAST_DAY = '9999-12-31' as CivilDate

/** The day on which a span that begins with `day` is over: the first day after it. */
export const afterSpan = (day: CivilDate, { years = 0, months = 0, days = 0 }: Span): CivilDate =>
  daysLater(addMonths(day, years * 12 + months), days)

/** The last day of a span that begins with `day`. */
export const lastDayOf = (day: CivilDate, span: Span): CivilDate => daysLater(afterSpan(day, span), -1)

/** The later of two days. */
export const later = (a: CivilDate, b: CivilDate): CivilDate => (a < b ? b : a)

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

/** For people: `2 March 2026`. */
export const dayWords = (day: CivilDate): string =>
  `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${Number(day.slice(0, 4))}`
