/** The bench's clocks: the laptop's, with an offset for a world whose time is moved, and its timers. */
import { type Instant, instant } from '@keyturn/domain/units.ts'

export interface Clock {
  now(): Instant
  /** The offset of this world from the laptop's clock, in milliseconds. */
  setOffset(ms: number): void
  /** Waits in real time. */
  wait(ms: number): Promise<void>
  /** Calls once after real time, unless the answer is called first. */
  later(ms: number, what: () => void): () => void
}

/** The laptop's clock, moved by an offset. */
export function clockFrom(offsetMs: number): Clock {
  let offset = Math.round(offsetMs)
  return {
    now: () => instant(Date.now() + offset),
    setOffset: (ms) => {
      offset = Math.round(ms)
    },
    wait: (ms) => new Promise((done) => setTimeout(done, ms)),
    later: (ms, what) => {
      const timer = setTimeout(what, ms)
      return () => clearTimeout(timer)
    },
  }
}
