/** Finds what a law rests on, however deep it stands in it. */
import type { Citation, Ruled } from '../profile.ts'

/** Every citation inside. */
export const citationsIn = (value: unknown): readonly Citation[] => collect(value, isCitation)

/** Every value with its ground inside. */
export const ruledIn = (value: unknown): readonly Ruled<unknown>[] => collect(value, isRuled)

const isCitation = (value: object): value is Citation => 'quote' in value && 'source' in value
const isRuled = (value: object): value is Ruled<unknown> => 'value' in value

function collect<T>(value: unknown, is: (value: object) => value is T & object): readonly T[] {
  if (typeof value !== 'object' || value === null) return []
  const own: readonly T[] = is(value) ? [value] : []
  return [...own, ...Object.values(value).flatMap((inner) => collect<T>(inner, is))]
}
