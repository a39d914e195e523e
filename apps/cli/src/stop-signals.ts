/** Signals that ask a process to stop: the first asks, a second one ends it at once. */
import { constants } from 'node:os'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** One Ctrl-C may come twice, from the terminal and from whoever started us; that is no second one. */
const SAME_PRESS_MS = 1_000

type Source = { readonly on: (signal: (typeof SIGNALS)[number], hear: () => void) => unknown }
/** `now` in milliseconds, never going back; `exit` does not return. */
type Ways = { readonly now: () => number; readonly exit: (code: number) => void }

/** Answers how to be told of the first signal. Later ones within the same press are told as well. */
export function stopSignals(source: Source, { now, exit }: Ways): (what: () => void) => void {
  let firstAt: number | undefined
  return (what) => {
    for (const signal of SIGNALS) {
      source.on(signal, () => {
        firstAt ??= now()
        if (now() - firstAt >= SAME_PRESS_MS) exit(128 + constants.signals[signal])
        else what()
      })
    }
  }
}
