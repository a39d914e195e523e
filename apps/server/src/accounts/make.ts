/** Everything about accounts that is made once at start. */
import type { Pool } from '@keyturn/store/pool.ts'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { type Mailer, mailerWith } from '../mail/mailer.ts'
import { smtpTransport } from '../mail/smtp.ts'
import { plainError } from '../plain-error.ts'
import { type AgencyOptions, agencyWith } from './agency.ts'
import { underwayCookie } from './agency-cookie.ts'
import type { AgencyParts } from './agency-routes.ts'
import { type Auth, authWith } from './auth.ts'
import { recoveryMail } from './mails.ts'
import { type SessionCookie, sessionCookie } from './session-cookie.ts'
import type { Site } from './site.ts'

export type AccountOptions = {
  /** Where browsers find this server: `https://iid.example.gov`. Over `https` cookies travel over TLS alone. */
  readonly publicUrl?: string | undefined
  /** Devices that anybody may look at on a public demo. */
  readonly publicDevices?: readonly string[] | undefined
  /** E-mail addresses of accounts that anybody may take on a public demo. */
  readonly demoAccounts?: readonly string[] | undefined
  /** `smtp://user:password@host:587`; without one mails stay in the outbox. */
  readonly smtpUrl?: string | undefined
  /** The sender of mails. */
  readonly mailFrom?: string | undefined
  /** An agency whose own accounts are taken. */
  readonly agency?: AgencyOptions | undefined
}

export type Accounts = {
  readonly mailer: Mailer
  readonly cookie: SessionCookie
  readonly site: Site
  readonly auth: Auth
  readonly agency: AgencyParts
  /** Waits for mails on their way. */
  readonly close: () => Promise<void>
}

export type AccountParts = {
  readonly options: AccountOptions & { readonly publicDemo?: boolean | undefined }
  readonly pool: Pool
  readonly clock: Clock
  readonly secret: string
  readonly logger: Logger
  /** Where the server listens, once it does. */
  readonly listening: () => string
}

const MAIL_FROM = 'Keyturn <keyturn@localhost>'

export function accountsWith({ options, pool, clock, secret, logger, listening }: AccountParts): Accounts {
  const { publicUrl, publicDemo = false } = options
  const secure = publicUrl?.startsWith('https://') ?? false
  const background = backgroundWork(logger)
  const transport =
    options.smtpUrl === undefined ? undefined : smtpTransport(options.smtpUrl, options.mailFrom ?? MAIL_FROM)
  const mailer = mailerWith({ pool, now: clock.now, logger, transport })
  const site: Site = {
    origin: () => (publicUrl === undefined ? listening() : new URL(publicUrl).origin),
    publicDemo,
    publicDevices: publicDemo ? (options.publicDevices ?? []) : [],
    demoAccounts: publicDemo ? (options.demoAccounts ?? []).map((email) => email.toLowerCase()) : [],
    agency: options.agency?.name ?? null,
  }
  const auth = authWith({
    pool,
    secret,
    secure,
    logger,
    inBackground: background.begin,
    sendRecovery: async (to, token) => {
      await mailer.sendMail(recoveryMail(site.origin(), to, token))
    },
  })
  const close = async (): Promise<void> => {
    await background.ended()
    await mailer.close()
  }
  const agency = {
    agency: options.agency === undefined ? undefined : agencyWith(options.agency),
    underway: underwayCookie(secret, secure),
  }
  return { mailer, cookie: sessionCookie(secret, secure), site, auth, agency, close }
}

/** Work that no answer waits for, and that the end of the server does. */
function backgroundWork(logger: Pick<Logger, 'error'>) {
  const under = new Set<Promise<unknown>>()
  return {
    begin: (work: Promise<unknown>): void => {
      const told = work
        .catch((error: unknown) => logger.error({ err: plainError(error) }, 'work beside an answer failed'))
        .finally(() => under.delete(told))
      under.add(told)
    },
    ended: () => Promise.all(under),
  }
}
