import type { Actor } from '@keyturn/domain/actor.ts'
import { asActor } from '@keyturn/store/as-actor.ts'
import { codeOf } from '@keyturn/store/failure.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import type pg from 'pg'
import { problem, type Refusal } from '../kernel/answer.ts'

/** Carries a refusal out of a transaction, so that it is rolled back. */
class Undone extends Error {
  override readonly name = 'Undone'
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.detail)
    this.refusal = refusal
  }
}

/** Works in the actor's name in one transaction. A refusal undoes whatever was begun, like an error does. */
export async function allOrNothing<O extends { readonly kind: 'ok' } | Refusal>(
  pool: Pool,
  actor: Actor,
  work: (client: pg.PoolClient) => Promise<O>,
): Promise<O | Refusal<'forbidden'>> {
  try {
    return await asActor(pool, actor, async (client) => {
      const outcome = await work(client)
      if (outcome.kind === 'problem') throw new Undone(outcome)
      return outcome
    })
  } catch (error) {
    // Only `work` makes refusals, and it makes them of this kind.
    if (error instanceof Undone) return error.refusal as O & Refusal
    // The database holds its own table of who may write what. It differs from ours only when the case changed hands
    // at this very moment.
    if (codeOf(error) === '42501') return problem('forbidden', 'The database does not let this role write that.')
    throw error
  }
}
