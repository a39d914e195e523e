/** Sends what is due to one receiver, in order, each event on its own time-table of attempts. */
import { type Duration, hours, type Instant, minutes, seconds } from '@keyturn/domain/units.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import type { Pool } from '@keyturn/store/pool.ts'
import {
  claimDelivery,
  type Delivery,
  noteDelivered,
  noteUndelivered,
  type Receiver,
  receiverOf,
} from '@keyturn/store/queries/webhooks/deliveries.ts'
import { switchOff } from '@keyturn/store/queries/webhooks/subscriptions.ts'
import { bodyOf, eventId } from './message.ts'
import type { Seal } from './seal.ts'
import { type SendOptions, type Sent, send } from './send.ts'
import { signedHeaders } from './sign.ts'

/** From each attempt to the next, three days together. When the attempt after the last one fails, it is parked. */
export const WAITS: readonly Duration[] = [
  seconds(30),
  minutes(2),
  minutes(10),
  minutes(30),
  hours(1),
  hours(2),
  hours(4),
  hours(8),
  hours(12),
  hours(20),
  hours(24),
]
/** A receiver that is down fails every event alike; so many in a row, and the rest waits for the next look. */
const FAILURES_IN_A_ROW = 3
/** Longest a single job holds on to one receiver. */
const AT_ONCE = 500

export type DeliverParts = {
  readonly pool: Pool
  readonly now: () => Instant
  readonly webhooks: SendOptions & { readonly seal: Seal }
}

export async function deliverAll(parts: DeliverParts, subscription: string, stopping: AbortSignal): Promise<void> {
  const { pool, now } = parts
  const receiver = await asSystem(pool, (client) => receiverOf(client, subscription))
  if (receiver === undefined) return
  let failures = 0
  for (let n = 0; n < AT_ONCE && failures < FAILURES_IN_A_ROW && !stopping.aborted; n += 1) {
    // Claimed in a transaction of its own: no connection is held while a receiver takes its time.
    const event = await asSystem(pool, (client) => claimDelivery(client, { subscription, now: now(), waits: WAITS }))
    if (event === undefined) return
    const sent = await sendOne(parts, { subscription, receiver, event })
    await settle(parts, subscription, event, sent)
    if (sent.kind === 'gone') return
    failures = sent.kind === 'delivered' ? 0 : failures + 1
  }
}

type One = { readonly subscription: string; readonly receiver: Receiver; readonly event: Delivery }

function sendOne({ now, webhooks }: DeliverParts, { subscription, receiver, event }: One): Promise<Sent> {
  const body = bodyOf(event)
  const id = eventId({ caseId: event.caseId, seq: event.eventSeq })
  const secret = webhooks.seal.open(receiver.secret, subscription)
  return send(receiver.url, { headers: signedHeaders(secret, { id, at: now(), body }), body }, webhooks)
}

async function settle(parts: DeliverParts, subscription: string, event: Delivery, sent: Sent): Promise<void> {
  const { pool, now } = parts
  await asSystem(pool, async (client) => {
    switch (sent.kind) {
      case 'delivered':
        await noteDelivered(client, { subscription, seq: event.seq, at: now(), status: sent.status })
        return
      case 'gone':
        // It stays due: should the subscription be switched on again, nothing is lost.
        await noteUndelivered(client, { subscription, seq: event.seq, status: 410, failure: GONE, park: false })
        await switchOff(client, { id: subscription, at: now(), because: GONE })
        return
      case 'failed':
        await noteUndelivered(client, {
          subscription,
          seq: event.seq,
          status: sent.status,
          failure: sent.because,
          park: event.tries > WAITS.length,
        })
    }
  })
}

const GONE = 'It answered 410: it wants nothing any more.'
