/** Months as a lease counts them: from a day, to the same day of the next month, or its last one. */
import { addDays, parseCivilDate } from '@keyturn/domain/civil.ts'
import type { CivilDate } from '@keyturn/domain/units.ts'

/** The first days of the months that have begun by `until`, beginning with `from` itself. */
export function monthStarts(from: CivilDate, until: CivilDate): readonly CivilDate[] {
  const starts: CivilDate[] = []
  for (let n = 0; ; n += 1) {
    const day = monthsLater(from, n)
    if (day > until) return starts
    starts.push(day)
  }
}

/** The same day `n` months later; the 31st becomes the last day of a shorter month. */
export function monthsLater(date: CivilDate, n: number): CivilDate {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const months = year * 12 + (month - 1) + n
  const first = parseCivilDate(`${pad(Math.floor(months / 12), 4)}-${pad((months % 12) + 1, 2)}-01`) ?? date
  const last = addDays(first, 31)
  // 31 days after a first of a month is in the next month or, after a long month, its first day.
  const length = 31 - (Number(last.slice(8)) - 1)
  return addDays(first, Math.min(day, length) - 1)
}

const pad = (n: number, width: number): string => String(n).padStart(width, '0')
