/** Files of reports: looking at them, handing them out, saying that they were delivered. */
import { REPORT_ADAPTERS } from '@keyturn/contract/reports/formats.ts'
import { instant, iso, parseInstant } from '@keyturn/domain/units.ts'
import { asActor, asSystem } from '@keyturn/store/as-actor.ts'
import {
  findReportFile,
  listReportFiles,
  noteFileEvent,
  reportFileBytes,
} from '@keyturn/store/queries/reports/report-files.ts'
import { cursorOf, placeIn } from '../../cases/cursor.ts'
import { ok, problem } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'
import { noteDelivered } from './note-delivered.ts'
import { fileView } from './wire.ts'

export const unknownFile = () => problem('unknown-file', 'There is no such file of reports, or it is not yours.')

const LAST = ['9999-01-01T00:00:00.000Z', '']

export const listReportFilesRoute = route('list-report-files', async ({ query, actor, services: { pool } }) => {
  const place = query.after === undefined ? LAST : placeIn(query.after, 2)
  const at = parseInstant(place?.[0] ?? '')
  if (place === undefined || at === undefined) {
    return problem('bad-request', 'query.after: a cursor is taken from an answer as it is')
  }
  const page = { before: { at, id: place[1] ?? '' }, limit: query.limit + 1 }
  const found = await asActor(pool, actor, (client) => listReportFiles(client, page))
  const shown = found.slice(0, query.limit)
  const last = shown.at(-1)
  const next = found.length > query.limit && last !== undefined ? cursorOf(iso(last.createdAt), last.id) : null
  return ok({ files: shown.map(fileView), next })
})

export const getReportFileRoute = route('get-report-file', async ({ params: { fileId }, actor, services }) => {
  const file = await asActor(services.pool, actor, (client) => findReportFile(client, fileId))
  return file === undefined ? unknownFile() : ok(fileView(file))
})

export const reportFileContentRoute = route('report-file-content', async ({ params, actor, services }) => {
  const { fileId } = params
  const found = await asActor(services.pool, actor, async (client) => {
    const file = await findReportFile(client, fileId)
    return file === undefined ? undefined : { file, bytes: await reportFileBytes(client, fileId) }
  })
  if (found?.bytes === undefined) return unknownFile()
  const { mediaType, extension } = REPORT_ADAPTERS[found.file.format]
  const { file, bytes } = found
  const name = `reports-${file.jurisdiction}-${iso(file.createdAt).slice(0, 10)}${file.test ? '-test' : ''}.${extension}`
  return ok({ bytes, mediaType, name })
})

export const markFileSentRoute = route('mark-file-sent', async ({ params, body, actor, now, services }) => {
  const { fileId } = params
  const file = await asActor(services.pool, actor, (client) => findReportFile(client, fileId))
  if (file === undefined) return unknownFile()
  const at = body.at ?? now
  if (at > now || at < file.createdAt) {
    return problem('bad-request', `body.at: the file was made ${iso(file.createdAt)}, and it is ${iso(now)} now.`)
  }
  // The first word about it stands.
  const sentAt = file.sentAt ?? at
  await asSystem(services.pool, (client) =>
    noteFileEvent(client, { fileId, kind: 'sent', at: sentAt, body: null }, actor),
  )
  await noteDelivered(services, file, instant(sentAt))
  const after = await asActor(services.pool, actor, (client) => findReportFile(client, fileId))
  return after === undefined ? unknownFile() : ok(fileView(after))
})
