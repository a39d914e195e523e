/** Spans of whole days: joined, cut, and counted until years are full. */
import { addDays, daysBetween } from '@keyturn/domain/civil.ts'
import type { CivilDate } from '@keyturn/domain/units.ts'
import { afterSpan, daysLater, lastDayOf } from './days.ts'

/** Both days belong to it; `until` null: it lasts. */
export type DaySpan = { readonly from: CivilDate; readonly until: CivilDate | null }

/** The days of any of the spans, each once, in order. Spans that end before they begin have no days. */
export function joined(spans: readonly DaySpan[]): readonly DaySpan[] {
  const whole = spans.filter(({ from, until }) => until === null || from <= until)
  const ordered = whole.toSorted((a, b) => (a.from === b.from ? 0 : a.from < b.from ? -1 : 1))
  const found: DaySpan[] = []
  for (const span of ordered) {
    const before = found.at(-1)
    if (before === undefined || (before.until !== null && daysLater(before.until, 1) < span.from)) {
      found.push({ from: span.from, until: span.until })
    } else if (before.until !== null && (span.until === null || span.until > before.until)) {
      found[found.length - 1] = { from: before.from, until: span.until }
    }
  }
  return found
}

/** The days of the spans that are in none of the others. */
export function without(spans: readonly DaySpan[], others: readonly DaySpan[]): readonly DaySpan[] {
  let left = joined(spans)
  for (const other of joined(others)) left = left.flatMap((span) => cut(span, other))
  return left
}

function cut(span: DaySpan, { from, until }: DaySpan): readonly DaySpan[] {
  const apart = (span.until !== null && span.until < from) || (until !== null && until < span.from)
  if (apart) return [span]
  const first: DaySpan[] = span.from < from ? [{ from: span.from, until: daysLater(from, -1) }] : []
  const ends = until === null || (span.until !== null && span.until <= until)
  return ends || until === null ? first : [...first, { from: daysLater(until, 1), until: span.until }]
}

/** How many days the spans have; those of one that lasts are not counted. */
export const daysIn = (spans: readonly DaySpan[]): number =>
  joined(spans).reduce((sum, { from, until }) => (until === null ? sum : sum + daysBetween(from, until) + 1), 0)

/**
 * The day on which so many years are full, counted from the first day of the spans; null while they are not. Without
 * a gap it is the day before the same date; the days of a gap put it off.
 */
export function countYears(spans: readonly DaySpan[], years: number): CivilDate | null {
  const [first] = spans
  if (first === undefined) return null
  const last = lastDayOf(first.from, { years })
  if (first.until === null || last <= first.until) return last
  let wanted = daysBetween(first.from, afterSpan(first.from, { years }))
  for (const { from, until } of spans) {
    const end = addDays(from, wanted - 1)
    if (until === null || end <= until) return end
    wanted -= daysBetween(from, until) + 1
  }
  return null
}
