/** Test support: a stream as the text that it has brought so far. */
import type { Readable } from 'node:stream'

export type ReadStream = {
  readonly text: () => string
  /** Resolves as soon as the text will do. */
  readonly until: (good: (text: string) => boolean) => Promise<void>
}

export function readText(stream: Readable): ReadStream {
  let text = ''
  const waiting = new Set<() => void>()
  stream.setEncoding('utf8').on('data', (part: string) => {
    text += part
    for (const look of waiting) look()
  })
  return {
    text: () => text,
    until: (good) =>
      new Promise((resolve) => {
        const look = () => {
          if (!good(text)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
  }
}
