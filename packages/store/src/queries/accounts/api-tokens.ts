/** Tokens of programs: what is kept cannot be turned back into a token. */
import { randomUUID } from 'node:crypto'
import type { Actor } from '@keyturn/domain/actor.ts'
import { type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type { Queryable } from '../../pool.ts'

export type ApiToken = {
  readonly id: string
  /** Its beginning, by which people tell tokens apart. */
  readonly shown: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly jurisdiction: string | null
  readonly vendor: string | null
  readonly createdByName: string
  readonly createdAt: Instant
  readonly expiresAt: Instant
  readonly revokedAt: Instant | null
  readonly usedAt: Instant | null
}

export type NewApiToken = {
  readonly digest: Uint8Array
  readonly shown: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly jurisdiction: string | null
  readonly vendor: string | null
  readonly by: Actor
  readonly at: Instant
  readonly expiresAt: Instant
}

const COLUMNS = `id, shown, name, scopes, jurisdiction, vendor, created_by_name, created_at, expires_at, revoked_at,
  used_at`

type Row = {
  readonly id: string
  readonly shown: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly jurisdiction: string | null
  readonly vendor: string | null
  readonly created_by_name: string
  readonly created_at: Date
  readonly expires_at: Date
  readonly revoked_at: Date | null
  readonly used_at: Date | null
}

const moment = (date: Date | null): Instant | null => (date === null ? null : instant(date.getTime()))

const tokenOf = (row: Row): ApiToken => ({
  id: row.id,
  shown: row.shown,
  name: row.name,
  scopes: row.scopes,
  jurisdiction: row.jurisdiction,
  vendor: row.vendor,
  createdByName: row.created_by_name,
  createdAt: instant(row.created_at.getTime()),
  expiresAt: instant(row.expires_at.getTime()),
  revokedAt: moment(row.revoked_at),
  usedAt: moment(row.used_at),
})

const ADD = `insert into keyturn.api_tokens
  (id, digest, shown, name, scopes, jurisdiction, vendor, created_by, created_by_name, created_at, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning ${COLUMNS}`

/** Keeps the digest of a new token. */
export async function addApiToken(db: Queryable, told: NewApiToken): Promise<ApiToken> {
  const { rows } = await db.query<Row>(ADD, [
    randomUUID(),
    Buffer.from(told.digest),
    told.shown,
    told.name,
    told.scopes,
    told.jurisdiction,
    told.vendor,
    told.by.user,
    told.by.name,
    iso(told.at),
    iso(told.expiresAt),
  ])
  const [row] = rows
  if (row === undefined) throw new Error('a token was not kept')
  return tokenOf(row)
}

const IN_FORCE = `select ${COLUMNS} from keyturn.api_tokens
  where digest = $1 and revoked_at is null and expires_at > $2`
// Once a minute is often enough to see whether a token is still in use.
const USED = `update keyturn.api_tokens set used_at = $2
  where id = $1 and (used_at is null or used_at < $2::timestamptz - interval '1 minute')`

/** Undefined when there is no such token, or it is revoked or over. */
export async function apiTokenInForce(db: Queryable, digest: Uint8Array, at: Instant): Promise<ApiToken | undefined> {
  const values = [Buffer.from(digest), iso(at)]
  const { rows } = await db.query<Row>({ name: 'api-token', text: IN_FORCE, values })
  const [row] = rows
  if (row === undefined) return undefined
  const token = tokenOf(row)
  if (token.usedAt === null || at - token.usedAt > 60_000) await db.query(USED, [row.id, iso(at)])
  return token
}

/** Whose tokens: a jurisdiction's, a vendor's, or (both null) all. */
export type TokenOwner = { readonly jurisdiction: string | null; readonly vendor: string | null }

const OWNED = '($1::text is null or jurisdiction = $1) and ($2::text is null or vendor = $2)'
const LIST = `select ${COLUMNS} from keyturn.api_tokens where ${OWNED} order by created_at desc, id limit 500`

/** The newest 500, revoked ones too. */
export async function listApiTokens(db: Queryable, owner: TokenOwner): Promise<readonly ApiToken[]> {
  const { rows } = await db.query<Row>(LIST, [owner.jurisdiction, owner.vendor])
  return rows.map(tokenOf)
}

const REVOKE = `update keyturn.api_tokens set revoked_at = coalesce(revoked_at, $4), revoked_by = coalesce(revoked_by, $5)
  where id = $3 and ${OWNED} returning ${COLUMNS}`

/** Undefined when the owner has no such token; revoking twice is revoking once. */
export async function revokeApiToken(
  db: Queryable,
  owner: TokenOwner,
  told: { readonly id: string; readonly by: string; readonly at: Instant },
): Promise<ApiToken | undefined> {
  const { rows } = await db.query<Row>(REVOKE, [owner.jurisdiction, owner.vendor, told.id, iso(told.at), told.by])
  return rows[0] === undefined ? undefined : tokenOf(rows[0])
}
