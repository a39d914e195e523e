/** The one place in the command line that waits and measures. The time of day comes in through the terminal. */

/** Milliseconds that only ever grow. */
export const counter = (): number => performance.now()

/** Waits in real time. */
export const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

/** Calls once after real time; the answer cancels it. */
export function later(ms: number, what: () => void): () => void {
  const timer = setTimeout(what, ms)
  return () => clearTimeout(timer)
}
