import { randomUUID } from 'node:crypto'
import type { Actor } from '@keyturn/domain/actor.ts'
import { type Instant, instant, iso } from '@keyturn/domain/units.ts'
import type { Queryable } from '../../pool.ts'

/** A call of somebody known that was refused. */
export type AccessRefusal = {
  readonly id: string
  readonly at: Instant
  readonly user: string
  readonly name: string
  readonly role: string
  readonly endpoint: string
  readonly path: string
  readonly code: string
}

const ADD = `insert into keyturn.access_refusals
  (id, at, user_id, user_name, role, jurisdiction, vendor, endpoint, path, code)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

/** Appends one; nobody can change or remove it. */
export async function addRefusal(
  db: Queryable,
  told: {
    readonly actor: Actor
    readonly at: Instant
    readonly endpoint: string
    readonly path: string
    readonly code: string
  },
): Promise<void> {
  const { actor, at, endpoint, path, code } = told
  const who = [actor.user, actor.name, actor.role, actor.jurisdiction, actor.vendor]
  await db.query(ADD, [randomUUID(), iso(at), ...who, endpoint, path, code])
}

const LIST = `select id, at, user_id, user_name, role, endpoint, path, code from keyturn.access_refusals
  where ($1::text is null or jurisdiction = $1)
    and ($2::timestamptz is null or (at, id) < ($2, $3::uuid)) order by at desc, id desc limit $4`

export type RefusalPage = {
  /** Null for everybody's. */
  readonly jurisdiction: string | null
  readonly before?: { readonly at: Instant; readonly id: string } | undefined
  readonly limit: number
}

/** Newest first. */
export async function listRefusals(db: Queryable, page: RefusalPage): Promise<readonly AccessRefusal[]> {
  const { rows } = await db.query<{
    id: string
    at: Date
    user_id: string
    user_name: string
    role: string
    endpoint: string
    path: string
    code: string
  }>(LIST, [
    page.jurisdiction,
    page.before === undefined ? null : iso(page.before.at),
    page.before?.id ?? null,
    page.limit,
  ])
  return rows.map(({ id, at, user_id, user_name, role, endpoint, path, code }) => ({
    id,
    at: instant(at.getTime()),
    user: user_id,
    name: user_name,
    role,
    endpoint,
    path,
    code,
  }))
}
