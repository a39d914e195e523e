import { expect, test } from 'vitest'
import { waitAfter } from './backoff.ts'

const backoff = { firstMs: 500, maxMs: 60_000 }

test.each([
  [1, 0, 250],
  [1, 0xffff_ffff, 500],
  [2, 0xffff_ffff, 1_000],
  [5, 0, 4_000],
  [8, 0, 30_000],
  [8, 0xffff_ffff, 60_000],
  [1_000, 0xffff_ffff, 60_000],
])('after %i failures with chance %i the wait is %i ms', (failures, chance, ms) => {
  expect(waitAfter(failures, backoff, chance)).toBe(ms)
})
