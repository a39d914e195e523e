/** Cursors: where a page ended, as text that nobody has to understand and that stands alone. */

/** @param place what the next page begins after */
export const cursorOf = (...place: readonly string[]): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url')

/** The texts of a cursor; undefined when it is none of ours, or has not so many. */
export function placeIn(cursor: string, parts: number): readonly string[] | undefined {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(place) && place.length === parts && place.every(isPlain) ? place : undefined
  } catch {
    // Not what we wrote: there is nothing more to say about it.
    return undefined
  }
}

/** The database takes no text with a NUL or half a character in it. */
const isPlain = (text: unknown): text is string => typeof text === 'string' && !/[\0\p{Cs}]/u.test(text)
