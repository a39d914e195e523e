/** The mails about accounts, in plain words. */
import type { Actor } from '@keyturn/domain/actor.ts'
import { type Instant, iso } from '@keyturn/domain/units.ts'
import type { Invitation } from '@keyturn/store/queries/accounts/invitations.ts'
import type { Mail } from '../mail/mailer.ts'

type Person = { readonly email: string; readonly name: string }

/** The secret stands behind `#`, which browsers send to nobody. */
export const recoveryLink = (origin: string, token: string): string => `${origin}/recover#${token}`

/** For whoever asked to choose a new password. */
export function recoveryMail(origin: string, { email, name }: Person, token: string): Mail {
  const link = recoveryLink(origin, token)
  return {
    to: email,
    subject: 'Choose a new password for Keyturn',
    text: [
      `Hello ${name},`,
      '',
      'Somebody, probably you, asked to choose a new password for your account. Open this link within one hour:',
      '',
      link,
      '',
      'If it was not you, do nothing: your password stays as it is.',
      '',
    ].join('\n'),
    about: 'recovery',
    secrets: [link],
  }
}

/** The secret stands behind `#`, as above. */
export const invitationLink = (origin: string, secret: string): string => `${origin}/invitation#${secret}`

const AS: Readonly<Record<Invitation['role'], string>> = {
  driver: 'a driver',
  technician: 'a technician',
  'vendor-operator': 'an operator',
  'authority-officer': 'an officer',
  'authority-admin': 'an administrator',
  auditor: 'an auditor',
}

/** For whoever is invited to an account. */
export function invitationMail(origin: string, invitation: Invitation, secret: string): Mail {
  const { email, name, role, jurisdiction, vendor, caseId, invitedByName, expiresAt } = invitation
  const link = invitationLink(origin, secret)
  const place = jurisdiction ?? vendor ?? `case ${caseId}`
  return {
    to: email,
    subject: 'Your invitation to Keyturn',
    text: [
      `Hello ${name},`,
      '',
      `${invitedByName} invites you to Keyturn as ${AS[role]} (${place}).`,
      `Open this link before ${shownMoment(expiresAt)} and choose a password. It works once:`,
      '',
      link,
      '',
      'If you do not know what this is about, do nothing: the link ends by itself.',
      '',
    ].join('\n'),
    about: 'invitation',
    jurisdiction: jurisdiction ?? undefined,
    secrets: [link],
  }
}

/** For a driver who has an account already. */
export function caseAddedMail(origin: string, { email, name }: Person, caseId: string, by: Actor): Mail {
  return {
    to: email,
    subject: `Case ${caseId} is in your Keyturn account`,
    text: [
      `Hello ${name},`,
      '',
      `${by.name} added case ${caseId} to your account. Sign in to see it:`,
      '',
      `${origin}/sign-in`,
      '',
    ].join('\n'),
    about: `case ${caseId}`,
    jurisdiction: by.jurisdiction ?? undefined,
  }
}

/** `2026-11-29 03:12 UTC`: whoever reads it may be anywhere. */
const shownMoment = (at: Instant): string => `${iso(at).slice(0, 16).replace('T', ' ')} UTC`
