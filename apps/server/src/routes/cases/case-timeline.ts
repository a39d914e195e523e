import { caseTimeline, type CaseTimelineEntry as Entry } from '@keyturn/cases/program/timeline.ts'
import { tell } from '@keyturn/cases/program/told.ts'
import type { CaseTimelineEntry } from '@keyturn/contract/endpoints/cases.ts'
import { iso, parseInstant } from '@keyturn/domain/units.ts'
import { readCaseFile } from '../../cases/case-file.ts'
import { lawOf } from '../../cases/case-law.ts'
import { unknownCase } from '../../cases/change-case.ts'
import { cursorOf, placeIn } from '../../cases/cursor.ts'
import { judge } from '../../cases/judged.ts'
import { lookWhole } from '../../cases/look.ts'
import { ok, problem } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'

export const caseTimelineRoute = route('case-timeline', async ({ params, query, actor, now, services }) => {
  const { caseId } = params
  const { records } = services
  const place = query.after === undefined ? null : placeFrom(query.after)
  if (place === undefined) return problem('bad-request', 'query.after: a cursor is taken from an answer as it is')
  const told = { actor, caseId, now, what: 'case-timeline' }
  const story = await lookWhole(services.pool, told, async (client, row) => {
    const file = await readCaseFile({ db: client, records }, caseId)
    const law = await lawOf(client, row.jurisdiction, now)
    const { findings } = judge(law, file, now).assessment
    return caseTimeline(tell(law, file, now), findings)
  })
  if (story === undefined) return unknownCase(caseId)
  const sorted = story.toSorted((a, b) => newestFirst(placeOf(a), placeOf(b)))
  const after = sorted.filter((entry) => place === null || newestFirst(place, placeOf(entry)) < 0)
  const shown = after.slice(0, query.limit)
  const last = shown.at(-1)
  return ok({
    entries: shown.map(entryOf),
    next: after.length > shown.length && last !== undefined ? cursorAt(last) : null,
  })
})

/** A place of its own for every entry, so that a page follows the one before whatever is told meanwhile. */
type Place = { readonly at: number; readonly device: string; readonly seq: number }

const placeOf = ({ at, ref }: Entry): Place => ({ at, device: ref.of === 'device' ? ref.device : '', seq: ref.seq })

const newestFirst = (a: Place, b: Place): number =>
  b.at - a.at || (a.device === b.device ? b.seq - a.seq : a.device < b.device ? 1 : -1)

function placeFrom(cursor: string): Place | undefined {
  const [moment = '', device = '', seq = ''] = placeIn(cursor, 3) ?? []
  const at = parseInstant(moment)
  return at === undefined || !/^\d{1,15}$/.test(seq) ? undefined : { at, device, seq: Number(seq) }
}

const cursorAt = (entry: Entry): string => {
  const { device, seq } = placeOf(entry)
  return cursorOf(iso(entry.at), device, String(seq))
}

const entryOf = ({ at, when, ref, by, later, withdrawn }: Entry): CaseTimelineEntry => ({
  at: iso(at),
  when,
  of: ref.of,
  device: ref.of === 'device' ? ref.device : null,
  seq: ref.seq,
  kind: ref.kind,
  words: ref.words,
  by: by === null ? null : { name: by.name, role: by.role },
  later,
  withdrawn,
})
