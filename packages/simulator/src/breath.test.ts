import { describe, expect, test } from 'vitest'
import { type Blow, breathFrames, driftedCell, FRAME_MS, FRESH_CELL, MANNERS } from './breath.ts'

const blow = (over: Partial<Blow>): Blow => ({ brac: 20, how: 'good', seed: 7, ...FRESH_CELL, ...over })
const volumeMl = (b: Blow) => breathFrames(b).reduce((sum, f) => sum + (f.flowMlPerS * FRAME_MS) / 1_000, 0)
const lastMg = (b: Blow) => (breathFrames(b).at(-1)!.nanoamps * 1_000) / FRESH_CELL.picoampsPerMg

describe('a virtual breath', () => {
  test('one seed gives one breath, another seed another', () => {
    expect(breathFrames(blow({ seed: 7 }))).toEqual(breathFrames(blow({ seed: 7 })))
    expect(breathFrames(blow({ seed: 8 }))).not.toEqual(breathFrames(blow({ seed: 7 })))
  })

  test.each(MANNERS)('a %s blow has whole numbers only', (how) => {
    for (const frame of breathFrames(blow({ how }))) {
      for (const value of Object.values(frame)) expect(Number.isSafeInteger(value)).toBe(true)
    }
  })

  test('every good breath is sufficient and reads its true value', () => {
    for (let seed = 0; seed < 300; seed++) {
      const brac = (seed * 7) % 400
      expect(volumeMl(blow({ seed, brac }))).toBeGreaterThan(1_600)
      expect(Math.round(lastMg(blow({ seed, brac })))).toBe(brac)
      for (const { flowMlPerS } of breathFrames(blow({ seed })).slice(4)) {
        expect(flowMlPerS).toBeGreaterThan(250)
        expect(flowMlPerS).toBeLessThan(600)
      }
    }
  })

  test('the reading climbs until deep-lung air comes, then stands', () => {
    const frames = breathFrames(blow({ brac: 100 }))
    const plateau = frames.slice(-20).map((f) => f.nanoamps)
    expect(frames[0]!.nanoamps).toBeLessThan(plateau[0]! * 0.7)
    expect(Math.max(...plateau) - Math.min(...plateau)).toBeLessThanOrEqual(8)
  })

  test('a drifted cell reads less of the same breath', () => {
    const cell = driftedCell(40_000, 30, 5_000)
    expect(cell).toBe(34_000)
    expect(Math.round(lastMg(blow({ brac: 100, picoampsPerMg: cell })))).toBe(85)
  })

  test('a gasp flows backwards, a filter is dry, a pump is cold and sober', () => {
    expect(breathFrames(blow({ how: 'inhale' })).some((f) => f.flowMlPerS < 0)).toBe(true)
    expect(Math.max(...breathFrames(blow({ how: 'filter' })).map((f) => f.humidity))).toBeLessThan(31)
    expect(breathFrames(blow({ how: 'cold-air', brac: 90 })).every((f) => f.nanoamps === 0)).toBe(true)
    expect(breathFrames(blow({ how: 'cold-air' })).every((f) => f.deciCelsius < 250)).toBe(true)
  })
})
