/** Vendors, their service centers, agencies. Public, few, and the same for every case. */
import type { Organization } from '@keyturn/contract/endpoints/organizations.ts'
import { type Instant, iso } from '@keyturn/domain/units.ts'
import type pg from 'pg'
import type { Queryable } from '../../pool.ts'

type Kept = Pick<Organization, 'jurisdictions' | 'address' | 'telephone' | 'website'>
type Row = {
  readonly organization_id: string
  readonly kind: Organization['kind']
  readonly parent_id: string
  readonly name: string
  readonly body: Partial<Kept>
}

const SQL = `select organization_id, kind, parent_id, name, body from keyturn.organizations
  where ($1::text is null or kind = $1) and ($2::text is null or body -> 'jurisdictions' ? $2)
  order by name, organization_id limit 5000`

/** By name, all or those of one kind or jurisdiction. */
export async function organizations(
  db: Queryable,
  { kind, jurisdiction }: { readonly kind?: string | undefined; readonly jurisdiction?: string | undefined } = {},
): Promise<readonly Organization[]> {
  const values = [kind ?? null, jurisdiction ?? null]
  const { rows } = await db.query<Row>({ name: 'organizations', text: SQL, values })
  return rows.map((row) => ({
    id: row.organization_id,
    kind: row.kind,
    parent: row.parent_id,
    name: row.name,
    jurisdictions: row.body.jurisdictions ?? [],
    address: row.body.address ?? null,
    telephone: row.body.telephone ?? null,
    website: row.body.website ?? null,
  }))
}

const PUT = `insert into keyturn.organizations (organization_id, kind, parent_id, name, body, added_at)
  values ($1, $2, $3, $4, $5, $6)
  on conflict (organization_id) do update set kind = $2, parent_id = $3, name = $4, body = $5`

/** Adds an organization, or replaces what is known of it. */
export async function putOrganization(
  db: Queryable | pg.ClientBase,
  told: Organization & { readonly at: Instant },
): Promise<void> {
  const { id, kind, parent, name, at, ...rest } = told
  const body: Kept = {
    jurisdictions: rest.jurisdictions,
    address: rest.address,
    telephone: rest.telephone,
    website: rest.website,
  }
  await db.query(PUT, [id, kind, parent, name, JSON.stringify(body), iso(at)])
}
