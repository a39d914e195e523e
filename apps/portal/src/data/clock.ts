/** The one place of the pages that sets a timer. */

/** Calls `then` once after the span, unless the answer is called before. */
export function afterSpan(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}
