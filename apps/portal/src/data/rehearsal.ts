/** What would happen if a vendor were gone now, as the server worked it out last. */
import { askJson } from './http.ts'
import { flag, list, moment, number, object, oneOf, orNull, text } from './read.ts'

const field = object({
  jurisdiction: text,
  profile: text,
  model: text,
  firmware: text,
  act: text,
  channel: text,
  may: object({ by: list(text), words: text, law: text, basis: oneOf('cited', 'researched', 'assumed') }),
  can: object({ answer: oneOf('yes', 'no', 'not-known'), words: text }),
  rehearsed: orNull(object({ at: moment, outcome: oneOf('works', 'refused', 'failed'), words: text })),
  devices: number,
})
export type MatrixField = ReturnType<typeof field>

const help = object({
  act: text,
  by: text,
  who: list(text),
  channels: list(text),
  whenVendorGone: flag,
  words: text,
})

const stop = object({
  case: text,
  device: text,
  jurisdiction: text,
  vendor: text,
  model: text,
  firmware: text,
  center: text,
  stopsOn: orNull(text),
  stopsAt: orNull(moment),
  isStopped: flag,
  why: text,
  helps: list(help),
})
export type Stop = ReturnType<typeof stop>

const gap = object({
  kind: text,
  jurisdiction: text,
  words: text,
  next: text,
  devices: list(text),
  devicesLeftOut: number,
})
export type Gap = ReturnType<typeof gap>

const rehearsal = object({
  rehearsedAt: orNull(moment),
  horizonDays: number,
  matrix: list(field),
  stops: list(stop),
  stopsLeftOut: number,
  gaps: list(gap),
})
export type Rehearsal = ReturnType<typeof rehearsal>

export const readRehearsal = (signal: AbortSignal): Promise<Rehearsal> =>
  askJson('/v1/rehearsal', (body) => rehearsal(body, 'rehearsal'), { whom: 'the server', signal })
