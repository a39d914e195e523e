/** Writes to participants what their notices say: each once, tried again while the mail server is away. */
import { inZone } from '@keyturn/domain/civil.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { findProgram } from '@keyturn/rules/programs.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import {
  claimMail,
  type DueMail,
  dueMails,
  noteMailFailure,
  settleDelivery,
} from '@keyturn/store/queries/notices/deliveries.ts'
import type { Mailer } from '../mail/mailer.ts'

export type MailParts = {
  readonly pool: Pool
  readonly now: () => Instant
  readonly mailer: Mailer
  /** Where the participant's page is, without a slash at the end; nothing where there are no pages. */
  readonly origin?: (() => string) | undefined
}

const AT_ONCE = 50

/** Everything that is due, page by page, until there is nothing or the server stops. */
export async function sendMails(parts: MailParts, stopping: AbortSignal): Promise<void> {
  const { pool, now } = parts
  while (!stopping.aborted) {
    const due = await asSystem(pool, (client) => dueMails(client, now(), AT_ONCE))
    for (const key of due) {
      if (stopping.aborted) return
      // Claimed in a transaction of its own: no connection is held while a mail server is talked to.
      const mail = await asSystem(pool, (client) => claimMail(client, key, now()))
      if (mail !== undefined) await sendOne(parts, mail)
    }
    if (due.length < AT_ONCE) return
  }
}

async function sendOne({ pool, now, mailer, origin }: MailParts, mail: DueMail): Promise<void> {
  const { caseId, noticeId } = mail
  const at = now()
  const settle = (state: 'sent' | 'kept' | 'refused' | 'too-late', words: string | null) =>
    asSystem(pool, (client) =>
      settleDelivery(client, { caseId, noticeId, channel: 'mail', state, at, by: null, words }),
    )
  if (mail.staleAt !== null && mail.staleAt <= at) {
    await settle('too-late', 'It could not be sent while it was of use.')
    return
  }
  const outcome = await mailer.sendMail({
    to: mail.recipient,
    subject: `Keyturn: ${mail.subject}`,
    text: textOf(mail, origin?.() ?? ''),
    about: `case ${caseId}`,
    jurisdiction: mail.jurisdiction,
    key: `notice ${caseId} ${noticeId}`,
  })
  switch (outcome.kind) {
    case 'sent':
    case 'kept':
      await settle(outcome.kind, null)
      return
    case 'failed':
      if (outcome.permanent) await settle('refused', outcome.because)
      else await asSystem(pool, (client) => noteMailFailure(client, { caseId, noticeId }, outcome.because))
  }
}

/** Plain text. Law and details stand in the case, behind a sign-in: a mail may be read by others. */
const textOf = ({ words, caseId, dueAt, madeAt, jurisdiction }: DueMail, origin: string): string =>
  [
    words,
    madeAt - dueAt > LATE_MS
      ? `This message was due ${inZone(dueAt, findProgram(jurisdiction)?.timeZone ?? 'UTC')}; it could be made only later.`
      : null,
    `Case ${caseId}. Sign in to see the law, the facts and what to do next${origin === '' ? '.' : `:\n${origin}/my/${caseId}`}`,
    'A program wrote this; answers to it are not read.',
  ]
    .filter((part) => part !== null)
    .join('\n\n')

/** Within this time after its moment a message is on time. */
const LATE_MS = 3_600_000
