/** Lets a few in at a time; the rest wait their turn. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>

/** @param width how many may work at once, 1 or more */
export function gate(width: number): Gate {
  let inside = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (inside >= width) await new Promise<void>((resolve) => waiting.push(resolve))
    else inside += 1
    try {
      return await work()
    } finally {
      // The place goes straight to the next in line, so that nobody can slip in between.
      const next = waiting.shift()
      if (next === undefined) inside -= 1
      else next()
    }
  }
}
