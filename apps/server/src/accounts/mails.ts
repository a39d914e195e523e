/** The mails about accounts, in plain words. */
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
