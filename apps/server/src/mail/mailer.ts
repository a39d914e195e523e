/** Writing to people: every mail is recorded before it is sent, and one of a key is sent once. */
import { type Instant, instant } from '@keyturn/domain/units.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import { mailFailed, mailSent, recordMail } from '@keyturn/store/queries/accounts/outbox.ts'
import type { Logger } from 'pino'
import { plainError } from '../plain-error.ts'

export type Mail = {
  readonly to: string
  readonly subject: string
  /** Plain text. */
  readonly text: string
  /** What it is about, in a word or two: `invitation`, `recovery`, `case MA-2026-0117`. */
  readonly about: string
  /** Whose administrators may see that it was written; without one the server's operator alone. */
  readonly jurisdiction?: string | undefined
  /** A mail of a key that was sent already is not sent again: for whoever may have to try twice. */
  readonly key?: string | undefined
  /** Parts of the text, such as links with a secret, that are kept nowhere once the mail is on its way. */
  readonly secrets?: readonly string[] | undefined
}

export type MailOutcome =
  /** A mail server took it, now or before. */
  | { readonly kind: 'sent'; readonly id: string }
  /** There is no mail server: it is kept for whoever looks into the outbox. */
  | { readonly kind: 'kept'; readonly id: string }
  | {
      readonly kind: 'failed'
      readonly id: string
      readonly because: string
      /** The mail server refuses this mail or its recipient for good: trying again would be of no use. */
      readonly permanent: boolean
    }

export type Mailer = {
  /** Never throws because of the mail server; throws when the mail cannot be recorded. */
  readonly sendMail: (mail: Mail) => Promise<MailOutcome>
  readonly close: () => Promise<void>
}

/** Hands one mail to a mail server. @throws whatever the mail server says against it */
export type Transport = {
  readonly deliver: (mail: {
    /** The same for every attempt, so that a mail that arrives twice is known for one. */
    readonly id: string
    readonly to: string
    readonly subject: string
    readonly text: string
  }) => Promise<void>
  readonly close: () => void
}

export type MailerParts = {
  readonly pool: Pool
  readonly now: () => Instant
  readonly logger: Pick<Logger, 'warn'>
  /** Undefined: mails stay in the outbox. */
  readonly transport: Transport | undefined
}

export function mailerWith({ pool, now, logger, transport }: MailerParts): Mailer {
  return {
    sendMail: async (mail) => {
      const { to, subject, about, jurisdiction = null, key = null, secrets = [] } = mail
      const text = transport === undefined ? mail.text : withoutSecrets(mail.text, secrets)
      const recorded = await recordMail(pool, { to, subject, text, about, jurisdiction, key, at: now() })
      const { id } = recorded
      if (recorded.sent) return { kind: 'sent', id }
      if (!ONE_ADDRESS.test(to)) {
        const because = 'This is not one e-mail address.'
        await mailFailed(pool, id, because)
        return { kind: 'failed', id, because, permanent: true }
      }
      if (transport === undefined) return { kind: 'kept', id }
      try {
        await transport.deliver({ id, to, subject, text: mail.text })
      } catch (error) {
        const because = error instanceof Error ? error.message.slice(0, 500) : 'unknown'
        logger.warn({ err: plainError(error), mail: id, about }, 'a mail was not taken')
        await mailFailed(pool, id, because)
        return { kind: 'failed', id, because, permanent: isForGood(error) }
      }
      await mailSent(pool, id, instant(now()))
      return { kind: 'sent', id }
    },
    close: async () => transport?.close(),
  }
}

/** One recipient and nothing else: a list or a line break in it would reach people nobody meant. */
const ONE_ADDRESS = /^[^\s<>,;:"()@]+@[^\s<>,;:"()@]+$/

/** An answer of 500 to 599 to the recipient or to the mail itself. One to the sign-in is the operator's to mend. */
function isForGood(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || !('responseCode' in error)) return false
  const answer = Number(error.responseCode)
  return (error.code === 'EENVELOPE' || error.code === 'EMESSAGE') && answer >= 500 && answer < 600
}

const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((rest, secret) => rest.replaceAll(secret, '(a link that only the mail itself has)'), text)
