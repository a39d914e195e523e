/**
 * The calendar functions of the domain, remembered: thousands of cases share the same few due dates and visit hours.
 */
import { addDays, civilDateOf, endOfDay, inZone as inZoneOf, startOfDay } from '@keyturn/domain/civil.ts'
import type { CivilDate, Instant } from '@keyturn/domain/units.ts'

const KEPT_MAX = 20_000
const QUARTER_HOUR = 900_000
const MINUTE = 60_000

/** The first instant of the day `days` after (before, when negative) the day of `at` in the zone. */
export const startOfDayAfter = (at: Instant, days: number, zone: string): Instant =>
  starts(`${quarter(at)} ${days} ${zone}`, () => startOfDay(addDays(civilDateOf(at, zone), days), zone))

/** The last instant of the day `days` after the day of `at` in the zone. */
export const endOfDayAfter = (at: Instant, days: number, zone: string): Instant =>
  ends(`${quarter(at)} ${days} ${zone}`, () => endOfDay(addDays(civilDateOf(at, zone), days), zone))

/** The day of `at` in the zone. */
export const civilDay = (at: Instant, zone: string): CivilDate =>
  days(`${quarter(at)} ${zone}`, () => civilDateOf(at, zone))

/** For people: `Mon 2 Mar 2026, 09:00 EST`. Whole minutes, so all moments of one share their words. */
export const inZone = (at: Instant, zone: string): string =>
  told(`${Math.floor(at / MINUTE)} ${zone}`, () => inZoneOf(at, zone))

/** Zones change their clocks on quarter hours, so all moments of one fall on the same day. */
const quarter = (at: Instant): number => Math.floor(at / QUARTER_HOUR)

const starts = remembering<Instant>()
const ends = remembering<Instant>()
const days = remembering<CivilDate>()
const told = remembering<string>()

/** Keeps answers that never change; forgets all of them when there are too many. */
function remembering<T>(): (key: string, make: () => T) => T {
  const kept = new Map<string, T>()
  return (key, make) => {
    const before = kept.get(key)
    if (before !== undefined) return before
    const made = make()
    if (kept.size >= KEPT_MAX) kept.clear()
    kept.set(key, made)
    return made
  }
}
