/** Puts the jobs of a running server together. */
import { caseId } from '@keyturn/domain/units.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import { noteFailed } from '@keyturn/store/queries/jobs/agenda.ts'
import type { Logger } from 'pino'
import { storedStatusesDaily } from '../cases/check-stored.ts'
import type { Metrics } from '../metrics.ts'
import { rehearsalDaily } from '../rehearsal/rehearse-cases.ts'
import type { Services } from '../services.ts'
import { keepWorking, type Working } from './keep-working.ts'
import { retentionDaily } from './retention.ts'
import { storedCases } from './stored-cases.ts'
import { workWith } from './work.ts'

export type JobsOptions = {
  readonly appUrl: string
  readonly services: Services
  readonly logger: Logger
  readonly metrics: Metrics
  /** How often it looks for what is due, in milliseconds. Default: 1 s. */
  readonly everyMs?: number | undefined
}

const FAILURE_MAX = 500

export function startJobs({ appUrl, services, logger, metrics, everyMs }: JobsOptions): Working {
  const { pool, clock, mailer, webhooks, site } = services
  const onCaseFailure = async (about: string, error: unknown): Promise<void> => {
    const words = error instanceof Error ? error.message.slice(0, FAILURE_MAX) : 'unknown'
    const tries = await asSystem(pool, (client) =>
      noteFailed(client, { caseId: caseId(about), now: clock.now(), words }),
    )
    metrics.caseFailed()
    logger.error({ case: about, tries }, 'what follows from a case could not be worked out; it is tried again later')
  }
  const work = workWith({
    pool,
    now: clock.now,
    engine: storedCases(services),
    mailer,
    origin: site.origin,
    webhooks,
    daily: [
      storedStatusesDaily(services, { logger, onDiffering: metrics.casesDiffering }),
      retentionDaily(services),
      rehearsalDaily(services, { logger }),
    ],
    onCaseFailure,
    onNotices: metrics.notices,
  })
  return keepWorking({
    appUrl,
    logger,
    work,
    everyMs,
    onCaseFailure,
  })
}
