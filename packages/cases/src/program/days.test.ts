import { parseCivilDate } from '@keyturn/domain/civil.ts'
import { assert, type CivilDate } from '@keyturn/domain/units.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countYears, type DaySpan, joined, without } from './day-spans.ts'
import { addMonths, afterSpan, dayWords, lastDayOf } from './days.ts'

const date = (text: string): CivilDate => {
  const found = parseCivilDate(text)
  assert(found !== undefined, `a date: ${text}`)
  return found
}
const span = (from: string, until: string | null): DaySpan => ({
  from: date(from),
  until: until === null ? null : date(until),
})

describe('months', () => {
  test.each([
    ['2026-08-31', 6, '2027-03-01'],
    ['2027-08-31', 6, '2028-03-01'],
    ['2027-08-29', 6, '2028-02-29'],
    ['2026-08-28', 6, '2027-02-28'],
    ['2024-02-29', 24, '2026-03-01'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2026-12-15', 1, '2027-01-15'],
    ['0099-12-31', 2, '0100-03-01'],
    ['9999-12-31', 1, '9999-12-31'],
  ])('%s and %i months: %s', (day, months, then) => {
    expect(addMonths(date(day), months)).toBe(then)
  })

  const anyDay = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  const anyDate = anyDay.map((day) => date(day.toISOString().slice(0, 10)))

  test('a later day never has an earlier end, and a span is never shorter than its months', () => {
    fc.assert(
      fc.property(anyDate, anyDate, fc.integer({ min: 0, max: 60 }), (a, b, months) => {
        const [first, second] = a < b ? [a, b] : [b, a]
        expect(addMonths(first, months) <= addMonths(second, months)).toBe(true)
        expect(addMonths(first, months) >= `${addMonths(first, months).slice(0, 7)}-01`).toBe(true)
      }),
    )
  })

  test('the last day of a span is the one before it is over', () => {
    expect(lastDayOf(date('2024-03-05'), { years: 2 })).toBe('2026-03-04')
    expect(afterSpan(date('2024-03-05'), { years: 2, months: 1, days: 1 })).toBe('2026-04-06')
    expect(dayWords(date('2026-03-05'))).toBe('5 March 2026')
  })
})

describe('spans of days', () => {
  test('are joined when they overlap or touch; one that ends before it begins has no day', () => {
    expect(
      joined([
        span('2024-03-01', '2024-03-31'),
        span('2024-01-01', '2024-01-31'),
        span('2024-02-01', '2024-02-10'),
        span('2024-05-02', '2024-05-01'),
        span('2024-03-15', null),
      ]),
    ).toEqual([span('2024-01-01', '2024-02-10'), span('2024-03-01', null)])
  })

  test('are cut by others', () => {
    expect(without([span('2024-01-01', null)], [span('2024-02-01', '2024-02-10'), span('2025-01-01', null)])).toEqual([
      span('2024-01-01', '2024-01-31'),
      span('2024-02-11', '2024-12-31'),
    ])
    expect(without([span('2024-01-01', '2024-01-31')], [span('2023-01-01', null)])).toEqual([])
  })

  test('years are full after as many days as they would have without the gap', () => {
    const whole = [span('2024-03-05', null)]
    expect(countYears(whole, 2)).toBe('2026-03-04')
    const gap = [span('2024-03-05', '2024-12-31'), span('2025-01-11', null)]
    expect(countYears(gap, 2)).toBe('2026-03-14')
    expect(countYears([span('2024-03-05', '2026-03-03')], 2)).toBeNull()
    expect(countYears([span('2024-03-05', '2026-03-04')], 2)).toBe('2026-03-04')
    expect(countYears([], 2)).toBeNull()
  })
})
