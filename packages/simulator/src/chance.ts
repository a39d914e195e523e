/** Chance from a seed: whole numbers, the same on every machine. */

export type Chance = {
  /** A whole number from 0 to 2^32 - 1. */
  readonly next: () => number
  /** A whole number from `least` to `most`, both included. */
  readonly between: (least: number, most: number) => number
}

/** A stream of chance. Equal seeds give equal streams; seeds are whole numbers, taken modulo 2^32. */
export const chanceFrom = (seed: number): Chance => {
  let state = seed >>> 0
  // The mixing steps of SplitMix32: every seed, 0 included, gives a full period.
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
  return { next, between: (least, most) => least + (next() % (most - least + 1)) }
}
