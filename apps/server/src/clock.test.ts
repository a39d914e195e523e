import { expect, test } from 'vitest'
import { atMostEvery } from './clock.ts'

test('whoever asks within the time gets the same answer', async () => {
  let at = 0
  let asked = 0
  const ask = atMostEvery(
    1_000,
    async () => ++asked,
    () => at,
  )
  expect(await Promise.all([ask(), ask()])).toEqual([1, 1])
  at = 999
  expect(await ask()).toBe(1)
  at = 1_000
  expect(await ask()).toBe(2)
})

test('a failure is told to everybody and then asked about again', async () => {
  let at = 0
  let isUp = false
  const ask = atMostEvery(
    1_000,
    async () => {
      if (!isUp) throw new Error('down')
      return 'up'
    },
    () => at,
  )
  await expect(ask()).rejects.toThrow('down')
  isUp = true
  await expect(ask()).rejects.toThrow('down')
  at = 1_000
  expect(await ask()).toBe('up')
})
