/** Calendar days in a jurisdiction's own zone: a due date ends when that day ends there, clock changes included. */
import { type CivilDate, type Instant, parseInstant } from './units.ts'

const DAY_MS = 86_400_000
const FIRST_DAY_MS = Date.parse('0000-01-01T00:00Z')
const LAST_DAY_MS = Date.parse('9999-12-31T00:00Z')
const DATE = /^\d{4}-\d\d-\d\d$/

/** Reads `YYYY-MM-DD`. Undefined when there is no such day. */
export const parseCivilDate = (text: string): CivilDate | undefined =>
  // The pattern and the calendar are checked, so the text is a date.
  DATE.test(text) && parseInstant(`${text}T00:00Z`) !== undefined ? (text as CivilDate) : undefined

/** The calendar day on which `at` falls in the zone. */
export const civilDateOf = (at: Instant, zone: string): CivilDate => {
  const part = partsIn(at, zone)
  return `${pad(part.year, 4)}-${pad(part.month, 2)}-${pad(part.day, 2)}` as CivilDate
}

/**
 * The day `n` days later (earlier when negative). Calendar arithmetic: no zone, no clock change. The calendar of four
 * digits ends with its last day: a date beyond it is that day.
 */
export const addDays = (date: CivilDate, n: number): CivilDate => {
  const ms = Date.parse(`${date}T00:00Z`) + n * DAY_MS
  return new Date(Math.min(Math.max(ms, FIRST_DAY_MS), LAST_DAY_MS)).toISOString().slice(0, 10) as CivilDate
}

/** Whole days from one date to another. */
export const daysBetween = (from: CivilDate, to: CivilDate): number =>
  Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / DAY_MS)

/** The first instant of the day in the zone. */
export const startOfDay = (date: CivilDate, zone: string): Instant => {
  const guess = Date.parse(`${date}T00:00Z`)
  // Two rounds settle the offset: the first may have used the offset of the other side of a clock change.
  const once = guess - offsetAt(guess as Instant, zone)
  return (guess - offsetAt(once as Instant, zone)) as Instant
}

/** The last millisecond of the day in the zone. The last instant of a period still counts. */
export const endOfDay = (date: CivilDate, zone: string): Instant => (startOfDay(addDays(date, 1), zone) - 1) as Instant

/** For people: `Mon 2 Mar 2026, 09:00 EST`. */
export const inZone = (at: Instant, zone: string): string => {
  const part = partsIn(at, zone)
  return `${part.weekday} ${part.day} ${MONTHS[part.month - 1]} ${part.year}, ${pad(part.hour, 2)}:${pad(part.minute, 2)} ${part.zoneName}`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

type Parts = {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly weekday: string
  readonly zoneName: string
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    weekday: 'short',
    timeZoneName: 'short',
  })
  formats.set(zone, made)
  return made
}

function partsIn(at: Instant, zone: string): Parts {
  const text: Record<string, string> = {}
  for (const { type, value } of formatOf(zone).formatToParts(at)) text[type] = value
  const number = (name: string) => Number(text[name])
  return {
    year: number('year'),
    month: number('month'),
    day: number('day'),
    hour: number('hour'),
    minute: number('minute'),
    second: number('second'),
    weekday: text['weekday'] ?? '',
    zoneName: text['timeZoneName'] ?? '',
  }
}

function offsetAt(at: Instant, zone: string): number {
  const part = partsIn(at, zone)
  const wall = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second)
  return wall - (at - (((at % 1_000) + 1_000) % 1_000))
}

const pad = (n: number, width: number): string => String(n).padStart(width, '0')
