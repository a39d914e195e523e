import { inZone } from '@keyturn/domain/civil.ts'
import { describe, expect, test } from 'vitest'
import { nineOClock } from './moments.ts'
import { told, ZONE } from './testing/visiting-case.ts'

describe('nine in the morning', () => {
  test.each([
    ['an ordinary day', '2026-06-10T16:00Z', 1, 'Tue 9 Jun 2026, 09:00 EDT'],
    ['the day clocks go forward', '2026-03-08T16:00Z', 0, 'Sun 8 Mar 2026, 09:00 EDT'],
    ['the day before clocks go forward', '2026-03-08T16:00Z', 1, 'Sat 7 Mar 2026, 09:00 EST'],
    ['the day clocks go back', '2026-11-01T16:00Z', 0, 'Sun 1 Nov 2026, 09:00 EST'],
    ['a leap day', '2028-03-01T16:00Z', 1, 'Tue 29 Feb 2028, 09:00 EST'],
    ['the day before a year without one', '2027-03-01T16:00Z', 1, 'Sun 28 Feb 2027, 09:00 EST'],
    ['the day in the zone, not in UTC', '2026-06-11T03:59:59.999Z', 0, 'Wed 10 Jun 2026, 09:00 EDT'],
  ])('%s', (_what, at, days, expected) => {
    expect(inZone(nineOClock(told(at), days, ZONE), ZONE)).toBe(expected)
  })
})
