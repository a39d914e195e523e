/** The one place of the pages that sets a timer, and the one that reads this device's own clock. */
import { type Instant, instant } from '@keyturn/domain/units.ts'

/** Calls `then` once after the span, unless the answer is called before. */
export function afterSpan(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}

/** What this phone or computer takes for now. It may be years off: nothing is decided by it. */
export const ownNow = (): Instant => instant(Date.now())

/** Calls `then` every second until the answer is called. */
export function everySecond(then: () => void): () => void {
  const timer = setInterval(then, 1_000)
  return () => clearInterval(timer)
}
