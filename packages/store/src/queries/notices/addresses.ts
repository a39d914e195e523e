import type { CaseId } from '@keyturn/domain/units.ts'
import type { Queryable } from '../../pool.ts'

const SQL = `select u.email from keyturn.case_accounts a join keyturn.users u on u.id = a.user_id
  where a.case_id = $1 and u.disabled_at is null order by a.added_at, u.id limit 1`

/** The mail address of the participant's account; null without one. For cases whose facts name no address. */
export async function addressOfParticipant(db: Queryable, caseId: CaseId): Promise<string | null> {
  const { rows } = await db.query<{ email: string }>({ name: 'address-of', text: SQL, values: [caseId] })
  return rows[0]?.email ?? null
}
