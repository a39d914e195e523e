/** What a supervisor and the processes under it tell each other, over the channel that Node opens between them. */

import { endingOf } from '../report.ts'

/** From the supervisor: the world's clock, so many milliseconds ahead of the machine's. */
export type Order = { readonly clockOffsetMs: number; readonly order: number }

export type Word =
  | { readonly ready: { readonly url: string } }
  /** It could not start; the sentence is for the person at the keyboard. */
  | { readonly failed: { readonly sentence: string } }
  /** The order with this number is carried out. */
  | { readonly done: number }
  /** It moved the world's clock by itself: a visit takes its time. */
  | { readonly clockOffsetMs: number }

type Running = {
  readonly url: string
  /** Moves the clock; resolves when everything that fell due on the way has happened. */
  readonly setOffset: (ms: number) => Promise<void> | void
  readonly close: () => Promise<void>
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs a service in this process until it is told to stop: by a signal, or by the end of a supervisor that started us.
 * A supervisor that was killed without warning closes the channel too, so nothing outlives it.
 */
export async function serveUntilStopped(start: () => Promise<Running>, announce: (url: string) => void): Promise<void> {
  try {
    await serve(start, announce)
  } catch (error) {
    tell({ failed: { sentence: endingOf(error).sentence ?? String(error) } })
    throw error
  } finally {
    // The channel would keep this process alive.
    if (process.connected) process.disconnect()
  }
}

async function serve(start: () => Promise<Running>, announce: (url: string) => void): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of STOP_SIGNALS) process.once(signal, () => resolve())
    process.once('disconnect', () => resolve())
  })
  const running = await start()
  const obey = (message: unknown): void => {
    if (!isOrder(message)) return
    // What cannot be carried out shows in the service's own log; the supervisor gives up waiting.
    Promise.resolve(running.setOffset(message.clockOffsetMs)).then(
      () => tell({ done: message.order }),
      (error: unknown) => process.stderr.write(`the clock could not be moved: ${String(error)}\n`),
    )
  }
  process.on('message', obey)
  announce(running.url)
  tell({ ready: { url: running.url } })
  await stopped
  process.off('message', obey)
  await running.close()
}

/** Speaks to the supervisor, if there is one. */
export function tell(word: Word): void {
  if (process.connected) process.send?.(word)
}

const isOrder = (message: unknown): message is Order =>
  typeof message === 'object' &&
  message !== null &&
  'clockOffsetMs' in message &&
  Number.isSafeInteger(message.clockOffsetMs) &&
  'order' in message

export function readWord(message: unknown): Word | undefined {
  if (typeof message !== 'object' || message === null) return undefined
  if ('done' in message && typeof message.done === 'number') return { done: message.done }
  if ('clockOffsetMs' in message && typeof message.clockOffsetMs === 'number') {
    return { clockOffsetMs: message.clockOffsetMs }
  }
  if ('ready' in message && hasText(message.ready, 'url')) return { ready: { url: message.ready.url } }
  if ('failed' in message && hasText(message.failed, 'sentence')) {
    return { failed: { sentence: message.failed.sentence } }
  }
  return undefined
}

const hasText = <K extends string>(value: unknown, key: K): value is { readonly [P in K]: string } =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, key) === 'string'
