/**
 * Retest times nobody can foretell, drawn from the chance that came with the engine's start, so that ticks cannot
 * change them.
 */
import { type Duration, duration } from '@keyturn/domain/units.ts'
import type { Range } from '@keyturn/rules/profile.ts'
import type { Draft } from './state.ts'

/** Draws the next interval, both ends included, and moves the state's chance on. */
export function roll(draft: Draft, range: Range): Duration {
  draft.chance = scramble(draft.chance)
  return duration(range.min + (draft.chance % (range.max - range.min + 1)))
}

/** Mixes a 32-bit number well enough that neighbors do not resemble each other. */
function scramble(n: number): number {
  let mixed = (n + 0x9e37_79b9) >>> 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0_aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97)
  return (mixed ^ (mixed >>> 15)) >>> 0
}
