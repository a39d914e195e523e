/** Mail by SMTP, to the server that `SMTP_URL` names. */
import { createTransport } from 'nodemailer'
import type { Transport } from './mailer.ts'

/** A mail server that does not answer must not hold a request for long. */
const ANSWER_MS = 10_000

/** @param url `smtp://user:password@host:587` or `smtps://…`  @param from the sender's address */
export function smtpTransport(url: string, from: string): Transport {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: ANSWER_MS,
    greetingTimeout: ANSWER_MS,
    socketTimeout: ANSWER_MS,
  })
  return {
    deliver: async ({ id, to, subject, text }) => {
      // A line break in a header would be another header; the library folds them, and nothing here means any.
      await transport.sendMail({
        from,
        to,
        subject: subject.replaceAll(/\s+/g, ' '),
        text,
        messageId: `<${id}@keyturn>`,
      })
    },
    close: () => transport.close(),
  }
}
