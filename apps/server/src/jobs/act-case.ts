/**
 * What follows from one case by itself, up to now: notices, events, the answer as it stands. All of it with the note of
 * how far it was done, or nothing: whoever is killed in between leaves the case as it was, still due.
 */
import { liveThrough } from '@keyturn/cases/notices/live-through.ts'
import type { Notice } from '@keyturn/cases/notices/notice.ts'
import { type CaseId, type Instant, instant } from '@keyturn/domain/units.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import { announcedOf, lockAgenda, noteActed } from '@keyturn/store/queries/jobs/agenda.ts'
import { addEvents } from '@keyturn/store/queries/jobs/wake-case.ts'
import { addressOfParticipant } from '@keyturn/store/queries/notices/addresses.ts'
import { addDeliveries, type NewDelivery } from '@keyturn/store/queries/notices/deliveries.ts'
import { addNotices, toldOf } from '@keyturn/store/queries/notices/notices.ts'
import type pg from 'pg'
import type { CaseEngine, TakenCase } from './case-engine.ts'

export type ActParts = { readonly pool: Pool; readonly now: () => Instant; readonly engine: CaseEngine }

export type Acted = { readonly notices: number; readonly steps: number }

/** A long absence is made up in pieces, each a transaction of its own. */
export async function actCase(parts: ActParts, caseId: CaseId): Promise<Acted> {
  let [notices, steps] = [0, 0]
  for (;;) {
    const piece = await asSystem(parts.pool, (client) => actPiece(client, parts, caseId))
    notices += piece.notices
    steps += piece.steps
    if (piece.isUpToDate) return { notices, steps }
  }
}

async function actPiece(client: pg.ClientBase, { now, engine }: ActParts, caseId: CaseId) {
  const taken = await engine.take(client, caseId)
  if (taken === undefined) return { notices: 0, steps: 0, isUpToDate: true }
  // Read after the case is ours: waiting for it may have taken a while.
  const at = now()
  const { since, actedUntil } = await lockAgenda(client, caseId, at)
  // A demo's clock can be set back; what was told stays told.
  const to = instant(Math.max(at, actedUntil))
  const found = liveThrough({
    caseId,
    facts: taken.facts,
    assessAt: taken.assessAt,
    since,
    from: actedUntil,
    to,
    told: await toldOf(client, caseId),
    announced: await announcedOf(client, caseId),
  })
  const added = await addNotices(client, caseId, found.notices, at)
  const fresh = found.notices.filter(({ id }) => added.has(id))
  await addDeliveries(client, caseId, await deliveriesOf(client, { caseId, taken, fresh, at, to }), at)
  await addEvents(client, caseId, found.events, at)
  const isUpToDate = found.until >= to
  if (isUpToDate) await taken.store(to)
  await noteActed(client, { caseId, until: found.until, nextAt: found.nextAt })
  return { notices: fresh.length, steps: found.steps, isUpToDate }
}

type Fresh = {
  readonly caseId: CaseId
  readonly taken: TakenCase
  readonly fresh: readonly Notice[]
  readonly at: Instant
  readonly to: Instant
}

/** Participants are written to; one without an address is somebody's call. Staff read theirs where they work. */
async function deliveriesOf(client: pg.ClientBase, told: Fresh): Promise<readonly NewDelivery[]> {
  const { caseId, taken, fresh, at, to } = told
  const outward = fresh.filter(({ audience }) => audience === 'participant')
  if (outward.length === 0) return []
  const recipient = taken.assessAt(to).participant?.email ?? (await addressOfParticipant(client, caseId))
  return outward.map(({ id, staleAt }) => ({
    noticeId: id,
    channel: recipient === null ? ('staff' as const) : ('mail' as const),
    state: staleAt !== null && staleAt <= at ? ('too-late' as const) : ('waiting' as const),
    recipient,
  }))
}
