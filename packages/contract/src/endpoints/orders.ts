/** Orders that move dates and outages, for everybody to read; and what an order would do, before it is signed. */
import { z } from 'zod'
import { endpoint, jsonBody, jsonReply, noBody } from '../endpoint.ts'
import { jurisdictionField, noParams, noQuery } from '../fields.ts'
import { orderTermsField, scopeField } from '../statement-terms.ts'
import { statementIdField } from './statements.ts'

/**
 * Where an order stands.
 * - `not-yet`: it begins to count later. `over`: no device accepts it any more; what it gave stays.
 * - `amended`, `ended`: by the order named in `by`.
 * - `conflicting`: two different orders were signed under one id; neither counts.
 */
export const ORDER_STATES = ['not-yet', 'in-force', 'amended', 'ended', 'over', 'conflicting', 'revoked'] as const

const spanView = z.strictObject({ from: z.string(), until: z.string() })

export const OrderView = z.strictObject({
  id: z.string(),
  jurisdiction: z.string(),
  /** Whose order it is, by name. */
  issuer: z.string(),
  issuedBy: z.enum(['authority', 'vendor']),
  /** What it does and for whom, in plain sentences. */
  words: z.array(z.string()),
  /** Whom it concerns, in one sentence. */
  concerns: z.string(),
  scope: scopeField,
  interval: spanView,
  due: spanView,
  moves: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('day-for-day') }),
    z.strictObject({ kind: z.literal('days'), days: z.int() }),
    z.strictObject({ kind: z.literal('ended') }),
  ]),
  capDays: z.int(),
  staggerDays: z.int(),
  reason: z.string(),
  /** The law it is given by. */
  cites: z.array(z.string()),
  supersedes: z.string().nullable(),
  issuedAt: z.string(),
  notBefore: z.string(),
  expiresAt: z.string(),
  receivedAt: z.string(),
  state: z.enum(ORDER_STATES),
  /** The order that amended or ended it. */
  by: z.string().nullable(),
  /** One sentence about where it stands. */
  stateWords: z.string(),
  sha256: z.string(),
  file: z.string(),
  /** `conflicting`: the files of the others under this id. */
  others: z.array(z.string()),
})
export type OrderView = z.infer<typeof OrderView>

const placeQuery = z.strictObject({ jurisdiction: jurisdictionField.optional() })
/** The newest ones; older ones are at `/v1/statements/:statementId`. */
export const ORDERS_SHOWN_MAX = 200

export const listOrders = endpoint({
  method: 'GET',
  path: '/v1/orders',
  summary: 'Orders that move dates, newest first, with what they do in plain words and the file a car accepts.',
  params: noParams,
  query: placeQuery,
  body: noBody,
  reply: jsonReply(z.strictObject({ asOf: z.string(), orders: z.array(OrderView) })),
  replyBytesMax: 8 * 1_024 * 1_024,
  problems: [],
})

export const OUTAGE_STATES = ['going-on', 'over', 'amended', 'conflicting', 'revoked'] as const

export const OutageView = z.strictObject({
  id: z.string(),
  jurisdiction: z.string(),
  issuer: z.string(),
  issuedBy: z.enum(['authority', 'vendor']),
  words: z.array(z.string()),
  concerns: z.string(),
  scope: scopeField,
  from: z.string(),
  /** Null: still. */
  until: z.string().nullable(),
  cause: z.string(),
  account: z.string(),
  supersedes: z.string().nullable(),
  issuedAt: z.string(),
  receivedAt: z.string(),
  state: z.enum(OUTAGE_STATES),
  by: z.string().nullable(),
  stateWords: z.string(),
  sha256: z.string(),
  file: z.string(),
  others: z.array(z.string()),
})
export type OutageView = z.infer<typeof OutageView>

export const listOutages = endpoint({
  method: 'GET',
  path: '/v1/outages',
  summary: 'Declared outages, newest first: what does not work, since when, until when, and whose fault it is.',
  params: noParams,
  query: placeQuery,
  body: noBody,
  reply: jsonReply(z.strictObject({ asOf: z.string(), outages: z.array(OutageView) })),
  replyBytesMax: 8 * 1_024 * 1_024,
  problems: [],
})

export const PREVIEW_WARNINGS = [
  'law-gives-no-leave',
  'longer-than-law',
  'scope-matches-nothing',
  'nothing-moves',
  'interval-backwards',
  'due-backwards',
  'interval-in-future',
  'due-before-interval',
  'overlaps',
  'contradicts',
  'supersedes-unknown',
  'supersedes-conflicting',
  'already-past',
  'not-known',
  'no-outage-declared',
  'outage-backwards',
  'cliff',
] as const
export type PreviewWarning = (typeof PREVIEW_WARNINGS)[number]

/** Devices named one by one; the counts are of all. */
export const PREVIEW_DEVICES_MAX = 500

export const OrderPreview = z.strictObject({
  asOf: z.string(),
  jurisdiction: z.string(),
  /** What the law lets an order of the caller do, quoted. */
  law: z.strictObject({ may: z.boolean(), daysMax: z.int(), words: z.string() }),
  /** Devices whose dates are known here, in all and with a date that would move. */
  devices: z.int(),
  concerned: z.int(),
  /** Cases with such a device. */
  cases: z.int(),
  /** Dates that would move: of which kind, how many, from when to when. */
  moving: z.array(
    z.strictObject({
      of: z.string(),
      dates: z.int(),
      from: spanView,
      plain: spanView,
      staggered: spanView,
      /** By how many days, at least and at most. */
      daysMin: z.int(),
      daysMax: z.int(),
    }),
  ),
  dates: z.array(
    z.strictObject({
      case: z.string(),
      device: z.string(),
      center: z.string().nullable(),
      of: z.string(),
      from: z.string(),
      /** Without stagger, then with it. */
      plain: z.string(),
      to: z.string(),
      days: z.int(),
      staggered: z.int(),
    }),
  ),
  /**
   * Visits that fall due at a center on a day, those of other devices there included: as dates stand, moved without
   * stagger, moved with it. `center` null: it is not known. Only days on which one of them is not 0.
   */
  load: z.array(
    z.strictObject({
      center: z.string().nullable(),
      on: z.string(),
      before: z.int(),
      plain: z.int(),
      staggered: z.int(),
    }),
  ),
  /** Devices that a list of the scope cannot reach, since it is not known what they are. */
  notKnown: z.array(z.strictObject({ what: z.enum(['vendor', 'model', 'firmware', 'region']), devices: z.int() })),
  warnings: z.array(
    z.strictObject({
      code: z.enum(PREVIEW_WARNINGS),
      words: z.string(),
      /** Whether an order with it should not be signed at all. */
      grave: z.boolean(),
      /** The law, in one line, where it is about the law. */
      law: z.string().nullable(),
      /** Orders or outages it is about. */
      about: z.array(z.string()),
    }),
  ),
})
export type OrderPreview = z.infer<typeof OrderPreview>

export const previewOrder = endpoint({
  method: 'POST',
  path: '/v1/orders/preview',
  summary: 'What an order would do: devices, dates, visits per center and day, and what is wrong with it.',
  params: noParams,
  query: noQuery,
  body: jsonBody(
    z.strictObject({
      terms: orderTermsField,
      /** The id it will be signed under, from which the stagger of each device follows. */
      id: statementIdField.default('preview'),
    }),
  ),
  reply: jsonReply(OrderPreview),
  replyBytesMax: 8 * 1_024 * 1_024,
  problems: ['unknown-jurisdiction'],
})
