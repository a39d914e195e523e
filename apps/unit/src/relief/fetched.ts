/** One file from somebody's web server: bounded in time and size, and from that very address. */
import { concat } from '@keyturn/evidence/bytes.ts'

export type Fetched =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** `why` is for people. */
  | { readonly kind: 'nothing'; readonly why: string }

const ANSWER_WITHIN_MS = 5_000

export type How = {
  readonly fetch: typeof globalThis.fetch
  readonly bytesMax: number
  readonly abort: AbortSignal
}

/** Never throws: whatever goes wrong on the way is an answer. */
export async function fetched(address: string, { fetch, bytesMax, abort }: How): Promise<Fetched> {
  const nothing = (why: string): Fetched => ({ kind: 'nothing', why })
  const signal = AbortSignal.any([abort, AbortSignal.timeout(ANSWER_WITHIN_MS)])
  try {
    // A redirect would let one mirror have the car ask anybody.
    const answer = await fetch(address, { redirect: 'error', credentials: 'omit', signal })
    if (!answer.ok || answer.body === null) {
      await answer.body?.cancel()
      return nothing(`it answered with status ${answer.status}`)
    }
    const bytes = await upTo(bytesMax, answer.body)
    return bytes === null ? nothing(`it sent more than ${bytesMax} bytes`) : { kind: 'bytes', bytes }
  } catch {
    return nothing(abort.aborted ? 'the device was switched off' : 'it gave no answer')
  }
}

async function upTo(bytesMax: number, body: ReadableStream<Uint8Array>): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = []
  let size = 0
  // Leaving the loop early cancels the stream.
  for await (const part of body) {
    size += part.length
    if (size > bytesMax) return null
    parts.push(part)
  }
  return concat(...parts)
}
