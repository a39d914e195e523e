/** Looks what is due now and puts it on the queue, each case and each receiver under a key of its own. */
import type { Instant } from '@keyturn/domain/units.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import { dueCases } from '@keyturn/store/queries/jobs/agenda.ts'
import { countWaiting } from '@keyturn/store/queries/jobs/enqueue.ts'
import { dueMails } from '@keyturn/store/queries/notices/deliveries.ts'
import { dueSubscriptions } from '@keyturn/store/queries/webhooks/deliveries.ts'
import { unspreadEvents } from '@keyturn/store/queries/webhooks/spread.ts'
import { isBehind } from './catch-up.ts'
import type { Job } from './queue.ts'

/** At one look. What is left is still due at the next one, the longest waiting first. */
const CASES_AT_A_LOOK = 500
const RECEIVERS_AT_A_LOOK = 200

/** What there is to do by now. */
export async function lookForWork(pool: Pool, now: Instant, daily: readonly Job[]): Promise<readonly Job[]> {
  const behind = await isBehind(pool, now)
  return asSystem(pool, async (client) => {
    // While those of an earlier look wait for somebody to begin them, more of them would only be found twice.
    const isFull = (await countWaiting(client, 'act-case')) > CASES_AT_A_LOOK / 2
    const cases = isFull ? [] : await dueCases(client, now, CASES_AT_A_LOOK)
    const events = await unspreadEvents(client, 1)
    const mails = await dueMails(client, now, 1)
    const receivers = await dueSubscriptions(client, now, RECEIVERS_AT_A_LOOK)
    return [
      ...cases.map((caseId): Job => ({ task: 'act-case', about: caseId })),
      ...(behind ? [{ task: 'catch-up', about: null } as const] : []),
      ...(events.length === 0 ? [] : [{ task: 'spread-events', about: null } as const]),
      ...(mails.length === 0 ? [] : [{ task: 'send-mails', about: null } as const]),
      ...receivers.map((id): Job => ({ task: 'deliver', about: id })),
      ...daily,
    ]
  })
}
