/** What people were told about a case by itself. */
import { askJson } from './http.ts'
import { list, moment, object, orNull, text } from './read.ts'

const whom = 'the server'
const addressOf = (caseId: string): string => `/v1/cases/${encodeURIComponent(caseId)}/notices`

const notices = object({
  notices: list(
    object({
      id: text,
      dueAt: moment,
      madeAt: moment,
      subject: text,
      words: text,
      law: orNull(text),
      readAt: orNull(moment),
    }),
  ),
})
export type Notice = ReturnType<typeof notices>['notices'][number]

export const readNotices = (caseId: string, signal: AbortSignal): Promise<readonly Notice[]> =>
  askJson(addressOf(caseId), (body) => notices(body, 'answer').notices, { whom, signal })

export const markRead = (caseId: string, ids: readonly string[]): Promise<null> =>
  askJson(`${addressOf(caseId)}/read`, () => null, { whom, send: { ids } })
