import { describe, expect, test } from 'vitest'
import { GENTLE, goesOn, restAfter } from './pace.ts'

describe('the pace of work that nobody waits for', () => {
  /** Works cases that take so long each, for so long, and answers the share of the time it worked. */
  function shareOf(caseMs: number, forMs: number): { readonly share: number; readonly done: number } {
    let [at, worked, done] = [0, 0, 0]
    while (at < forMs) {
      let took = 0
      for (let n = 0; n < GENTLE.casesMax && goesOn(GENTLE, took); n += 1) {
        took += caseMs
        done += 1
      }
      worked += took
      at += took + restAfter(GENTLE, took)
    }
    return { share: worked / at, done }
  }

  test.each([0.5, 5, 50, 500])('leaves four fifths of the time to others when a case takes %s ms', (caseMs) => {
    const { share, done } = shareOf(caseMs, 60_000)
    expect(share).toBeLessThanOrEqual(0.21)
    expect(share).toBeGreaterThan(0.15)
    expect(done).toBeGreaterThan(0)
  })

  test('a slice ends with the case that is at hand, and is bounded in cases', () => {
    expect(goesOn(GENTLE, GENTLE.sliceMs - 1)).toBe(true)
    expect(goesOn(GENTLE, GENTLE.sliceMs)).toBe(false)
    expect(GENTLE.casesMax).toBeLessThanOrEqual(100)
  })

  test('a rest is never nothing and never without end', () => {
    expect(restAfter(GENTLE, 0)).toBe(1)
    expect(restAfter(GENTLE, 3_600_000)).toBe(GENTLE.restMaxMs)
  })
})
