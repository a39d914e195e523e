/** The one place in the server that reads a clock or sets a timer. */
import { setTimeout as pause } from 'node:timers/promises'
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

/** Comes back after the time, or at once when told to stop. Never holds the process. */
export const rest = (ms: number, stopped: AbortSignal): Promise<void> =>
  // The only way this rejects is the signal.
  pause(ms, undefined, { signal: stopped, ref: false }).catch(() => undefined)
