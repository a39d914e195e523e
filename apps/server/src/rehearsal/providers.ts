/** Who could serve whom: the authorities' list, and who owns whom as the vendors' credentials say. */
import type { Instant } from '@keyturn/domain/units.ts'
import type { Provider } from '@keyturn/simulator/rehearsal/helps.ts'
import type { Queryable } from '@keyturn/store/pool.ts'
import { organizations } from '@keyturn/store/queries/cases/organizations.ts'
import { publicStatementsOfKind, revocationsKnown } from '@keyturn/store/queries/statements/public-statements.ts'
import { statementIn, withdrawnBy } from '../statements/verify.ts'
import { claimsIn, withdrawnAt } from '../statements/withdrawn.ts'

const CREDENTIALS_MAX = 1_000

export async function providersAt(db: Queryable, at: Instant): Promise<readonly Provider[]> {
  const listed = await organizations(db, at)
  const groups = await groupsAt(db, at)
  return listed
    .filter(({ kind }) => kind === 'vendor')
    .map(({ id, name, jurisdictions }) => ({
      vendor: id,
      name,
      group: groups.get(id) ?? null,
      approvedBy: jurisdictions,
      centers: listed
        .filter(({ kind, parent }) => kind === 'center' && parent === id)
        .map((center) => ({
          center: center.id,
          name: center.name,
          jurisdiction: center.jurisdictions[0] ?? `US-${center.states[0] ?? ''}`,
        })),
    }))
}

/** By vendor: who owns it, by the newest credential that counts. Two that contradict each other say nothing. */
async function groupsAt(db: Queryable, at: Instant): Promise<ReadonlyMap<string, string>> {
  const revoked = withdrawnBy(await revocationsKnown(db, at))
  const kept = await publicStatementsOfKind(db, { kind: 'vendor', jurisdiction: undefined, limit: CREDENTIALS_MAX })
  const groups = new Map<string, { readonly group: string; readonly issuedAt: Instant }>()
  for (const claim of claimsIn(kept)) {
    const from = withdrawnAt(claim, revoked)
    const statement = statementIn(claim[0].file)
    if (statement.kind !== 'vendor' || (from !== null && from <= at) || statement.expiresAt <= at) continue
    const known = groups.get(statement.subject)
    if (known === undefined || statement.issuedAt > known.issuedAt) groups.set(statement.subject, statement)
  }
  return new Map([...groups].map(([vendor, { group }]) => [vendor, group]))
}
