import type { CaseId } from '@keyturn/domain/units.ts'
import type { Queryable } from '../../pool.ts'

/** Ids of cases one may see, in their order, from the first after `after` on. */
export async function caseIdsAfter(db: Queryable, after: string, limit: number): Promise<readonly CaseId[]> {
  const { rows } = await db.query<{ case_id: CaseId }>({
    name: 'case-ids-after',
    text: 'select case_id from keyturn.cases where case_id > $1 order by case_id limit $2',
    values: [after, limit],
  })
  return rows.map(({ case_id }) => case_id)
}
