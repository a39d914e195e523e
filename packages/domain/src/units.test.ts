import { expect, test } from 'vitest'
import { assert, deviceId, duration, gramsPer210L, instant, iso, mgPer210L, parseInstant } from './units.ts'

test.each([0, 20, 999])('%i mg per 210 L can be stated', (mg) => {
  expect(mgPer210L(mg)).toBe(mg)
})

test.each([-1, 1_000, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('%d mg per 210 L cannot', (mg) => {
  expect(() => mgPer210L(mg)).toThrow(/whole number of mg per 210 L/)
})

test('people read grams', () => {
  expect(gramsPer210L(mgPer210L(20))).toBe('0.020')
})

test.each(['2026-03-02T14:00Z', '2026-03-02T14:00:00Z', '2026-03-02T14:00:00.000Z'])('%s is a moment', (text) => {
  expect(iso(parseInstant(text) ?? instant(0))).toBe('2026-03-02T14:00:00.000Z')
})

test.each(['2026-03-02T14:00', '2026-02-30T00:00Z', '2026-03-02', '2026-03-02T25:00Z', '2026-03-02T14:00+01:00', ''])(
  '%j is no moment',
  (text) => {
    expect(parseInstant(text)).toBeUndefined()
  },
)

test.each(['ab', '-abc', 'abc-', 'a b', 'a'.repeat(41), 'é-1', ''])('%j is no device id', (text) => {
  expect(() => deviceId(text)).toThrow(/not a device id/)
})

test('a span is whole and never negative', () => {
  expect(() => duration(-1)).toThrow(/never negative/)
  expect(() => duration(0.5)).toThrow(/whole number/)
  expect(deviceId('KT-MA-0001')).toBe('KT-MA-0001')
})

test('a broken invariant stops the run and says which', () => {
  expect(() => assert(false, 'two and two are four')).toThrow('broken invariant: two and two are four')
})
