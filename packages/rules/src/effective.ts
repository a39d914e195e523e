import { parseCivilDate } from '@keyturn/domain/civil.ts'
import type { CivilDate } from '@keyturn/domain/units.ts'

/** The date from which a profile version holds. @throws RangeError when it is not a date. */
export const effectiveFrom = (text: string): CivilDate => {
  const date = parseCivilDate(text)
  if (date === undefined) throw new RangeError(`not a date: ${text}`)
  return date
}
