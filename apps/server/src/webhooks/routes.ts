/** Setting up webhooks, reading their lists, and having events sent again. */
import { randomBytes } from 'node:crypto'
import type { Webhook, WebhookEvent } from '@keyturn/contract/endpoints/webhooks.ts'
import { iso } from '@keyturn/domain/units.ts'
import { asActor } from '@keyturn/store/as-actor.ts'
import { enqueue } from '@keyturn/store/queries/jobs/enqueue.ts'
import {
  type Delivery,
  listDeliveries,
  placeOnList,
  receiverOf,
  replay,
} from '@keyturn/store/queries/webhooks/deliveries.ts'
import {
  addSubscription,
  findSubscription,
  listSubscriptions,
  SUBSCRIPTIONS_PER_OWNER_MAX,
  type Subscription,
  switchOff,
  switchOn,
} from '@keyturn/store/queries/webhooks/subscriptions.ts'
import { ok, problem } from '../kernel/answer.ts'
import { type Route, route } from '../kernel/route.ts'
import { eventId, parseEventId } from './message.ts'
import { refusalOf } from './reachable.ts'
import { send } from './send.ts'
import { newSecret, signedHeaders } from './sign.ts'

const createWebhookRoute = route('create-webhook', async ({ body: { url, kinds }, actor, now, services }) => {
  const refused = refusalOf(new URL(url), services.webhooks.reach)
  if (refused !== null) return problem('webhook-address', `body.url: ${refused}`)
  const id = `wh_${randomBytes(12).toString('base64url')}`
  const secret = newSecret()
  const made = await asActor(services.pool, actor, async (client) => {
    const isAdded = await addSubscription(client, {
      id,
      jurisdiction: actor.vendor === null ? actor.jurisdiction : null,
      vendor: actor.vendor,
      url,
      kinds,
      secret: services.webhooks.seal.seal(secret.bytes, id),
      at: now,
      by: { user: actor.user, name: actor.name },
    })
    return isAdded ? findSubscription(client, id) : undefined
  })
  if (made === undefined) {
    return problem('too-many-webhooks', `An organization has ${SUBSCRIPTIONS_PER_OWNER_MAX} webhooks at most.`)
  }
  return ok({ webhook: bodyOf(made), secret: secret.shown })
})

const listWebhooksRoute = route('list-webhooks', async ({ actor, services }) => {
  const found = await asActor(services.pool, actor, listSubscriptions)
  return ok({ webhooks: found.map(bodyOf) })
})

const listWebhookEventsRoute = route(
  'list-webhook-events',
  async ({ params: { webhookId }, query: { after, limit }, actor, services }) => {
    const found = await asActor(services.pool, actor, async (client) =>
      (await findSubscription(client, webhookId)) === undefined
        ? undefined
        : listDeliveries(client, { subscription: webhookId, after, limit }),
    )
    if (found === undefined) return unknown(webhookId)
    const last = found.at(-1)
    return ok({ events: found.map(eventOf), next: last === undefined || found.length < limit ? null : last.seq })
  },
)

const replayWebhookRoute = route('replay-webhook', async ({ params: { webhookId }, body, actor, now, services }) => {
  const again = await asActor(services.pool, actor, async (client) => {
    const found = await findSubscription(client, webhookId)
    if (found === undefined) return undefined
    const placeOf = async (id: string | undefined): Promise<number | undefined> => {
      const event = id === undefined ? undefined : parseEventId(id)
      if (event === undefined) return undefined
      return placeOnList(client, { subscription: webhookId, caseId: event.caseId, eventSeq: event.seq })
    }
    const from = await placeOf(body.from)
    const to = body.to === undefined ? found.lastSeq : await placeOf(body.to)
    if (from === undefined || to === undefined) return 'unknown-event' as const
    return replay(client, { subscription: webhookId, from, to, onlyParked: body.onlyParked, now })
  })
  if (again === undefined) return unknown(webhookId)
  if (again === 'unknown-event') return problem('unknown-event', 'The list of this webhook holds no such event.')
  await enqueue(services.pool, [{ task: 'deliver', about: webhookId }])
  return ok({ again })
})

const switchWebhookRoute = route('switch-webhook', async ({ params: { webhookId }, body, actor, now, services }) => {
  const found = await asActor(services.pool, actor, async (client) => {
    if (body.to === 'off')
      await switchOff(client, { id: webhookId, at: now, because: `${actor.name} switched it off.` })
    else await switchOn(client, webhookId)
    return findSubscription(client, webhookId)
  })
  return found === undefined ? unknown(webhookId) : ok(bodyOf(found))
})

const testWebhookRoute = route('test-webhook', async ({ params: { webhookId }, actor, now, services }) => {
  const { seal, ...how } = services.webhooks
  const receiver = await asActor(services.pool, actor, (client) => receiverOf(client, webhookId))
  if (receiver === undefined) return unknown(webhookId)
  const id = `ping_${randomBytes(12).toString('hex')}`
  const body = JSON.stringify({ id, type: 'ping', timestamp: iso(now), data: {} })
  const headers = signedHeaders(seal.open(receiver.secret, webhookId), { id, at: now, body })
  const sent = await send(receiver.url, { headers, body }, how)
  return ok({
    delivered: sent.kind === 'delivered',
    status: sent.status,
    failure: sent.kind === 'failed' ? sent.because : sent.kind === 'gone' ? 'It answered 410.' : null,
  })
})

export const webhookRoutes: readonly Route[] = [
  createWebhookRoute,
  listWebhooksRoute,
  listWebhookEventsRoute,
  replayWebhookRoute,
  switchWebhookRoute,
  testWebhookRoute,
]

const unknown = (id: string) => problem('unknown-webhook', `Your organization has no webhook ${id} that is on.`)

const bodyOf = (one: Subscription): Webhook => ({
  id: one.id,
  jurisdiction: one.jurisdiction,
  vendor: one.vendor,
  url: one.url,
  kinds: [...one.kinds],
  createdAt: iso(one.createdAt),
  createdBy: one.createdByName,
  off: one.off === null ? null : { at: iso(one.off.at), because: one.off.because },
  events: one.lastSeq,
  waiting: one.waiting,
  parked: one.parked,
})

const eventOf = (one: Delivery): WebhookEvent => ({
  seq: one.seq,
  id: eventId({ caseId: one.caseId, seq: one.eventSeq }),
  type: one.kind,
  case: one.caseId,
  subject: one.subject,
  at: iso(one.at),
  state: one.state,
  tries: one.tries,
  nextTryAt: one.nextTryAt === null ? null : iso(one.nextTryAt),
  deliveredAt: one.deliveredAt === null ? null : iso(one.deliveredAt),
  status: one.status,
  failure: one.failure,
})
