/** Puts new events on the lists of those who subscribed to them, and has them sent. */
import type { Instant } from '@keyturn/domain/units.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import { enqueue } from '@keyturn/store/queries/jobs/enqueue.ts'
import { noteSpread, putOnList, subscribersOf, unspreadEvents } from '@keyturn/store/queries/webhooks/spread.ts'

const AT_ONCE = 500

/**
 * Each list in a transaction of its own, and the events are noted as spread only after all of them: killed in between,
 * it begins again, and what is on a list already stays where it is.
 */
export async function spreadEvents(pool: Pool, now: () => Instant, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const { events, subscribers } = await asSystem(pool, async (client) => {
      const found = await unspreadEvents(client, AT_ONCE)
      return { events: found, subscribers: found.length === 0 ? [] : await subscribersOf(client, found) }
    })
    if (events.length === 0) return
    for (const one of subscribers) await asSystem(pool, (client) => putOnList(client, one, events, now()))
    await asSystem(pool, (client) => noteSpread(client, events, now()))
    await enqueue(
      pool,
      subscribers.map((about) => ({ task: 'deliver', about })),
    )
    if (events.length < AT_ONCE) return
  }
}
