/** What a supervisor and the processes under it tell each other, over the channel that Node opens between them. */

import { endingOf } from '../report.ts'
import type { Terminal } from '../terminal.ts'

/** Set in the environment of a process that must not live without its supervisor. */
export const SUPERVISED = 'KEYTURN_SUPERVISED'

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

/**
 * Runs a service in this process until it is told to stop: by a signal, or by the end of a supervisor that started us.
 * A supervisor that was killed without warning closes the channel too, so nothing outlives it.
 */
export async function serveUntilStopped(
  terminal: Terminal,
  start: () => Promise<Running>,
  announce: (url: string) => void,
): Promise<void> {
  try {
    await serve(terminal, start, announce)
  } catch (error) {
    tell(terminal, { failed: { sentence: endingOf(error).sentence ?? String(error) } })
    throw error
  } finally {
    terminal.supervisor?.leave()
  }
}

async function serve(terminal: Terminal, start: () => Promise<Running>, announce: (url: string) => void) {
  const { supervisor, onStop, err } = terminal
  const stopped = new Promise<void>((resolve) => {
    onStop(resolve)
    supervisor?.whenGone(resolve)
  })
  const running = await start()
  supervisor?.hear((message) => {
    if (!isOrder(message)) return
    // What cannot be carried out shows in the service's own log; the supervisor gives up waiting.
    Promise.resolve(running.setOffset(message.clockOffsetMs)).then(
      () => tell(terminal, { done: message.order }),
      (error: unknown) => err(`the clock could not be moved: ${String(error)}\n`),
    )
  })
  announce(running.url)
  tell(terminal, { ready: { url: running.url } })
  await stopped
  await running.close()
}

/** Speaks to the supervisor, if there is one. */
export const tell = ({ supervisor }: Terminal, word: Word): void => supervisor?.tell(word)

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
