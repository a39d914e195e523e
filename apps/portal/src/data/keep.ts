/** What this browser keeps for a time without network. A full or forbidden store costs the copy, nothing else. */
import type { Read } from './read.ts'

const placeOf = (name: string): string => `keyturn.${name}`

/** Keeps the value under the name; the one kept before is replaced. */
export function keep(name: string, value: unknown): void {
  try {
    localStorage.setItem(placeOf(name), JSON.stringify(value))
  } catch (cause) {
    console.warn(`${name}: not kept for offline use.`, cause)
  }
}

/** What was kept under the name; undefined when nothing was, or something of an older form. */
export function keptAs<T>(name: string, read: Read<T>): T | undefined {
  try {
    const kept = localStorage.getItem(placeOf(name))
    return kept === null ? undefined : read(JSON.parse(kept), name)
  } catch (cause) {
    console.warn(`${name}: what was kept cannot be read.`, cause)
    return undefined
  }
}
