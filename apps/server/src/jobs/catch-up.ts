/**
 * What is to be worked out for very many cases at once: those that were taken over and never worked out here, and those
 * that a new order or outage may bear on. It goes at a gentle pace; whatever a person does goes before it.
 */
import type { CaseId, Instant } from '@keyturn/domain/units.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import { firstCases } from '@keyturn/store/queries/jobs/agenda.ts'
import { casesToWake, moveWake, openWake, type Wake } from '@keyturn/store/queries/statements/wakes.ts'
import { elapsedMs, rest } from '../clock.ts'
import { type ActParts, actCase } from './act-case.ts'
import { isDatabaseAway } from './database-away.ts'
import { GENTLE, goesOn, restAfter } from './pace.ts'

export type CatchUpParts = ActParts & {
  readonly onNotices?: ((count: number) => void) | undefined
  /** Told about a case that could not be worked out; it is tried again later. Without it a failure ends the turn. */
  readonly onCaseFailure?: ((caseId: CaseId, error: unknown) => Promise<void>) | undefined
}

/** After so long somebody else may take the turn; what is left is found again by the next look. */
const TURN_MS = 60_000

/** Whether there is anything of the kind. */
export const isBehind = async (pool: Pool, now: Instant): Promise<boolean> =>
  (await nextBatch(pool, now, 1)).cases.length > 0 || (await openWake(pool)) !== undefined

/** Works slice after slice until nothing is left, the turn is over or the server stops. */
export async function catchUp(parts: CatchUpParts, stopping: AbortSignal): Promise<void> {
  const began = elapsedMs()
  while (!stopping.aborted && elapsedMs() - began < TURN_MS) {
    const sliceBegan = elapsedMs()
    if ((await slice(parts, stopping)) === 'nothing-left') return
    await rest(restAfter(GENTLE, elapsedMs() - sliceBegan), stopping)
  }
}

async function slice(parts: CatchUpParts, stopping: AbortSignal): Promise<'worked' | 'nothing-left'> {
  const { pool, now } = parts
  const began = elapsedMs()
  const { wake, cases } = await nextBatch(pool, now(), GENTLE.casesMax)
  let done: CaseId | undefined
  for (const id of cases) {
    if (stopping.aborted || !goesOn(GENTLE, elapsedMs() - began)) break
    await act(parts, id)
    done = id
  }
  if (wake === undefined) return cases.length === 0 ? 'nothing-left' : 'worked'
  // What follows from a case is worked out before it is noted: a crash in between only does it twice.
  const isDone = cases.length < GENTLE.casesMax && done === cases.at(-1)
  await moveWake(pool, wake, { after: done ?? wake.after, isDone })
  return 'worked'
}

type Batch = { readonly wake: Wake | undefined; readonly cases: readonly CaseId[] }

/** What waits because of a statement goes first: somebody may stand beside a locked car. */
const nextBatch = (pool: Pool, now: Instant, most: number): Promise<Batch> =>
  asSystem(pool, async (client) => {
    const wake = await openWake(client)
    return {
      wake,
      cases: wake === undefined ? await firstCases(client, now, most) : await casesToWake(client, wake, most),
    }
  })

async function act(parts: CatchUpParts, id: CaseId): Promise<void> {
  try {
    const { notices } = await actCase(parts, id)
    parts.onNotices?.(notices)
  } catch (error) {
    if (parts.onCaseFailure === undefined || isDatabaseAway(error)) throw error
    await parts.onCaseFailure(id, error)
  }
}
