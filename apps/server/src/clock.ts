/** The one place in the server that reads a clock. */
import { type Instant, instant } from '@keyturn/domain/units.ts'

export type Clock = {
  readonly now: () => Instant
  /** Demo only: how far the told time is ahead of the machine's, in milliseconds. */
  readonly setOffset: (ms: number) => void
}

/** The machine's clock, moved by an offset that a demo may change while it runs. */
export function systemClock(offsetMs = 0): Clock {
  let offset = offsetMs
  return {
    now: () => instant(Date.now() + offset),
    setOffset: (ms) => {
      if (!Number.isSafeInteger(ms)) throw new RangeError(`a clock offset is whole milliseconds, got ${ms}`)
      offset = ms
    },
  }
}
