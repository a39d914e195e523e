/** What is due, late, made and delivered: of one case, and of all that the caller may see. */
import { caseId as caseIdOf, iso, parseInstant } from '@keyturn/domain/units.ts'
import { asActor } from '@keyturn/store/as-actor.ts'
import { findCase } from '@keyturn/store/queries/cases/case-row.ts'
import { dueReportsOfCase, listDueReports } from '@keyturn/store/queries/reports/due-reports.ts'
import { unknownCase } from '../../cases/change-case.ts'
import { cursorOf, placeIn } from '../../cases/cursor.ts'
import { look, noteListed } from '../../cases/look.ts'
import { ok, problem } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'
import { bringToNow } from './bring-to-now.ts'
import { lineOf } from './wire.ts'

export const caseReportsRoute = route('case-reports', async ({ params: { caseId }, actor, now, services }) => {
  const seen = await asActor(services.pool, actor, (client) => findCase(client, caseId))
  if (seen === undefined) return unknownCase(caseId)
  await bringToNow(services, caseId, now)
  const reports = await look(services.pool, { actor, caseId, now, what: 'case-reports' }, (client) =>
    dueReportsOfCase(client, caseId),
  )
  return reports === undefined ? unknownCase(caseId) : ok({ reports: reports.map((one) => lineOf(one, now)) })
})

const FIRST = ['1900-01-01T00:00:00.000Z', '', '']

export const listReportsRoute = route('list-reports', async ({ query, actor, now, services: { pool } }) => {
  const place = query.after === undefined ? FIRST : placeIn(query.after, 3)
  const dueAt = parseInstant(place?.[0] ?? '')
  if (place === undefined || dueAt === undefined) {
    return problem('bad-request', 'query.after: a cursor is taken from an answer as it is')
  }
  const page = {
    which: query.which,
    dueBefore: null,
    jurisdiction: query.jurisdiction ?? actor.jurisdiction,
    vendor: actor.vendor,
    after: { dueAt, caseId: place[1] ?? '', id: place[2] ?? '' },
    // One more than is shown tells whether there is a next page.
    limit: query.limit + 1,
  }
  const found = await asActor(pool, actor, (client) => listDueReports(client, page))
  const shown = found.slice(0, query.limit)
  await noteListed(pool, { actor, now, caseIds: [...new Set(shown.map(({ caseId }) => caseIdOf(caseId)))] })
  const last = shown.at(-1)
  const next =
    found.length > query.limit && last !== undefined
      ? cursorOf(iso(last.report.dueAt), last.caseId, last.report.id)
      : null
  return ok({ reports: shown.map((one) => lineOf(one, now)), next })
})
