/**
 * The law that a case is judged by, with the authorities' list of vendors, their orders and the declared outages as far
 * as they were known at a moment.
 */
import { caseLawOf } from '@keyturn/cases/program/case-law.ts'
import type { CaseLaw } from '@keyturn/cases/program/told.ts'
import { assert, type Instant } from '@keyturn/domain/units.ts'
import type { Queryable } from '@keyturn/store/pool.ts'
import { vendorsListed } from '@keyturn/store/queries/cases/organizations.ts'
import { reliefKnown } from '../statements/relief-known.ts'

/** @throws Error when no program is known for it: no case is opened there */
export async function lawOf(db: Queryable, jurisdiction: string, knownAt: Instant): Promise<CaseLaw> {
  const law = caseLawOf(jurisdiction, await vendorsListed(db, knownAt))
  assert(law !== undefined, `${jurisdiction} has a program, since cases are open under it`)
  const relief = await reliefKnown(db, jurisdiction, knownAt)
  return relief === undefined ? law : { ...law, relief }
}
