/** What an authority sends back for a file: kept as it came, and each record it names is due again. */
import { readErrorReturn } from '@keyturn/contract/reports/error-return.ts'
import { asActor, asSystem } from '@keyturn/store/as-actor.ts'
import { findReportFile, noteFileEvent } from '@keyturn/store/queries/reports/report-files.ts'
import { ok, problem } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'
import { unknownFile } from './files.ts'
import { noteDelivered, noteReturned } from './note-delivered.ts'

export const postErrorReturnRoute = route(
  'post-error-return',
  async ({ params, body, headers, actor, now, services }) => {
    const { fileId } = params
    if (headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== 'text/csv') {
      return problem('unsupported-media-type', 'Send the error return as text/csv.')
    }
    const file = await asActor(services.pool, actor, (client) => findReportFile(client, fileId))
    if (file === undefined) return unknownFile()
    const text = textOf(body)
    if (text === undefined) return problem('file-refused', 'This is not a text in UTF-8.')
    const read = readErrorReturn(text)
    if (read.kind === 'refused') return problem('file-refused', read.why)
    const reasons = new Map<number, string[]>()
    for (const { number, report, code, what } of read.faults) {
      const named = file.contents.find((one) => one.number === number)
      if (named === undefined || named.report !== report) {
        return problem(
          'file-refused',
          `Record ${number}, ${report}: the file has no such record. Nothing of it was taken.`,
        )
      }
      reasons.set(number, [...(reasons.get(number) ?? []), what === '' ? code : `${code}: ${what}`])
    }
    // What came back had arrived.
    await noteDelivered(services, file, file.sentAt ?? now)
    await noteReturned(services, file, now, ({ number }) => reasons.get(number) ?? [])
    await asSystem(services.pool, async (client) => {
      if (file.sentAt === null) await noteFileEvent(client, { fileId, kind: 'sent', at: now, body: null }, actor)
      await noteFileEvent(client, { fileId, kind: 'returned', at: now, body }, actor)
    })
    const returned = file.contents.flatMap(({ number, caseId, report }) => {
      const own = reasons.get(number)
      return own === undefined ? [] : [{ number, case: caseId, report, reasons: own }]
    })
    return ok({ file: fileId, returned })
  },
)

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // Not UTF-8: the caller says so.
    return undefined
  }
}
