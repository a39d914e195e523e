import { expect, test } from 'vitest'
import { dollars } from './money.ts'

test.each([
  [0, '$0.00'],
  [5, '$0.05'],
  [3_000, '$30.00'],
  [-1_250, '-$12.50'],
  [123_456_789, '$1,234,567.89'],
])('%i cents are told as %s', (cents, words) => {
  expect(dollars(cents)).toBe(words)
})
