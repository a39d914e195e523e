/** What somebody with the link of an invitation does with it. Guessing at links is bounded by address. */
import { iso } from '@keyturn/domain/units.ts'
import { acceptInvitation, openInvitation } from '@keyturn/store/queries/accounts/invitations.ts'
import { hashPassword } from 'better-auth/crypto'
import { addressOf } from '../../kernel/address.ts'
import { ok, problem } from '../../kernel/answer.ts'
import { route } from '../../kernel/route.ts'
import { attemptsLeft } from '../attempts.ts'
import { secretDigest } from '../secret.ts'

const over = () =>
  problem('link-over', 'This invitation was accepted, withdrawn, or is older than a week. Ask for another one.')
const guessing = (address: string) => [{ what: 'invitation address', of: addressOf(address), max: 50 }]
const tooMany = () => problem('too-many-requests', 'Too many attempts. Try again in 15 minutes.')

export const lookAtInvitationRoute = route('look-at-invitation', async ({ body, address, now, services: { pool } }) => {
  if ((await attemptsLeft(pool, guessing(address), now)) !== undefined) return tooMany()
  const invitation = await openInvitation(pool, secretDigest(body.secret), now)
  if (invitation === undefined) return over()
  const { email, name, role, jurisdiction, vendor, caseId, invitedByName, expiresAt } = invitation
  return ok({
    email,
    name,
    role,
    jurisdiction,
    vendor,
    case: caseId,
    invitedBy: invitedByName,
    expiresAt: iso(expiresAt),
  })
})

export const acceptInvitationRoute = route('accept-invitation', async ({ body, address, now, services: { pool } }) => {
  if ((await attemptsLeft(pool, guessing(address), now)) !== undefined) return tooMany()
  const digest = secretDigest(body.secret)
  // Hashing a password takes long on purpose: not for links that open nothing.
  if ((await openInvitation(pool, digest, now)) === undefined) return over()
  const passwordHash = await hashPassword(body.password)
  const accepted = await acceptInvitation(pool, { digest, name: body.name, passwordHash, at: now })
  switch (accepted.kind) {
    case 'accepted':
      return ok({ email: accepted.invitation.email, role: accepted.invitation.role })
    case 'not-open':
      return over()
    case 'has-account':
      return problem('account-exists', 'This e-mail address has an account already. Sign in with it.')
  }
})
