/**
 * What follows from one case by itself, up to now: notices, events, the answer as it stands. All of it with the note of
 * how far it was done, or nothing: whoever is killed in between leaves the case as it was, still due.
 */
import { liveThrough } from '@keyturn/cases/notices/live-through.ts'
import { inOrder, type Notice } from '@keyturn/cases/notices/notice.ts'
import { owedOf, type ToldSoFar } from '@keyturn/cases/notices/notices-due.ts'
import { eventsOfReport, noticesOfReport } from '@keyturn/cases/notices/report-notices.ts'
import type { DueReport } from '@keyturn/cases/reports/due.ts'
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
  const told = await toldOf(client, caseId)
  const announced = await announcedOf(client, caseId)
  const { facts, assessAt } = taken
  const found = liveThrough({ caseId, facts, assessAt, since, from: actedUntil, to, told, announced })
  const isUpToDate = found.until >= to
  const reports = isUpToDate
    ? reportsFollow(await taken.store(to), taken, { since, until: actedUntil, ids: told }, to)
    : NONE
  const notices = inOrder([...found.notices, ...reports.notices])
  const added = await addNotices(client, caseId, notices, at)
  const fresh = notices.filter(({ id }) => added.has(id))
  await addDeliveries(client, caseId, await deliveriesOf(client, { caseId, taken, fresh, at, to }), at)
  await addEvents(client, caseId, [...found.events, ...reports.events], at)
  await noteActed(client, { caseId, until: found.until, nextAt: soonest([found.nextAt, reports.nextAt]) })
  return { notices: fresh.length, steps: found.steps, isUpToDate }
}

const NONE = { notices: [], events: [], nextAt: null } as const

/** What follows from the reports that the case calls for as it stands now. */
function reportsFollow(due: readonly DueReport[], { assessAt }: TakenCase, told: ToldSoFar, to: Instant) {
  if (due.length === 0) return NONE
  const { timeZone } = assessAt(to)
  const notices = due.flatMap((one) => noticesOfReport(one, timeZone))
  return {
    notices: owedOf(notices, told, to),
    events: due.flatMap((one) => eventsOfReport(one, to)).filter(({ at }) => at > told.since),
    nextAt: soonest(notices.map(({ dueAt }) => (dueAt > to ? dueAt : null))),
  }
}

const soonest = (moments: readonly (Instant | null)[]): Instant | null => {
  const known = moments.filter((at) => at !== null)
  return known.length === 0 ? null : instant(Math.min(...known))
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
