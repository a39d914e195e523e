/** What a reader answers: the value, or where the text is wrong and what is wrong with it. Readers never throw. */
export type Parsed<T> = { readonly kind: 'parsed'; readonly value: T } | Malformed

export type Malformed = {
  readonly kind: 'malformed'
  /** The field or the line at fault, as a reader of the text would call it. */
  readonly where: string
  readonly what: string
}

/** A value that was read. */
export const parsed = <T>(value: T): Parsed<T> => ({ kind: 'parsed', value })

/** A refusal to read: where, and what is wrong there. */
export const malformed = (where: string, what: string): Malformed => ({ kind: 'malformed', where, what })
