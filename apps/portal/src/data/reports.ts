/** Reports that vendors owe authorities: what is due, and by when. */
import { askJson } from './http.ts'
import { list, moment, number, object, oneOf, orNull, text } from './read.ts'

const whom = 'the server'

const reports = object({
  reports: list(
    object({
      case: text,
      report: text,
      title: text,
      to: text,
      words: text,
      jurisdiction: text,
      dueAt: moment,
      state: oneOf('due', 'made', 'sent', 'returned'),
      sentAt: orNull(moment),
      returned: list(text),
      lateByMs: number,
      law: text,
    }),
  ),
  next: orNull(text),
})
export type Report = ReturnType<typeof reports>['reports'][number]

export function listReports(which: 'open' | 'sent', after: string | null, signal: AbortSignal) {
  const asked = new URLSearchParams({ which, limit: '25' })
  if (after !== null) asked.set('after', after)
  return askJson(`/v1/reports?${asked}`, (body) => reports(body, 'reports'), { whom, signal })
}

const file = object({ file: text, records: list(object({ number })), jurisdiction: text, sentAt: orNull(moment) })
export const makeFile = (jurisdiction: string, format: string) =>
  askJson('/v1/report-files', (body) => file(body, 'file'), { whom, send: { jurisdiction, format } })
export const fileAddress = (id: string): string => `/v1/report-files/${encodeURIComponent(id)}/content`
export const markSent = (id: string): Promise<null> =>
  askJson(`/v1/report-files/${encodeURIComponent(id)}/sent`, () => null, { whom, send: {} })
