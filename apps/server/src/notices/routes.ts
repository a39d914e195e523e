/** Reading what one was told, and noting who was told by telephone or letter. */
import { lawWords } from '@keyturn/cases/law.ts'
import type { NoticeBody } from '@keyturn/contract/endpoints/notices.ts'
import { isCaseId, iso, parseInstant } from '@keyturn/domain/units.ts'
import { asActor } from '@keyturn/store/as-actor.ts'
import { findCase } from '@keyturn/store/queries/cases/case-row.ts'
import { listForStaff, type MailKey, settleDelivery } from '@keyturn/store/queries/notices/deliveries.ts'
import {
  listNotices,
  listStaffNotices,
  type NoticePlace,
  noteRead,
  type StaffPlace,
  type StoredNotice,
} from '@keyturn/store/queries/notices/notices.ts'
import { unknownCase } from '../cases/change-case.ts'
import { cursorOf, placeIn } from '../cases/cursor.ts'
import { look, noteListed } from '../cases/look.ts'
import { ok, problem } from '../kernel/answer.ts'
import { type Route, route } from '../kernel/route.ts'

const listCaseNoticesRoute = route(
  'list-case-notices',
  async ({ params: { caseId }, query: { after, limit }, actor, now, services }) => {
    const place = after === undefined ? undefined : noticePlace(after)
    if (place === null) return badCursor
    const found = await look(services.pool, { actor, caseId, now, what: 'list-case-notices' }, (client) =>
      listNotices(client, { caseId, user: actor.user, after: place, limit }),
    )
    if (found === undefined) return unknownCase(caseId)
    const last = found.at(-1)
    return ok({
      notices: found.map(bodyOf),
      next: last === undefined || found.length < limit ? null : cursorOf(iso(last.madeAt), iso(last.dueAt), last.id),
    })
  },
)

const listNoticesRoute = route('list-notices', async ({ query: { after, limit }, actor, now, services }) => {
  const place = after === undefined ? undefined : staffPlace(after)
  if (place === null) return badCursor
  const audience = actor.vendor === null ? 'authority' : 'vendor'
  const found = await asActor(services.pool, actor, (client) =>
    listStaffNotices(client, { audience, user: actor.user, after: place, limit }),
  )
  await noteListed(services.pool, { actor, now, caseIds: [...new Set(found.map(({ caseId }) => caseId))] })
  const last = found.at(-1)
  return ok({
    notices: found.map((one) => ({ ...bodyOf(one), case: one.caseId })),
    next: last === undefined || found.length < limit ? null : cursorOf(iso(last.madeAt), last.caseId, last.id),
  })
})

const readNoticesRoute = route('read-notices', async ({ params: { caseId }, body: { ids }, actor, now, services }) => {
  const read = await asActor(services.pool, actor, async (client) => {
    if ((await findCase(client, caseId)) === undefined) return undefined
    return noteRead(client, { caseId, ids, user: actor.user, at: now })
  })
  return read === undefined ? unknownCase(caseId) : ok({ read })
})

const listNoticesToTellRoute = route('list-notices-to-tell', async ({ query: { after, limit }, actor, services }) => {
  const place = after === undefined ? undefined : tellPlace(after)
  if (place === null) return badCursor
  const found = await asActor(services.pool, actor, (client) => listForStaff(client, { after: place, limit }))
  const last = found.at(-1)
  return ok({
    notices: found.map(({ caseId, noticeId, subject, words, dueAt, madeAt, because }) => ({
      case: caseId,
      id: noticeId,
      subject,
      words,
      dueAt: iso(dueAt),
      madeAt: iso(madeAt),
      because,
    })),
    next: last === undefined || found.length < limit ? null : cursorOf(last.caseId, last.noticeId),
  })
})

const noteToldRoute = route('note-told', async ({ params: { caseId }, body, actor, now, services }) => {
  const { id, how, words } = body
  const settled = await asActor(services.pool, actor, async (client) => {
    if ((await findCase(client, caseId)) === undefined) return undefined
    const told = { caseId, noticeId: id, state: 'told' as const, at: now, by: `${actor.user} ${actor.name}` }
    const said = words === undefined ? how : `${how}: ${words}`
    // It waits under one of the two: there was no address, or a mail was refused.
    const byStaff = await settleDelivery(client, { ...told, channel: 'staff', words: said })
    return byStaff || settleDelivery(client, { ...told, channel: 'mail', words: said })
  })
  if (settled === undefined) return unknownCase(caseId)
  return settled
    ? ok({ told: true as const })
    : problem('no-such-notice', `No notice ${id} of this case waits to be told.`)
})

export const noticeRoutes: readonly Route[] = [
  listCaseNoticesRoute,
  listNoticesRoute,
  readNoticesRoute,
  listNoticesToTellRoute,
  noteToldRoute,
]

const badCursor = problem('bad-request', 'query.after: a cursor is taken from an answer as it is')

const bodyOf = (notice: StoredNotice): NoticeBody => ({
  id: notice.id,
  audience: notice.audience,
  kind: notice.kind,
  dueAt: iso(notice.dueAt),
  madeAt: iso(notice.madeAt),
  subject: notice.subject,
  words: notice.words,
  law: notice.law === null ? null : lawWords(notice.law),
  readAt: notice.readAt === null ? null : iso(notice.readAt),
})

function noticePlace(cursor: string): NoticePlace | null {
  const [made = '', due = '', id = ''] = placeIn(cursor, 3) ?? []
  const [madeAt, dueAt] = [parseInstant(made), parseInstant(due)]
  return madeAt === undefined || dueAt === undefined ? null : { madeAt, dueAt, id }
}

function staffPlace(cursor: string): StaffPlace | null {
  const [made = '', caseId = '', id = ''] = placeIn(cursor, 3) ?? []
  const madeAt = parseInstant(made)
  return madeAt === undefined || !isCaseId(caseId) ? null : { madeAt, caseId, id }
}

function tellPlace(cursor: string): MailKey | null {
  const [caseId = '', noticeId = ''] = placeIn(cursor, 2) ?? []
  return isCaseId(caseId) ? { caseId, noticeId } : null
}
