import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dollars, parsePlainDollars, plainDollars, sum } from './money.ts'
import { cents } from './units.ts'

describe('money', () => {
  test.each([
    [0, '$0.00', '0.00'],
    [5, '$0.05', '0.05'],
    [3_000, '$30.00', '30.00'],
    [123_450, '$1,234.50', '1234.50'],
    [-3_000, '-$30.00', '-30.00'],
  ])('%i cents are told as %s', (amount, told, plain) => {
    expect(dollars(cents(amount))).toBe(told)
    expect(plainDollars(cents(amount))).toBe(plain)
  })

  test('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10_000_000, max: 10_000_000 }), (n) => {
        expect(parsePlainDollars(plainDollars(cents(n)))).toBe(n)
      }),
    )
  })

  test.each(['', '1', '1.5', '1,000.00', '-0.00', '1.505', '$1.00', '+1.00', ' 1.00'])('does not read %j', (text) => {
    expect(parsePlainDollars(text)).toBeUndefined()
  })

  test('is never a fraction of a cent', () => {
    expect(() => cents(0.5)).toThrow(RangeError)
    expect(sum([cents(1), cents(2)])).toBe(3)
  })
})
