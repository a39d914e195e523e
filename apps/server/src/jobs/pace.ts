/**
 * How a lot of work that nobody waits for is spread: in slices, with a rest after each that is longer the longer the
 * slice took. Requests keep most of the machine, whatever it is and however slow it is just now. Pure.
 */

export type Pace = {
  /** A slice ends with the case that is at hand when so much time is over, in milliseconds. */
  readonly sliceMs: number
  /** The rest is so many times as long as the slice was. */
  readonly restTimes: number
  /** No rest is longer, in milliseconds. */
  readonly restMaxMs: number
  /** Cases that a slice asks for at once. */
  readonly casesMax: number
}

/** A fifth of the time of one lane. */
export const GENTLE: Pace = { sliceMs: 250, restTimes: 4, restMaxMs: 10_000, casesMax: 50 }

/** Whether the slice goes on with another case. */
export const goesOn = (pace: Pace, tookMs: number): boolean => tookMs < pace.sliceMs

/** How long to rest after a slice, in milliseconds: never 0, so that others get their turn. */
export const restAfter = (pace: Pace, tookMs: number): number =>
  Math.min(pace.restMaxMs, Math.max(1, Math.ceil(tookMs * pace.restTimes)))
