import { expect, test } from 'vitest'
import { addDays, civilDateOf, daysBetween, endOfDay, inZone, parseCivilDate, startOfDay } from './civil.ts'
import { type CivilDate, instant, iso } from './units.ts'

const ZONE = 'America/New_York'
const date = (text: string): CivilDate => {
  const parsed = parseCivilDate(text)
  if (parsed === undefined) throw new Error(`not a date: ${text}`)
  return parsed
}
const at = (text: string) => instant(Date.parse(text))

test.each([
  ['an ordinary day', '2026-05-30', '2026-05-31T03:59:59.999Z'],
  ['the 23-hour day', '2026-03-08', '2026-03-09T03:59:59.999Z'],
  ['the day before it', '2026-03-07', '2026-03-08T04:59:59.999Z'],
  ['the 25-hour day', '2026-11-01', '2026-11-02T04:59:59.999Z'],
  ['a leap day', '2028-02-29', '2028-03-01T04:59:59.999Z'],
  ['the last day of a year', '2026-12-31', '2027-01-01T04:59:59.999Z'],
])('%s ends when it ends in its zone', (_which, day, end) => {
  expect(iso(endOfDay(date(day), ZONE))).toBe(end)
  expect(civilDateOf(endOfDay(date(day), ZONE), ZONE)).toBe(day)
  expect(civilDateOf(startOfDay(date(day), ZONE), ZONE)).toBe(day)
})

test('a day begins right after the one before it has ended, all year long', () => {
  for (let day = date('2026-01-01'); day < '2027-01-02'; day = addDays(day, 1)) {
    expect(startOfDay(addDays(day, 1), ZONE) - endOfDay(day, ZONE)).toBe(1)
  }
})

test('days are counted over months, years and clock changes', () => {
  expect(addDays(date('2026-02-27'), 2)).toBe('2026-03-01')
  expect(addDays(date('2026-03-01'), -1)).toBe('2026-02-28')
  expect(daysBetween(date('2026-03-07'), date('2026-03-09'))).toBe(2)
  expect(daysBetween(date('2028-02-28'), date('2028-03-01'))).toBe(2)
})

test.each(['2026-02-30', '2026-13-01', '2026-1-1', '', 'tomorrow', '2026-06-31'])('%j is no date', (text) => {
  expect(parseCivilDate(text)).toBeUndefined()
})

test('people read the time with its zone', () => {
  expect(inZone(at('2026-03-02T14:00Z'), ZONE)).toBe('Mon 2 Mar 2026, 09:00 EST')
  expect(inZone(at('2026-07-02T14:05Z'), ZONE)).toBe('Thu 2 Jul 2026, 10:05 EDT')
})

test('the calendar of four digits has a first and a last day, and nothing lies beyond them', () => {
  expect(addDays(date('9999-12-31'), 1)).toBe('9999-12-31')
  expect(addDays(date('0000-01-01'), -1)).toBe('0000-01-01')
  expect(endOfDay(date('9999-12-31'), ZONE)).toBeLessThan(startOfDay(date('9999-12-31'), ZONE))
})
