/** Looking at a case: as far as the caller may see it, and written down before anything is shown. */
import { randomUUID } from 'node:crypto'
import type { Actor, Role } from '@keyturn/domain/actor.ts'
import { actorOf } from '@keyturn/domain/actor.ts'
import type { CaseId, Instant } from '@keyturn/domain/units.ts'
import { actAs, asActor } from '@keyturn/store/as-actor.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import { type CaseRow, findCase } from '@keyturn/store/queries/cases/case-row.ts'
import { addReads } from '@keyturn/store/queries/cases/reads.ts'
import type pg from 'pg'
import { uuidOf } from './uuid-of.ts'

export type Look = {
  readonly actor: Actor
  readonly caseId: CaseId
  /** What is looked at: the name of an endpoint. */
  readonly what: string
  readonly now: Instant
}

/** Participants look at what is theirs, and the server at what it keeps. Everybody else's looks are written down. */
const UNRECORDED: ReadonlySet<Role> = new Set<Role>(['driver', 'system'])

/**
 * Reads in the caller's own name. Undefined when there is no such case for them. Nothing is answered before the look is
 * written down: when it cannot be, there is no answer.
 */
export async function look<T>(
  pool: Pool,
  told: Look,
  read: (client: pg.PoolClient, row: CaseRow) => Promise<T>,
): Promise<T | undefined> {
  const found = await asActor(pool, told.actor, async (client) => {
    const row = await findCase(client, told.caseId)
    return row === undefined ? undefined : { seen: await read(client, row) }
  })
  if (found === undefined) return undefined
  if (!UNRECORDED.has(told.actor.role)) {
    const { caseId, now: at, actor, what } = told
    await addReads(pool, [{ caseId, at, id: randomUUID(), actor, what }])
  }
  return found.seen
}

/** Reads everything that the case rests on, once it is known that the caller may see it. */
export const lookWhole = <T>(
  pool: Pool,
  told: Look,
  read: (client: pg.PoolClient, row: CaseRow) => Promise<T>,
): Promise<T | undefined> =>
  look(pool, told, async (client, row) => {
    await actAs(client, actorOf('system'))
    return read(client, row)
  })

const HOUR_MS = 3_600_000

/**
 * Writes down that a list showed these cases. A list is looked at again and again, so this says who saw the case in it
 * in which hour: once, however often.
 */
export async function noteListed(
  pool: Pool,
  { actor, now, caseIds }: { readonly actor: Actor; readonly now: Instant; readonly caseIds: readonly CaseId[] },
): Promise<void> {
  if (UNRECORDED.has(actor.role) || caseIds.length === 0) return
  // Whole hours since 1970 are a moment.
  const at = (now - (now % HOUR_MS)) as Instant
  const id = uuidOf(`list ${actor.user}`)
  await addReads(
    pool,
    caseIds.map((caseId) => ({ caseId, at, id, actor, what: 'list-cases' })),
  )
}
