/** Invitations: the only way to an account, besides the accounts of an agency. */
import { z } from 'zod'
import { endpoint, jsonBody, jsonReply, noBody } from '../endpoint.ts'
import { caseIdField, jurisdictionField, noParams, noQuery } from '../fields.ts'
import {
  accountRoleField,
  emailField,
  idField,
  organizationField,
  passwordField,
  personNameField,
  secretField,
} from './accounts.ts'

/** How long an invitation can be accepted. */
export const INVITATION_DAYS = 7

export const Invitation = z.strictObject({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: accountRoleField,
  jurisdiction: z.string().nullable(),
  vendor: z.string().nullable(),
  /** A driver's case. */
  case: z.string().nullable(),
  invitedBy: z.string(),
  invitedAt: z.string(),
  expiresAt: z.string(),
  acceptedAt: z.string().nullable(),
  withdrawnAt: z.string().nullable(),
})
export type Invitation = z.infer<typeof Invitation>

/** What happened to the mail: taken by a mail server, kept in the outbox where there is none, or not taken. */
export const mailField = z.enum(['sent', 'kept', 'failed'])

export const createInvitation = endpoint({
  method: 'POST',
  path: '/v1/invitations',
  summary:
    'Invite somebody by e-mail: an administrator officers and auditors of the own jurisdiction, a vendor its own people, ' +
    'an officer the driver of a case, the server’s operator the first administrators and vendors.',
  params: noParams,
  query: noQuery,
  body: jsonBody(
    z.strictObject({
      email: emailField,
      name: personNameField,
      role: accountRoleField,
      /** Taken from the inviter's own account where that has one. */
      jurisdiction: jurisdictionField.optional(),
      vendor: organizationField.optional(),
      case: caseIdField.optional(),
    }),
  ),
  reply: jsonReply(
    z.strictObject({
      /** Null for a driver who has an account already: the case was added to it. */
      invitation: Invitation.nullable(),
      mail: mailField,
      /** The link itself, for the server's operator alone. */
      link: z.string().nullable(),
    }),
  ),
  problems: ['account-exists', 'unknown-case', 'may-not-invite'],
})

export const listInvitations = endpoint({
  method: 'GET',
  path: '/v1/invitations',
  summary: 'The newest 500 invitations of one’s own jurisdiction, vendor or server.',
  params: noParams,
  query: noQuery,
  body: noBody,
  reply: jsonReply(z.strictObject({ invitations: z.array(Invitation) })),
  replyBytesMax: 1_024 * 1_024,
  problems: [],
})

export const withdrawInvitation = endpoint({
  method: 'POST',
  path: '/v1/invitations/:invitationId/withdraw',
  summary: 'Withdraw an invitation that has not been accepted.',
  params: z.strictObject({ invitationId: idField }),
  query: noQuery,
  body: noBody,
  reply: jsonReply(Invitation),
  problems: ['not-found'],
})

/** What somebody with the link is shown before accepting. */
export const InvitationSeen = Invitation.pick({
  email: true,
  name: true,
  role: true,
  jurisdiction: true,
  vendor: true,
  case: true,
  invitedBy: true,
  expiresAt: true,
})

/** A POST, so that the secret stands in no address that others may log. */
export const lookAtInvitation = endpoint({
  method: 'POST',
  path: '/v1/invitations/look',
  summary: 'What an invitation is for, told to whoever has its link.',
  params: noParams,
  query: noQuery,
  body: jsonBody(z.strictObject({ secret: secretField })),
  reply: jsonReply(InvitationSeen),
  problems: ['link-over'],
})

export const acceptInvitation = endpoint({
  method: 'POST',
  path: '/v1/invitations/accept',
  summary: 'Accept an invitation: makes the account with this name and password. Sign in with them afterwards.',
  params: noParams,
  query: noQuery,
  body: jsonBody(z.strictObject({ secret: secretField, name: personNameField, password: passwordField })),
  reply: jsonReply(z.strictObject({ email: z.string(), role: accountRoleField })),
  problems: ['link-over', 'account-exists'],
})
