/** When reminders of a date come: at nine in the morning, in the jurisdiction's own zone. */
import { addDays, civilDateOf, startOfDay } from '@keyturn/domain/civil.ts'
import { before, hours, type Instant } from '@keyturn/domain/units.ts'

/**
 * Nine in the morning of the day that lies so many days before the day of `at`.
 *
 * Counted back from the midnight that ends the day: clocks change in the small hours, so the time from nine to midnight
 * is fifteen hours on every day.
 */
export const nineOClock = (at: Instant, daysBefore: number, zone: string): Instant =>
  before(startOfDay(addDays(civilDateOf(at, zone), 1 - daysBefore), zone), hours(15))
