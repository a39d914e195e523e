import { assert } from '@keyturn/domain/units.ts'
import type { FeeLaw } from './fees.ts'
import { massachusettsFees } from './us-ma-fees.ts'
import { maineFees } from './us-me-fees.ts'

/** Every version there is. A later one is added, never edited in. */
export const feeLaws: readonly FeeLaw[] = [massachusettsFees, maineFees]

/** The versions of one jurisdiction, oldest first; empty when it has none. */
export const feeLawsOf = (jurisdiction: string): readonly FeeLaw[] =>
  feeLaws.filter(({ id }) => id === jurisdiction).toSorted((a, b) => (a.version < b.version ? -1 : 1))

/** The version in force on a day, `YYYY-MM-DD`; before the first one we know, the first. */
export function feeLawOn(versions: readonly FeeLaw[], day: string): FeeLaw {
  const law = versions.findLast(({ version }) => version <= day) ?? versions[0]
  assert(law !== undefined, 'fees need a law')
  return law
}
