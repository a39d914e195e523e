/** Vendors, their service centers, agencies. Public, few, and the same for every case. */
import type { ListedVendor } from '@keyturn/cases/program/told.ts'
import type { Organization } from '@keyturn/contract/endpoints/organizations.ts'
import { type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type { Queryable } from '../../pool.ts'

type Kept = Pick<Organization, 'jurisdictions' | 'states' | 'address' | 'telephone' | 'website'>
type Row = {
  readonly organization_id: string
  readonly kind: Organization['kind']
  readonly parent_id: string
  readonly name: string
  readonly body: Partial<Kept>
}

/** A change is a new row; the newest one up to the moment holds. */
const HOLDING = `select distinct on (organization_id) organization_id, kind, parent_id, name, body
  from keyturn.organizations where added_at <= $1 order by organization_id, added_at desc`
const SQL = `select * from (${HOLDING}) o
  where ($2::text is null or kind = $2) and ($3::text is null or body -> 'jurisdictions' ? $3)
  order by name, organization_id limit 5000`

/** By name, all or those of one kind or jurisdiction, as they stood at a moment. */
export async function organizations(
  db: Queryable,
  at: Instant,
  { kind, jurisdiction }: { readonly kind?: string | undefined; readonly jurisdiction?: string | undefined } = {},
): Promise<readonly Organization[]> {
  const values = [iso(at), kind ?? null, jurisdiction ?? null]
  const { rows } = await db.query<Row>({ name: 'organizations', text: SQL, values })
  return rows.map((row) => ({
    id: row.organization_id,
    kind: row.kind,
    parent: row.parent_id,
    name: row.name,
    jurisdictions: row.body.jurisdictions ?? [],
    states: row.body.states ?? [],
    address: row.body.address ?? null,
    telephone: row.body.telephone ?? null,
    website: row.body.website ?? null,
  }))
}

const SPANS = `select organization_id, name, body, added_at, min(added_at) over () as first_at,
    lead(added_at) over (partition by organization_id order by added_at) as next_at
  from keyturn.organizations where kind = 'vendor' and added_at <= $1 order by organization_id, added_at`

type SpanRow = Pick<Row, 'organization_id' | 'name' | 'body'> & {
  readonly added_at: Date
  readonly first_at: Date
  readonly next_at: Date | null
}

/**
 * The vendors as cases are judged by them, each with the span for which that was its entry, as far as it was known at a
 * moment; undefined while no list was kept here. The first list holds for the time before it, too: no other is known.
 */
export async function vendorsListed(db: Queryable, knownAt: Instant): Promise<readonly ListedVendor[] | undefined> {
  const { rows } = await db.query<SpanRow>({ name: 'vendors-listed', text: SPANS, values: [iso(knownAt)] })
  if (rows.length === 0) return undefined
  return rows.map(({ organization_id, name, body, added_at, first_at, next_at }) => ({
    vendor: organization_id,
    name,
    approvedBy: body.jurisdictions ?? [],
    states: body.states ?? [],
    listed: {
      from: added_at.getTime() === first_at.getTime() ? ALWAYS : instant(added_at.getTime()),
      until: next_at === null ? null : instant(next_at.getTime() - 1),
    },
  }))
}

const ALWAYS: Instant = instant(Date.UTC(1900, 0, 1))

const PUT = `insert into keyturn.organizations (organization_id, kind, parent_id, name, body, added_at)
  values ($1, $2, $3, $4, $5, $6) on conflict do nothing`

/** Adds an organization, or what is newly known of it. `at` is now: what a list said before is not changed. */
export async function putOrganization(
  db: Queryable,
  { id, kind, parent, name, at, ...body }: Organization & { readonly at: Instant },
): Promise<void> {
  await db.query(PUT, [id, kind, parent, name, JSON.stringify(body satisfies Kept), iso(at)])
}
