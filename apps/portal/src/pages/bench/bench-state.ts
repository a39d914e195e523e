/** What the bench on this laptop says about itself, about a car and about a visit, as these pages read it. */
import { readGround } from '../../data/ground.ts'
import { flag, list, moment, number, object, oneOf, orNull, type Read, text } from '../../data/read.ts'
import { law } from '../car/link-state.ts'

const sent = object({ server: text, state: oneOf('open', 'waiting', 'refused', 'sent'), words: text })
export type Sent = ReturnType<typeof sent>

const end = object({
  how: oneOf('completed', 'installed', 'abandoned', 'left'),
  certificate: orNull(text),
  words: text,
  at: moment,
})
export type VisitEnd = ReturnType<typeof end>

const technician = object({
  id: text,
  center: text,
  vendor: text,
  jurisdiction: text,
  may: list(text),
  until: moment,
})

const brief = object({
  id: text,
  device: text,
  profile: text,
  timeZone: text,
  unit: text,
  begunAt: moment,
  end: orNull(end),
  sent: list(sent),
})
export type BriefVisit = ReturnType<typeof brief>

const carried = object({ sha256: text, file: text, id: text, kind: text, issuer: text, until: moment })
export type CarriedFile = ReturnType<typeof carried>

export const readBench = object({
  at: moment,
  root: text,
  technician: orNull(technician),
  trouble: orNull(text),
  locked: flag,
  locksAt: orNull(moment),
  units: list(text),
  mirrors: list(text),
  servers: list(object({ server: text, trouble: orNull(text) })),
  journalCuts: number,
  visits: list(brief),
  carried: list(carried),
})
export type BenchState = ReturnType<typeof readBench>

const next = object({
  earliest: text,
  latest: text,
  withinDays: number,
  law: readGround,
  toleranceMg: number,
  mayReset: list(text),
  mayResetLaw: readGround,
})
export type NextDate = ReturnType<typeof next>

const reason = object({ rule: text, title: text, words: text, law: orNull(law) })

export const readMet = object({
  unit: text,
  device: text,
  publicKey: text,
  known: oneOf('listed', 'seen', 'new'),
  knownWords: text,
  profile: text,
  timeZone: text,
  at: moment,
  clockOffMs: number,
  virtual: flag,
  engineRunning: flag,
  installed: flag,
  dueAt: orNull(moment),
  resetBy: orNull(moment),
  lockouts: list(object({ rule: text, since: moment, visitBy: orNull(moment), closed: flag })),
  malfunctions: list(text),
  explanation: list(reason),
  log: object({ lastSeq: number, records: number, anomalies: number }),
  newest: list(text),
  next: orNull(next),
})
export type MetCar = ReturnType<typeof readMet>

const gas = object({ reference: number, measured: number, within: flag, seq: number })
export type Gas = ReturnType<typeof gas>

const session = object({
  inspection: orNull(object({ sound: flag, notes: text })),
  asFound: orNull(gas),
  calibration: orNull(object({ gasLot: text, reference: number, seq: number })),
  confirmations: list(gas),
  reset: flag,
  end: object({ how: oneOf('open', 'abandoned', 'completed') }),
})

export const readVisit = object({
  id: text,
  begunAt: moment,
  unit: text,
  device: text,
  profile: text,
  timeZone: text,
  technician: text,
  center: text,
  rescue: orNull(text),
  awaiting: orNull(oneOf('as-found', 'calibrate', 'confirm')),
  unanswered: list(text),
  refusal: orNull(object({ code: text, words: text })),
  found: orNull(number),
  kept: orNull(object({ lastSeq: number, sha256: text, bytes: number })),
  lockedOut: flag,
  virtual: flag,
  next: orNull(next),
  session: orNull(session),
  records: list(text),
  certificate: orNull(object({ certificate: text, file: text })),
  end: orNull(end),
  sent: list(sent),
})
export type BenchVisit = ReturnType<typeof readVisit>

export const readOutcome: Read<{ readonly outcome: 'accepted' | 'refused'; readonly words: string }> = object({
  outcome: oneOf('accepted', 'refused'),
  words: text,
})
