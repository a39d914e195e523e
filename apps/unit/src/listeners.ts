/** Who wants to know that something changed. */

export type Listeners = {
  readonly tell: () => void
  /** The answer takes the listener off again. */
  readonly add: (hear: () => void) => () => void
}

export function listeners(): Listeners {
  const heard = new Set<() => void>()
  return {
    tell: () => {
      for (const hear of heard) hear()
    },
    add: (hear) => {
      heard.add(hear)
      return () => {
        heard.delete(hear)
      }
    },
  }
}

/** A listener that calls `grown` when there are more closed segments than before. */
export function closedSegments(recorder: { segments(): readonly unknown[] }, grown: () => void): () => void {
  let known = recorder.segments().length
  return () => {
    const now = recorder.segments().length
    if (now > known) grown()
    known = now
  }
}
