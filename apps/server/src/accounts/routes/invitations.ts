/** Inviting people, and what those who invited them see of it. */
import { INVITATION_DAYS } from '@keyturn/contract/endpoints/invitations.ts'
import type { Actor } from '@keyturn/domain/actor.ts'
import { days, type Instant, instant, iso } from '@keyturn/domain/units.ts'
import { profiles } from '@keyturn/rules/profiles.ts'
import { accountByEmail } from '@keyturn/store/queries/accounts/accounts.ts'
import {
  addCaseToDriver,
  addInvitation,
  type Invitation,
  type InvitationOwner,
  listInvitations,
  withdrawInvitation,
} from '@keyturn/store/queries/accounts/invitations.ts'
import { seesCase } from '@keyturn/store/queries/accounts/sees-case.ts'
import { ok, problem } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'
import type { Services } from '../../services.ts'
import { caseAddedMail, invitationLink, invitationMail } from '../mails.ts'
import { type Bound, judgeInvitation } from '../may-invite.ts'
import { ownerOf } from '../owner.ts'
import { newSecret, secretDigest } from '../secret.ts'

type Person = { readonly email: string; readonly name: string }

export const createInvitationRoute = route('create-invitation', async ({ actor, body, now, services }) => {
  const { pool } = services
  const judged = judgeInvitation(actor, body)
  if (judged.kind === 'unfit') return problem('bad-request', judged.because)
  if (judged.kind === 'not-yours') return problem('may-not-invite', judged.because)
  const { to } = judged
  if (to.jurisdiction !== null && !profiles.some(({ id }) => id === to.jurisdiction)) {
    return problem('bad-request', `The jurisdiction ${to.jurisdiction} is not known here.`)
  }
  if (to.caseId !== null) {
    if (!(await seesCase(pool, actor, to.caseId))) return problem('unknown-case', `There is no case ${to.caseId}.`)
    const added = await addCaseToDriver(pool, { email: body.email, caseId: to.caseId, at: now })
    if (added === 'added') return ok(await toldOfCase(services, body, to.caseId, actor))
    if (added === 'other-role') return hasAccount(body)
  } else if ((await accountByEmail(pool, body.email)) !== undefined) return hasAccount(body)
  return ok(await invite(services, { person: body, to, by: actor, at: now }))
})

const hasAccount = ({ email }: Person) =>
  problem('account-exists', `${email} has an account already. One address has one account.`)

type Invited = { readonly person: Person; readonly to: Bound; readonly by: Actor; readonly at: Instant }

async function invite({ pool, mailer, site }: Services, { person, to, by, at }: Invited) {
  const secret = newSecret()
  const { email, name } = person
  const expiresAt = instant(at + days(INVITATION_DAYS))
  const invitation = await addInvitation(pool, { email, name, ...to, by, at, expiresAt, digest: secretDigest(secret) })
  const { kind } = await mailer.sendMail(invitationMail(site.origin(), invitation, secret))
  const link = by.role === 'operator' ? invitationLink(site.origin(), secret) : null
  return { invitation: shown(invitation), mail: kind, link }
}

async function toldOfCase({ mailer, site }: Services, person: Person, caseId: string, by: Actor) {
  const { kind } = await mailer.sendMail(caseAddedMail(site.origin(), person, caseId, by))
  return { invitation: null, mail: kind, link: null }
}

export const listInvitationsRoute = route('list-invitations', async ({ actor, services: { pool } }) => {
  const invitations = await listInvitations(pool, lookedAfter(actor))
  return ok({ invitations: invitations.map(shown) })
})

export const withdrawInvitationRoute = route(
  'withdraw-invitation',
  async ({ actor, params, now, services: { pool } }) => {
    const withdrawn = await withdrawInvitation(pool, lookedAfter(actor), { id: params.invitationId, at: now })
    return withdrawn === undefined
      ? problem('not-found', 'You have no such invitation that is still to be accepted.')
      : ok(shown(withdrawn))
  },
)

/** Officers look after the invitations of drivers, administrators after all of their jurisdiction. */
const lookedAfter = (actor: Actor): InvitationOwner => ({
  ...ownerOf(actor),
  role: actor.role === 'authority-officer' ? 'driver' : null,
})

const moment = (at: Instant | null): string | null => (at === null ? null : iso(at))

const shown = (invitation: Invitation) => ({
  id: invitation.id,
  email: invitation.email,
  name: invitation.name,
  role: invitation.role,
  jurisdiction: invitation.jurisdiction,
  vendor: invitation.vendor,
  case: invitation.caseId,
  invitedBy: invitation.invitedByName,
  invitedAt: iso(invitation.invitedAt),
  expiresAt: iso(invitation.expiresAt),
  acceptedAt: moment(invitation.acceptedAt),
  withdrawnAt: moment(invitation.withdrawnAt),
})
