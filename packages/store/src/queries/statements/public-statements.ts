/** Statements that everybody may see: keys, vendors, orders, outages, rescues, revocations, indexes. */
import { type Instant, iso } from '@keyturn/domain/units.ts'
import type { Queryable } from '../../pool.ts'
import {
  type Brought,
  type KeptStatement,
  type NewStatement,
  STATEMENT_COLUMNS,
  type StatementRow,
  statementOf,
} from './kept-statement.ts'

export type PublicStatement = KeptStatement & { readonly jurisdiction: string }
type Row = StatementRow & { readonly jurisdiction: string }
const publicOf = (row: Row): PublicStatement => ({ ...statementOf(row), jurisdiction: row.jurisdiction })

const ADD = `insert into keyturn.statements (${STATEMENT_COLUMNS}, jurisdiction)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`

/** False when this very statement is kept already. */
export async function addPublicStatement(
  db: Queryable,
  told: NewStatement & { readonly jurisdiction: string },
  { at, by }: Brought,
): Promise<boolean> {
  const { id, digest, kind, issuer, issuedAt, file, fileDigest, jurisdiction } = told
  const { rowCount } = await db.query(ADD, [
    id,
    digest,
    kind,
    issuer,
    iso(issuedAt),
    file,
    fileDigest,
    iso(at),
    by.user,
    by.name,
    jurisdiction,
  ])
  return rowCount === 1
}

const SELECT = 'select * from keyturn.statements'
const OF_ID = `${SELECT} where statement_id = $1 order by received_at, digest`

/** Everything under one id, the first one first: more than one is a contradiction. */
export async function publicStatementsOf(db: Queryable, id: string): Promise<readonly PublicStatement[]> {
  const { rows } = await db.query<Row>({ name: 'statements-of-id', text: OF_ID, values: [id] })
  return rows.map(publicOf)
}

const COUNT = 'select count(*) as kept from keyturn.statements where jurisdiction = $1'

/** How many of a jurisdiction are kept. */
export async function countPublicStatements(db: Queryable, jurisdiction: string): Promise<number> {
  const { rows } = await db.query<{ kept: number }>(COUNT, [jurisdiction])
  return rows[0]?.kept ?? 0
}

const OF_KIND = `${SELECT} where kind = $1 and ($2::text is null or jurisdiction = $2)
  order by issued_at desc, statement_id desc, received_at, digest limit $3`

/** Those of a kind, the ones signed last first. Contradicting ones stand beside each other. */
export async function publicStatementsOfKind(
  db: Queryable,
  told: { readonly kind: string; readonly jurisdiction: string | undefined; readonly limit: number },
): Promise<readonly PublicStatement[]> {
  const values = [told.kind, told.jurisdiction ?? null, told.limit]
  const { rows } = await db.query<Row>({ name: 'statements-of-kind', text: OF_KIND, values })
  return rows.map(publicOf)
}

const REVOCATIONS = `${SELECT} where kind = 'revocations' and received_at <= $1 order by received_at, statement_id`

/** Every list of what was withdrawn, as far as it was known at a moment. */
export async function revocationsKnown(db: Queryable, at: Instant): Promise<readonly PublicStatement[]> {
  const { rows } = await db.query<Row>({ name: 'revocations', text: REVOCATIONS, values: [iso(at)] })
  return rows.map(publicOf)
}

/** What the law of a case may rest on. */
const BEARS = `kind in ('order', 'outage', 'revocations') and jurisdiction in ($1, '*') and received_at <= $2`
const VERSION = `select coalesce(md5(string_agg(digest || received_at::text, ' ' order by received_at, digest)), '') as version
  from keyturn.statements where ${BEARS}`

/** Names the content of `statementsBearing`: the same text, the same statements. Empty text: none. */
export async function bearingVersion(db: Queryable, jurisdiction: string, knownAt: Instant): Promise<string> {
  const values = [jurisdiction, iso(knownAt)]
  const { rows } = await db.query<{ version: string }>({ name: 'bearing-version', text: VERSION, values })
  return rows[0]?.version ?? ''
}

const BEARING = `${SELECT} where ${BEARS} order by received_at, statement_id, digest`

/** Orders, outages and revocations of a jurisdiction as far as they were known at a moment, in the order they came. */
export async function statementsBearing(
  db: Queryable,
  jurisdiction: string,
  knownAt: Instant,
): Promise<readonly PublicStatement[]> {
  const values = [jurisdiction, iso(knownAt)]
  const { rows } = await db.query<Row>({ name: 'statements-bearing', text: BEARING, values })
  return rows.map(publicOf)
}

const INDEXES = `${SELECT} where kind = 'index' and ($1::text is null or jurisdiction = $1)
  order by issued_at desc, received_at desc limit 200`

/** Lists of what is published, the ones signed last first. */
export async function publishedIndexes(
  db: Queryable,
  jurisdiction: string | null,
): Promise<readonly PublicStatement[]> {
  const { rows } = await db.query<Row>({ name: 'published-indexes', text: INDEXES, values: [jurisdiction] })
  return rows.map(publicOf)
}

const BY_FILE = 'select file from keyturn.statements where file_digest = $1 limit 1'

/** The bytes that a mirror serves under a digest; undefined when they are not here. */
export async function publicFile(db: Queryable, digest: string): Promise<string | undefined> {
  const { rows } = await db.query<{ file: string }>({ name: 'public-file', text: BY_FILE, values: [digest] })
  return rows[0]?.file
}
