/**
 * The authority's root key, as this browser first saw it. Orders are checked by it and by nothing else: whoever serves
 * these pages later cannot slip in another key unseen.
 */
import { askJson, Problem, Unreachable } from '../data/http.ts'
import { keep, keptAs } from '../data/keep.ts'
import { object, orNull, text } from '../data/read.ts'

export type Root = {
  readonly key: string
  /** Another key that the server names now; null when it names the pinned one, or does not answer. */
  readonly told: string | null
}

const keys = object({ rootKey: orNull(text) })
const PINNED = 'root'

/** The pinned key, pinning the first one told. Null when none was ever told here: then nothing can be checked. */
export async function readRoot(signal: AbortSignal): Promise<Root | null> {
  const pinned = keptAs(PINNED, text) ?? null
  const told = await toldKey(signal)
  if (pinned !== null) return { key: pinned, told: told === pinned ? null : told }
  if (told === null) return null
  keep(PINNED, told)
  return { key: told, told: null }
}

/** Takes the key that the server names now: a person has compared it with what the authority printed. */
export const pinAnew = (key: string): void => keep(PINNED, key)

async function toldKey(signal: AbortSignal): Promise<string | null> {
  try {
    return await askJson('/v1/keys', (body) => keys(body, 'keys').rootKey, { whom: 'the server', signal })
  } catch (cause) {
    if (cause instanceof Unreachable || cause instanceof Problem) return null
    throw cause
  }
}
