/** The one place in the server that reads a clock or sets a timer. */
import type { Socket } from 'node:net'
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

/** Milliseconds that have gone by since the process began; never set by anybody. */
export const elapsedMs = (): number => performance.now()

/** Calls once when nothing has come or gone on a connection for so long. */
export function whenIdle(socket: Socket, ms: number, what: () => void) {
  socket.setTimeout(ms, what)
  const forget = (): void => {
    socket.off('timeout', what)
  }
  return {
    /** No limit holds any more. */
    stop: () => {
      forget()
      socket.setTimeout(0)
    },
    /** Another limit holds by now. */
    forget,
  }
}

/** Asks, and gives the same answer, or the same failure, to everybody who wants it within the time. */
export function atMostEvery<T>(
  ms: number,
  ask: () => Promise<T>,
  now: () => number = () => performance.now(),
): () => Promise<T> {
  let last: { readonly at: number; readonly answer: Promise<T> } | undefined
  return () => {
    if (last === undefined || now() - last.at >= ms) last = { at: now(), answer: ask() }
    return last.answer
  }
}
