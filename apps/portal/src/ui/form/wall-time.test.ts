import { parseInstant } from '@keyturn/domain/units.ts'
import { describe, expect, test } from 'vitest'
import { momentOfWall } from './wall-time.ts'

const BOSTON = 'America/New_York'
const at = (text: string) => parseInstant(text) ?? expect.fail(`${text} is no moment`)

describe('wall-clock times of a zone', () => {
  test.each([
    ['2026-01-15T09:00', '2026-01-15T14:00Z'],
    ['2026-07-15T09:00', '2026-07-15T13:00Z'],
    ['2026-07-15T00:00', '2026-07-15T04:00Z'],
    ['2026-03-08T14:00', '2026-03-08T18:00Z'],
    ['2026-11-01T14:00', '2026-11-01T19:00Z'],
    ['2028-02-29T23:59', '2028-03-01T04:59Z'],
  ])('%s in Boston is %s', (wall, moment) => {
    expect(momentOfWall(wall, BOSTON)).toBe(at(moment))
  })

  test('a time that clocks show twice is its first time', () => {
    expect(momentOfWall('2026-11-01T01:30', BOSTON)).toBe(at('2026-11-01T05:30Z'))
  })

  test('a time that clocks skip is still a moment of that day', () => {
    expect(momentOfWall('2026-03-08T02:30', BOSTON)).toBe(at('2026-03-08T07:30Z'))
  })

  test.each(['', '2026-02-30T09:00', '2026-03-02', '2026-03-02T24:00', '2026-03-02T09:60'])('%j is no time', (text) => {
    expect(momentOfWall(text, BOSTON)).toBeUndefined()
  })
})
