/** Dates and times as people write them: `2026-03-02 09:00` on the clock of the place, or with a `Z` in UTC. */
import { type Instant, instant, iso, parseInstant } from '@keyturn/domain/units.ts'

/** A moment and how exactly it was written: to the minute, the second or the millisecond. */
export type Moment = { readonly at: Instant; readonly precisionMs: number }

export type MomentReading =
  | { readonly kind: 'moment'; readonly moment: Moment }
  | { readonly kind: 'refused'; readonly because: string }

const SHAPE = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(:\d\d)?(\.\d{1,3})?( ?Z)?$/
const DAY_MS = 86_400_000

/**
 * Reads a moment in the given zone. Refused: a day that does not exist, an hour that a clock change skips, and an hour
 * that happens twice (to be written with a Z).
 */
export function readMoment(text: string, zone: string): MomentReading {
  const match = SHAPE.exec(text.trim())
  if (match === null) {
    return refused(`"${text}" is not a date and time such as 2026-03-02 09:00 (local) or 2026-03-02 14:00Z (UTC)`)
  }
  const [, day = '', minute = '', second = '', fraction = '', utc = ''] = match
  const precisionMs = fraction !== '' ? 1 : second !== '' ? 1_000 : 60_000
  const wall = parseInstant(`${day}T${minute}${second === '' ? ':00' : second}${fraction}Z`)
  if (wall === undefined) return refused(`there is no ${text.trim()} in the calendar`)
  if (utc !== '') return { kind: 'moment', moment: { at: wall, precisionMs } }

  const found = new Set<Instant>()
  // The offsets a day before and after are the only two that can hold at this wall time.
  for (const near of [wall - DAY_MS, wall + DAY_MS]) {
    const at = instant(wall - offsetMs(instant(near), zone))
    if (wallText(at, zone) === iso(wall).slice(0, 19)) found.add(at)
  }
  const [at, another] = [...found]
  if (at === undefined) return refused(`there is no ${text.trim()} in ${zone}: the clocks are set forward over it`)
  if (another !== undefined) return refused(`${text.trim()} happens twice in ${zone}: write it in UTC, with a Z`)
  return { kind: 'moment', moment: { at, precisionMs } }
}

/** Whether the moment is the written one, as exactly as it was written. */
export const isAt = (actual: Instant, written: Moment): boolean =>
  Math.floor(actual / written.precisionMs) === Math.floor(written.at / written.precisionMs)

/** `2026-03-02 09:00:07` on the clock of the zone. */
export const localText = (at: Instant, zone: string): string => wallText(at, zone).replace('T', ' ')

const refused = (because: string): MomentReading => ({ kind: 'refused', because })

const formats = new Map<string, Intl.DateTimeFormat>()

function wallText(at: Instant, zone: string): string {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
    formats.set(zone, format)
  }
  return format.format(at).replace(' ', 'T')
}

const offsetMs = (at: Instant, zone: string): number =>
  Date.parse(`${wallText(at, zone)}Z`) - Math.floor(at / 1_000) * 1_000
