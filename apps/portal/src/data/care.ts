/** Accounts of an office or a vendor: invitations, refused calls, and what was written to people. */
import { askJson } from './http.ts'
import { list, moment, object, oneOf, orNull, text } from './read.ts'

const whom = 'the server'

const invitation = object({
  id: text,
  email: text,
  name: text,
  role: text,
  jurisdiction: orNull(text),
  vendor: orNull(text),
  case: orNull(text),
  invitedBy: text,
  invitedAt: moment,
  expiresAt: moment,
  acceptedAt: orNull(moment),
  withdrawnAt: orNull(moment),
})
export type Invitation = ReturnType<typeof invitation>
const invitations = object({ invitations: list(invitation) })
export const readInvitations = (signal: AbortSignal): Promise<readonly Invitation[]> =>
  askJson('/v1/invitations', (body) => invitations(body, 'answer').invitations, { whom, signal })

const invited = object({ mail: oneOf('sent', 'kept', 'failed') })
export const invite = (send: Readonly<Record<string, unknown>>): Promise<ReturnType<typeof invited>> =>
  askJson('/v1/invitations', (body) => invited(body, 'answer'), { whom, send })

export const withdrawInvitation = (id: string): Promise<null> =>
  askJson(`/v1/invitations/${encodeURIComponent(id)}/withdraw`, () => null, { whom, send: {} })

const seen = object({
  email: text,
  name: text,
  role: text,
  jurisdiction: orNull(text),
  vendor: orNull(text),
  case: orNull(text),
  invitedBy: text,
  expiresAt: moment,
})
/** What an invitation is for. The secret goes in the body: it stands in no address that others may log. */
export const lookAtInvitation = (secret: string): Promise<ReturnType<typeof seen>> =>
  askJson('/v1/invitations/look', (body) => seen(body, 'answer'), { whom, send: { secret } })

export const acceptInvitation = (secret: string, name: string, password: string): Promise<null> =>
  askJson('/v1/invitations/accept', () => null, { whom, send: { secret, name, password } })

const refusals = object({
  refusals: list(
    object({ id: text, at: moment, user: text, name: text, role: text, endpoint: text, path: text, code: text }),
  ),
})
export const readRefusals = (signal: AbortSignal): Promise<ReturnType<typeof refusals>['refusals']> =>
  askJson('/v1/access-refusals', (body) => refusals(body, 'answer').refusals, { whom, signal })

const mail = object({
  mail: list(
    object({
      id: text,
      to: text,
      subject: text,
      text,
      about: text,
      at: moment,
      sentAt: orNull(moment),
      failure: orNull(text),
    }),
  ),
})
export const readMail = (signal: AbortSignal): Promise<ReturnType<typeof mail>['mail']> =>
  askJson('/v1/mail', (body) => mail(body, 'answer').mail, { whom, signal })
