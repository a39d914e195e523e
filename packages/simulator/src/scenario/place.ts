/** Where in a scenario file something stands, and how the file is refused there. */

/** Counted from 1, as editors show them. */
export type Place = { readonly line: number; readonly column: number }

/** One reason why a file cannot be read as scenarios. */
export type Problem = { readonly place: Place; readonly message: string }

/** Thrown inside the parser only; `parseScenarios` turns it into a `Problem`. */
export class Unreadable extends Error {
  readonly place: Place
  constructor(place: Place, message: string) {
    super(message)
    this.name = 'Unreadable'
    this.place = place
  }
}

/** The known word nearest to a misspelled one, if it is near enough to be meant. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  let best: string | undefined
  // Two slips in a short word make another word.
  let distance = (word.length < 5 ? 1 : Math.max(2, Math.floor(word.length / 3))) + 1
  for (const candidate of known) {
    const d = edits(word.toLowerCase(), candidate.toLowerCase())
    if (d < distance) {
      distance = d
      best = candidate
    }
  }
  return best
}

/** More words than this are no help in a message. */
const LISTED_MAX = 25

/** `"recieved" is not …; known: a, b. Did you mean "a"?` */
export const unknownWord = (what: string, word: string, known: readonly string[]): string => {
  const meant = nearest(word, known)
  const few = known.length <= LISTED_MAX
  const all = few
    ? `Known: ${known.join(', ')}.`
    : `docs/formats/scenario.md says where the ${known.length} known ones are listed.`
  const hint = meant === undefined ? all : `Did you mean "${meant}"?`
  return `"${word}" is not ${what}. ${hint}`
}

/** Levenshtein distance, one row at a time. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change))
    }
    row = next
  }
  return row[b.length] ?? 0
}
