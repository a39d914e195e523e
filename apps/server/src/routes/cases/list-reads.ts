import { iso, parseInstant } from '@keyturn/domain/units.ts'
import { readsOf } from '@keyturn/store/queries/cases/reads.ts'
import { unknownCase } from '../../cases/change-case.ts'
import { cursorOf, placeIn } from '../../cases/cursor.ts'
import { look } from '../../cases/look.ts'
import { ok, problem } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const listReadsRoute = route('list-reads', async ({ params: { caseId }, query, actor, now, services }) => {
  const before = query.after === undefined ? undefined : readAt(query.after)
  if (query.after !== undefined && before === undefined) {
    return problem('bad-request', 'query.after: a cursor is taken from an answer as it is')
  }
  const { limit } = query
  const found = await look(services.pool, { actor, caseId, now, what: 'list-reads' }, (client) =>
    readsOf(client, caseId, { before, limit: limit + 1 }),
  )
  if (found === undefined) return unknownCase(caseId)
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  return ok({
    reads: shown.map(({ id: _, at, ...rest }) => ({ at: iso(at), ...rest })),
    next: found.length > limit && last !== undefined ? cursorOf(iso(last.at), last.id) : null,
  })
})

function readAt(cursor: string) {
  const [moment = '', id = ''] = placeIn(cursor, 2) ?? []
  const at = parseInstant(moment)
  return at === undefined || !UUID.test(id) ? undefined : { at, id }
}
