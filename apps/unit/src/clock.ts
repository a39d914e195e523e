/** The unit's clocks: the real-time clock with an offset for a fast-forwarded world, and the counter since boot. */
import { type Duration, duration, type Instant, instant } from '@keyturn/domain/units.ts'

export type Moment = { readonly at: Instant; readonly up: Duration }

export interface Clock {
  now(): Moment
  /** The offset of this world from the machine's clock, in milliseconds. */
  offsetMs(): number
  /** Moves the world to this offset. Forward, both clocks run; back, only the real-time clock can. */
  setOffset(ms: number): void
  /** Lets the world's time pass at once. */
  advance(ms: number): void
  /** Waits in real time. */
  wait(ms: number): Promise<void>
  /** Calls once after real time, unless the answer is called first. */
  later(ms: number, what: () => void): () => void
  /** Calls again and again in real time until the answer is called. */
  every(ms: number, what: () => void): () => void
}

/** Where the machine's time comes from; tests give their own. */
export type Source = { readonly wall: () => number; readonly counter: () => number }

const machine: Source = { wall: () => Date.now(), counter: () => performance.now() }

/** The clock of a unit that boots now. */
export function clockFrom(offsetMs: number, source: Source = machine): Clock {
  const bootedAt = source.counter()
  let offset = Math.round(offsetMs)
  let passed = 0
  const setOffset = (ms: number) => {
    passed += Math.max(0, Math.round(ms) - offset)
    offset = Math.round(ms)
  }
  return {
    now: () => ({
      at: instant(Math.floor(source.wall()) + offset),
      up: duration(Math.floor(source.counter() - bootedAt) + passed),
    }),
    offsetMs: () => offset,
    setOffset,
    advance: (ms) => setOffset(offset + ms),
    wait: (ms) => new Promise((done) => setTimeout(done, ms)),
    later: (ms, what) => {
      const timer = setTimeout(what, ms)
      return () => clearTimeout(timer)
    },
    every: (ms, what) => {
      const timer = setInterval(what, ms)
      return () => clearInterval(timer)
    },
  }
}
