/**
 * What would happen if a vendor were gone now: which car stops on which day, and who could lawfully help it by which
 * path. Worked out every night with the real controller, so that a gap is known before it hurts.
 */
import { z } from 'zod'
import { endpoint, jsonReply, noBody } from '../endpoint.ts'
import { jurisdictionField, noParams, noQuery } from '../fields.ts'

/** What may help. A visit is by the device's own vendor, a rescue by another owner's center. */
export const REHEARSED_ACTS = ['order', 'override', 'visit', 'rescue', 'extension-code', 'override-code'] as const
export type RehearsedAct = (typeof REHEARSED_ACTS)[number]
/** How it reaches the car. */
export const CHANNELS = ['mirror', 'phone', 'bench', 'qr', 'telephone'] as const
export type Channel = (typeof CHANNELS)[number]

const dateText = z.string()
const momentText = z.string()
const giver = z.enum(['authority', 'vendor', 'rescue'])

/** One field of the matrix: may it (law), can it (device), was it rehearsed. */
export const MatrixField = z.strictObject({
  jurisdiction: z.string(),
  /** Law that it was rehearsed under: `US-MA@2026-11-01`. */
  profile: z.string(),
  /** Empty: the devices did not say. */
  model: z.string(),
  firmware: z.string(),
  act: z.enum(REHEARSED_ACTS),
  channel: z.enum(CHANNELS),
  may: z.strictObject({
    /** Who may give it; empty: nobody. */
    by: z.array(giver),
    words: z.string(),
    /** The section, clause or assumption that says so. */
    law: z.string(),
    /** `assumed`: no text that we keep or read says so. */
    basis: z.enum(['cited', 'researched', 'assumed']),
  }),
  can: z.strictObject({ answer: z.enum(['yes', 'no', 'not-known']), words: z.string() }),
  /** The last time that it was really done with the controller; null: never. */
  rehearsed: z
    .strictObject({
      at: momentText,
      outcome: z.enum(['works', 'refused', 'failed']),
      words: z.string(),
    })
    .nullable(),
  /** How many devices this is about. */
  devices: z.int(),
})
export type MatrixField = z.infer<typeof MatrixField>

/** A lawful way out for one driver. */
export const Help = z.strictObject({
  act: z.enum(REHEARSED_ACTS),
  by: giver,
  /** Who that is: names of authority, vendor or centers. */
  who: z.array(z.string()),
  channels: z.array(z.enum(CHANNELS)),
  /** Whether it still is there when the vendor is gone altogether, not only its server. */
  whenVendorGone: z.boolean(),
  words: z.string(),
})
export type Help = z.infer<typeof Help>

export const Stop = z.strictObject({
  case: z.string(),
  device: z.string(),
  jurisdiction: z.string(),
  vendor: z.string(),
  model: z.string(),
  firmware: z.string(),
  center: z.string(),
  /** The day, where the car is, on which it would not start any more; null: not within `horizonDays`. */
  stopsOn: dateText.nullable(),
  stopsAt: momentText.nullable(),
  /** It is stopped already. */
  isStopped: z.boolean(),
  /** What ends it, in a sentence. */
  why: z.string(),
  helps: z.array(Help),
})
export type Stop = z.infer<typeof Stop>

export const Gap = z.strictObject({
  kind: z.enum([
    /** No lawful path when the vendor is gone. */
    'no-path',
    /** One lawful path when the vendor is gone, and nothing beside it. */
    'single-path',
    /** Centers nearby all have the same owner as the vendor. */
    'same-owner',
    /** No secrets in escrow: no telephone code can be made. */
    'no-code-secrets',
    /** It is not known what the device is, so no order that names a vendor or a model can mean it. */
    'identity-unknown',
    /** The law allows it and the rehearsal did not get it done. */
    'rehearsal-failed',
  ]),
  jurisdiction: z.string(),
  words: z.string(),
  /** What would close it. */
  next: z.string(),
  devices: z.array(z.string()),
  /** Devices that are not listed above. */
  devicesLeftOut: z.int(),
})
export type Gap = z.infer<typeof Gap>

export const Rehearsal = z.strictObject({
  /** Null: none was done yet. */
  rehearsedAt: momentText.nullable(),
  horizonDays: z.int(),
  matrix: z.array(MatrixField),
  /** Whose cars stop soonest, first. */
  stops: z.array(Stop),
  stopsLeftOut: z.int(),
  gaps: z.array(Gap),
})
export type Rehearsal = z.infer<typeof Rehearsal>

export const rehearsal = endpoint({
  method: 'GET',
  path: '/v1/rehearsal',
  summary: 'If a vendor were gone now: which car stops when, who could lawfully help, and what is missing.',
  params: noParams,
  /** Only of this jurisdiction. */
  query: z.strictObject({ jurisdiction: jurisdictionField.optional() }),
  body: noBody,
  reply: jsonReply(Rehearsal),
  replyBytesMax: 16 * 1_024 * 1_024,
  problems: [],
})

export const RehearsalDone = z.strictObject({
  devices: z.int(),
  /** Cars that would stop within the horizon, or have. */
  stopping: z.int(),
  /** Of these: those whose drivers nobody could lawfully help without their vendor. */
  withoutPath: z.int(),
})

export const rehearseNow = endpoint({
  method: 'POST',
  path: '/v1/rehearsal',
  summary: 'Rehearse now, besides every night. It takes a second for some hundred devices.',
  params: noParams,
  query: noQuery,
  body: noBody,
  reply: jsonReply(RehearsalDone),
  problems: [],
})
