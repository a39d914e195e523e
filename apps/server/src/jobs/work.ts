/** What each job does. */
import { assert, type CaseId, caseId, type Instant } from '@keyturn/domain/units.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import { enqueue } from '@keyturn/store/queries/jobs/enqueue.ts'
import type { Mailer } from '../mail/mailer.ts'
import { sendMails } from '../notices/send-mails.ts'
import { deliverAll } from '../webhooks/deliver.ts'
import type { Seal } from '../webhooks/seal.ts'
import type { SendOptions } from '../webhooks/send.ts'
import { spreadEvents } from '../webhooks/spread-events.ts'
import { actCase } from './act-case.ts'
import type { CaseEngine } from './case-engine.ts'
import { catchUp } from './catch-up.ts'
import { type Daily, dueDaily, runDaily } from './daily.ts'
import { lookForWork } from './look.ts'
import type { Work } from './queue.ts'

export type WorkParts = {
  readonly pool: Pool
  readonly now: () => Instant
  readonly engine: CaseEngine
  readonly mailer: Mailer
  /** Where the pages are, for links in mails. */
  readonly origin?: (() => string) | undefined
  readonly webhooks: SendOptions & { readonly seal: Seal }
  readonly daily: readonly Daily[]
  /** Told about a case that could not be worked out among many. */
  readonly onCaseFailure?: ((caseId: CaseId, error: unknown) => Promise<void>) | undefined
  /** Told how many notices were made; for the server's own counts. */
  readonly onNotices?: ((count: number) => void) | undefined
}

export function workWith(parts: WorkParts): Work {
  const { pool, now, daily } = parts
  const named = (about: string | null): string => {
    assert(about !== null, 'this job names what it is about')
    return about
  }
  return {
    look: async () => enqueue(pool, await lookForWork(pool, now(), await dueDaily(pool, daily, now()))),
    'act-case': async (about) => {
      const { notices } = await actCase(parts, caseId(named(about)))
      parts.onNotices?.(notices)
    },
    'catch-up': (_about, stopping) => catchUp(parts, stopping),
    'spread-events': (_about, stopping) => spreadEvents(pool, now, stopping),
    'send-mails': (_about, stopping) => sendMails(parts, stopping),
    deliver: (about, stopping) => deliverAll(parts, named(about), stopping),
    daily: (about) => runDaily(pool, daily, named(about), now()),
  }
}
