/** Being told when something happened to a case, instead of asking. `docs/formats/webhooks.md` tells the messages. */
import { EVENT_KINDS } from '@keyturn/cases/notices/case-events.ts'
import { z } from 'zod'
import { endpoint, jsonBody, jsonReply, noBody } from '../endpoint.ts'
import { noParams, noQuery } from '../fields.ts'

const URL_MAX = 500
const addressField = z
  .url({ protocol: /^https?$/, error: 'an address such as https://example.org/keyturn' })
  .max(URL_MAX)
const subscriptionIdField = z.string().regex(/^wh_[A-Za-z0-9_-]{16}$/, 'a webhook id is taken from an answer as it is')
const eventIdField = z
  .string()
  .max(60)
  .regex(/^evt_[A-Za-z0-9-]+_[1-9]\d{0,9}$/, 'an event id is taken from a message as it is')
const kindField = z.enum(EVENT_KINDS)
const webhookParams = z.strictObject({ webhookId: subscriptionIdField })

export const Webhook = z.strictObject({
  id: z.string(),
  /** Whose cases it is about; one of the two is set. */
  jurisdiction: z.string().nullable(),
  vendor: z.string().nullable(),
  url: z.string(),
  /** Empty: all of them. */
  kinds: z.array(kindField),
  createdAt: z.string(),
  createdBy: z.string(),
  /** Null while it is on. */
  off: z.strictObject({ at: z.string(), because: z.string() }).nullable(),
  /** How many events were put on its list so far, how many wait for an attempt, how many were given up. */
  events: z.number().int(),
  waiting: z.number().int(),
  parked: z.number().int(),
})
export type Webhook = z.infer<typeof Webhook>

export const WebhookEvent = z.strictObject({
  /** Its place on this webhook's list, from 1 without a gap. */
  seq: z.number().int(),
  /** The id under which it is sent, at every attempt. */
  id: z.string(),
  type: kindField,
  case: z.string(),
  subject: z.string(),
  at: z.string(),
  state: z.enum(['waiting', 'delivered', 'parked']),
  tries: z.number().int(),
  nextTryAt: z.string().nullable(),
  deliveredAt: z.string().nullable(),
  /** What the receiver answered last, an HTTP status; null where it never answered. */
  status: z.number().int().nullable(),
  failure: z.string().nullable(),
})
export type WebhookEvent = z.infer<typeof WebhookEvent>

export const createWebhook = endpoint({
  method: 'POST',
  path: '/v1/webhooks',
  summary: 'Have events sent to an address. The answer holds the secret of its signatures, once.',
  params: noParams,
  query: noQuery,
  body: jsonBody(z.strictObject({ url: addressField, kinds: z.array(kindField).max(EVENT_KINDS.length).default([]) })),
  reply: jsonReply(z.strictObject({ webhook: Webhook, secret: z.string() })),
  problems: ['webhook-address', 'too-many-webhooks'],
})

export const listWebhooks = endpoint({
  method: 'GET',
  path: '/v1/webhooks',
  summary: 'The webhooks of the caller’s own organization.',
  params: noParams,
  query: noQuery,
  body: noBody,
  reply: jsonReply(z.strictObject({ webhooks: z.array(Webhook) })),
  replyBytesMax: 256 * 1_024,
  problems: [],
})

export const listWebhookEvents = endpoint({
  method: 'GET',
  path: '/v1/webhooks/:webhookId/events',
  summary: 'A webhook’s events in order, from after `after` on: also for whoever would rather fetch than be called.',
  params: webhookParams,
  query: z.strictObject({
    after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  body: noBody,
  reply: jsonReply(z.strictObject({ events: z.array(WebhookEvent), next: z.number().int().nullable() })),
  replyBytesMax: 512 * 1_024,
  problems: ['unknown-webhook'],
})

export const replayWebhook = endpoint({
  method: 'POST',
  path: '/v1/webhooks/:webhookId/replay',
  summary: 'Send events once more, from one event on, under the ids they had.',
  params: webhookParams,
  query: noQuery,
  body: jsonBody(
    z.strictObject({
      from: eventIdField,
      /** The last one; without it everything after `from` as well. */
      to: eventIdField.optional(),
      /** Only those that were given up. */
      onlyParked: z.boolean().default(false),
    }),
  ),
  reply: jsonReply(z.strictObject({ again: z.number().int() })),
  problems: ['unknown-webhook', 'unknown-event'],
})

export const switchWebhook = endpoint({
  method: 'POST',
  path: '/v1/webhooks/:webhookId/switch',
  summary: 'Switch a webhook on or off. What happens while it is off is not put on its list.',
  params: webhookParams,
  query: noQuery,
  body: jsonBody(z.strictObject({ to: z.enum(['on', 'off']) })),
  reply: jsonReply(Webhook),
  problems: ['unknown-webhook'],
})

export const testWebhook = endpoint({
  method: 'POST',
  path: '/v1/webhooks/:webhookId/test',
  summary: 'Send a signed message of type `ping` now, and say what came of it.',
  params: webhookParams,
  query: noQuery,
  body: noBody,
  reply: jsonReply(
    z.strictObject({ delivered: z.boolean(), status: z.number().int().nullable(), failure: z.string().nullable() }),
  ),
  problems: ['unknown-webhook'],
})
