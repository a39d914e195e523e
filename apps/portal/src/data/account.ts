/** One's own account: its second factor and where it is signed in. */
import { askJson } from './http.ts'
import { flag, list, moment, object, orNull, text } from './read.ts'

const whom = 'the server'

const setUp = object({ totpUri: text, backupCodes: list(text) })
export type SetUp = ReturnType<typeof setUp>

/**
 * Begins with a second factor; it counts from the first code that is given.
 *
 * @param password null for an account of an agency, which has none here
 */
export const beginSecondFactor = (password: string | null): Promise<SetUp> =>
  askJson('/auth/two-factor/enable', (body) => setUp(body, 'answer'), {
    whom,
    send: password === null ? {} : { password },
  })

/** Ends every other session. */
export const changePassword = (currentPassword: string, newPassword: string): Promise<null> =>
  askJson('/auth/change-password', () => null, { whom, send: { currentPassword, newPassword } })

const sessions = object({
  sessions: list(
    object({
      id: text,
      address: text,
      agent: text,
      secondFactor: orNull(text),
      beganAt: moment,
      endsAt: moment,
      current: flag,
    }),
  ),
})
export type OpenSession = ReturnType<typeof sessions>['sessions'][number]

export const readSessions = (signal: AbortSignal): Promise<readonly OpenSession[]> =>
  askJson('/v1/sessions', (body) => sessions(body, 'answer').sessions, { whom, signal })

export const endSession = (id: string): Promise<null> =>
  askJson(`/v1/sessions/${encodeURIComponent(id)}/revoke`, () => null, { whom, send: {} })
