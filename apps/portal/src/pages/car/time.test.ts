import { instant } from '@keyturn/domain/units.ts'
import { describe, expect, test } from 'vitest'
import type { LinkState } from './link-state.ts'
import { passTime } from './time.ts'

const from = instant(Date.UTC(2026, 2, 2))
// The passage hands the state on without looking into it.
const state = {} as LinkState

async function passed(spanMs: number, stopAfter = Number.POSITIVE_INFINITY, stepMax?: number) {
  const steps: number[] = []
  const shown: number[] = []
  await passTime({
    from,
    until: instant(from + spanMs),
    advance: async (ms) => steps.push(ms),
    show: (percent) => shown.push(percent),
    stop: () => steps.length >= stopAfter,
    look: async () => state,
    ...(stepMax === undefined ? {} : { stepMax }),
  })
  return { steps, shown }
}

describe('simulated time', () => {
  test.each([1, 29_999, 30_000, 60_000, 86_400_000, 30 * 86_400_000 + 7])('%i ms pass exactly', async (span) => {
    const { steps, shown } = await passed(span)
    expect(steps.reduce((sum, ms) => sum + ms, 0)).toBe(span)
    expect(shown.at(-1)).toBe(100)
  })

  test('a month passes in twelve steps', async () => {
    expect((await passed(30 * 86_400_000)).steps).toHaveLength(12)
  })

  test('a step is never longer than asked for', async () => {
    const { steps } = await passed(3_600_000, Number.POSITIVE_INFINITY, 60_000)
    expect(steps).toEqual(Array.from({ length: 60 }, () => 60_000))
  })

  test('time stands still once what was waited for has come', async () => {
    expect((await passed(3_600_000, 4)).steps).toHaveLength(4)
  })

  test('no time passes towards a moment that is over', async () => {
    expect((await passed(-5)).steps).toEqual([])
  })
})
