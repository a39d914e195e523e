/** Every kind of record with its own fields, in the order in which they stand on the line. */
import type {
  Cause,
  CircumventionSign,
  Event,
  KeypadRefusal,
  Kind,
  RejectReason,
  ServiceRefusal,
  StartAnswer,
  StartBasis,
  TamperSign,
  TestKind,
  Trigger,
} from '@keyturn/domain/record.ts'
import type { KeypadCode, ReliefGiver, ServiceFunction } from '@keyturn/domain/relief.ts'
import {
  brac,
  count,
  date,
  type Field,
  flag,
  listOf,
  moment,
  momentOrNull,
  oneOf,
  place,
  signed,
  span,
  text,
} from './fields.ts'

type Own<K extends Kind> = Omit<Extract<Event, { readonly kind: K }>, 'kind'>
type EventOf<K extends Kind, T extends keyof Extract<Event, { readonly kind: K }>> = Extract<
  Event,
  { readonly kind: K }
>[T]
type Fields<O> = { readonly [F in keyof O]: Field<O[F]> }
type KindTable = { readonly [K in Kind]: Fields<Own<K>> }

export const cause = oneOf<Cause>({
  operator: true,
  device: true,
  power: true,
  provider: true,
  vehicle: true,
  unknown: true,
})

const test = oneOf<TestKind>({ start: true, retest: true, confirmation: true, unprompted: true, reference: true })
const basis = oneOf<StartBasis>({ 'passed-test': true, 'free-restart': true, none: true })
const startAnswer = oneOf<StartAnswer>({
  'passed-test': true,
  'free-restart': true,
  'test-required': true,
  held: true,
  'locked-out': true,
  'in-service': true,
  'not-ready': true,
  'not-installed': true,
})
const rejectReason = oneOf<RejectReason>({
  'blow-harder': true,
  'blow-softer': true,
  'blow-longer': true,
  'do-not-inhale': true,
  'hum-invalid': true,
  'no-plateau': true,
  'device-not-ready': true,
})
const trigger = oneOf<Trigger>({
  'start-test-failed': true,
  'retest-failed': true,
  'sample-failed': true,
  'retest-missed': true,
  tamper: true,
  'service-missed': true,
  'reset-unserviced': true,
})
const serviceRefusal = oneOf<ServiceRefusal>({
  'no-session': true,
  'session-open': true,
  'engine-running': true,
  'not-inspected': true,
  'no-as-found': true,
  'not-calibrated': true,
  'not-confirmed': true,
  unsound: true,
  'due-date-too-late': true,
  'due-date-past': true,
  'reset-not-allowed': true,
  'bad-certificate': true,
  'wrong-device': true,
  'already-installed': true,
  'rescue-not-allowed': true,
})
const tamperSign = oneOf<TamperSign>({
  'power-cut': true,
  'head-removed': true,
  'case-opened': true,
  'harness-cut': true,
})
const circumventionSign = oneOf<CircumventionSign>({
  bag: true,
  filter: true,
  'cold-air': true,
  'start-without-test': true,
})
const result = oneOf<EventOf<'sample', 'result'>>({ pass: true, fail: true, measured: true })
const missedHow = oneOf<EventOf<'retest-missed', 'how'>>({
  'not-taken': true,
  'attempts-used': true,
  'ignition-off': true,
  'power-lost': true,
})
const cutShortHow = oneOf<EventOf<'retest-cut-short', 'how'>>({
  'ignition-off': true,
  stalled: true,
  'power-lost': true,
  'device-restart': true,
  malfunction: true,
  'head-removed': true,
})
const alertWhy = oneOf<EventOf<'alert-began', 'why'>>({ 'retest-failed': true, 'retest-missed': true })
const serviceWhy = oneOf<EventOf<'service-required', 'why'>>({ scheduled: true, violations: true, lockout: true })
const visit = oneOf<EventOf<'service-completed', 'visit'>>({
  install: true,
  scheduled: true,
  lockout: true,
  removal: true,
})

const giver = oneOf<ReliefGiver>({ authority: true, vendor: true, rescue: true })
const functions = {
  'service-visit': true,
  'violations-service': true,
  'lockout-visit': true,
} as const
const serviceFunction = oneOf<ServiceFunction>(functions)
const serviceFunctions = listOf<ServiceFunction>(functions)
const moves = oneOf<EventOf<'order-accepted', 'moves'>>({ 'day-for-day': true, days: true, ended: true })
const keypadCode = oneOf<KeypadCode['kind']>({ extension: true, override: true })
const codeGiver = oneOf<KeypadCode['by']>({ authority: true, vendor: true })
const keypadRefusal = oneOf<KeypadRefusal>({
  'not-a-code': true,
  wrong: true,
  used: true,
  held: true,
  'not-allowed': true,
})

export const KINDS: KindTable = {
  'ignition-on': {},
  'ignition-off': {},
  'start-attempted': { allowed: flag, why: startAnswer },
  'start-permitted': { basis, until: moment },
  'start-permit-lapsed': {},
  'engine-started': { basis },
  'engine-resumed': {},
  'engine-stopped': {},
  'engine-stalled': {},
  ready: { test },
  sample: { test, result, brac, volumeMl: count },
  'sample-rejected': { test, reason: rejectReason, volumeMl: count },
  'retest-requested': { number: place, answerBy: moment },
  'retest-missed': { how: missedHow },
  'retest-cut-short': { how: cutShortHow },
  'alert-began': { why: alertWhy },
  'alert-ended': {},
  'hold-began': { until: moment },
  'violations-reset-began': { why: trigger, visitBy: moment },
  'lockout-began': { rule: text, visitBy: momentOrNull },
  'lockout-closed': { rule: text },
  'lockout-ended': { rule: text },
  installed: { technician: text, profile: text, dueAt: moment },
  uninstalled: { technician: text },
  'service-reminder': { dueAt: moment },
  'service-warning': { dueAt: moment },
  'service-required': { why: serviceWhy, visitBy: momentOrNull },
  'service-missed': { dueAt: moment },
  'violations-service-missed': { dueAt: moment },
  'service-opened': { technician: text, center: text },
  'service-inspected': { sound: flag, notes: text },
  'service-as-found': { reference: brac, measured: brac, within: flag },
  'service-calibrated': { gasLot: text, reference: brac, picoampsPerMg: signed },
  'service-confirmed': { number: place, reference: brac, measured: brac, within: flag },
  'service-reset': {},
  'service-completed': { technician: text, certificate: text, visit, dueAt: moment },
  'service-refused': { why: serviceRefusal },
  'service-abandoned': {},
  'order-accepted': {
    order: text,
    by: giver,
    supersedes: text,
    functions: serviceFunctions,
    from: date,
    to: date,
    dueFrom: date,
    dueTo: date,
    moves,
    days: count,
    capDays: count,
    staggerDays: count,
  },
  'due-date-moved': { of: serviceFunction, rule: text, order: text, days: place, dueAt: moment },
  'override-began': { override: text, by: giver, until: moment },
  'override-ended': { override: text },
  'keypad-accepted': { code: keypadCode, by: codeGiver, counter: place, days: count },
  'keypad-refused': { digits: count, why: keypadRefusal },
  'keypad-held': { until: moment },
  'rescue-accepted': { credential: text, vendor: text },
  'mirror-doubted': { mirror: text, why: text },
  tamper: { sign: tamperSign },
  circumvention: { sign: circumventionSign },
  malfunction: { code: text },
  'malfunction-cleared': { code: text },
  'power-lost': { lastMillivolts: count, lowestMillivolts: count, deciCelsius: signed },
  'power-restored': { afterMs: count },
  'device-restarted': { afterMs: count },
  'low-voltage': { millivolts: count },
  'voltage-recovered': { millivolts: count },
  'head-disconnected': {},
  'head-connected': {},
  'clock-jump': { byMs: signed },
  'statement-refused': { statement: text, why: text },
  'unexpected-input': { input: text },
  'log-recovered': { cutBytes: count },
  'log-copy-lost': { copy: text },
  'log-copy-restored': { copy: text },
  'log-conflict': { detail: text },
}

/** Whether the word is a kind of record. */
export const isKind = (word: unknown): word is Kind => typeof word === 'string' && Object.hasOwn(KINDS, word)

/** The four fields before a kind's own, besides the kind itself. */
export const COMMON = { seq: place, at: moment, up: span, cause } as const
