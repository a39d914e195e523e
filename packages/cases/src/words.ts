/** One plain sentence for every kind of record. Adding a kind to the log without its sentence does not compile. */

import type {
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
} from '@keyturn/domain/record.ts'
import type { ReliefGiver, ServiceFunction } from '@keyturn/domain/relief.ts'
import { gramsPer210L, type Instant } from '@keyturn/domain/units.ts'
import { inZone } from './calendar.ts'

type Say = { readonly [K in Kind]: (event: Extract<Event, { readonly kind: K }>, zone: string) => string }

/** A control character in a text of the record would make two lines of one, or steer the terminal that shows it. */
const CONTROL = /\p{Cc}/gu

/** What a record says, as one sentence on one line. Moments inside are told in the zone. */
export function words(record: Event, zone: string): string {
  // The table has one entry per kind with that kind's own type; the compiler cannot follow the pairing through an
  // index.
  const say = sentences[record.kind] as (event: Event, zone: string) => string
  return say(record, zone).replace(CONTROL, '\ufffd')
}

const g = gramsPer210L
const tests: { readonly [K in TestKind]: string } = {
  start: 'Start test',
  retest: 'Retest',
  confirmation: 'Confirmation breath',
  unprompted: 'Breath that nobody asked for',
  reference: 'Reference gas',
}
const results = { pass: 'passed', fail: 'failed', measured: 'measured' } as const
const rejections: { readonly [K in RejectReason]: string } = {
  'blow-harder': 'blown too softly',
  'blow-softer': 'blown too hard',
  'blow-longer': 'blown too briefly',
  'do-not-inhale': 'the person inhaled',
  'hum-invalid': 'the hum was missing',
  'no-plateau': 'the breath never became steady',
  'device-not-ready': 'the device was not ready',
}
const bases: { readonly [K in StartBasis]: string } = {
  'passed-test': 'after a passed test',
  'free-restart': 'as a restart without a new test',
  none: 'without the device’s leave',
}
const answers: { readonly [K in StartAnswer]: string } = {
  'passed-test': 'a test was passed',
  'free-restart': 'a restart without a test is allowed',
  'test-required': 'a passed test is needed first',
  held: 'the wait after a failed test is not over',
  'locked-out': 'the car is locked out',
  'in-service': 'a service visit is under way',
  'not-ready': 'the device was not ready',
  'not-installed': 'the device is not installed',
}
const tampers: { readonly [K in TamperSign]: string } = {
  'power-cut': 'power was cut cleanly, as when a plug is pulled',
  'head-removed': 'the breath head was removed',
  'case-opened': 'the case was opened',
  'harness-cut': 'the wiring was cut',
}
const tricks: { readonly [K in CircumventionSign]: string } = {
  bag: 'air from a bag or balloon',
  filter: 'a breath through a filter',
  'cold-air': 'air that is not from a body',
  'start-without-test': 'the engine was started without a test',
}
const refusals: { readonly [K in ServiceRefusal]: string } = {
  'no-session': 'no service session is open',
  'session-open': 'a service session is already open',
  'engine-running': 'the engine is running',
  'not-inspected': 'the device has not been inspected',
  'no-as-found': 'the device has not been checked as found',
  'not-calibrated': 'the device has not been calibrated',
  'not-confirmed': 'the calibration has not been confirmed twice',
  unsound: 'the inspection found the device unsound',
  'due-date-too-late': 'the next due date is later than the law allows',
  'due-date-past': 'the next due date has already passed',
  'reset-not-allowed': 'the reset is not allowed',
  'bad-certificate': 'the certificate does not say what the device measured',
  'wrong-device': 'the certificate is for another device',
  'already-installed': 'the device is installed already',
  'rescue-not-allowed': 'another vendor’s center may not serve this device',
}
const volts = (millivolts: number) => `${(millivolts / 1_000).toFixed(1)} V`
const celsius = (deci: number) => `${(deci / 10).toFixed(1)} °C`
const when = (at: Instant, zone: string) => inZone(at, zone)

const spanUnits = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
] as const

/** A span for people, in its largest whole unit: `3 hours`. Half a unit rounds up. */
export function span(ms: number): string {
  const size = Math.abs(ms)
  const [unit, name] = spanUnits.find(([least]) => size >= least) ?? [1, 'millisecond']
  const n = Math.round(size / unit)
  return `${n} ${name}${n === 1 ? '' : 's'}`
}

const sentences: Say = {
  'ignition-on': () => 'Ignition switched on.',
  'ignition-off': () => 'Ignition switched off.',
  'start-attempted': (e) => `Start attempted: ${e.allowed ? 'allowed' : 'refused'}, because ${answers[e.why]}.`,
  'start-permitted': (e, zone) => `Starter released ${bases[e.basis]}, until ${when(e.until, zone)}.`,
  'start-permit-lapsed': () => 'The time to start ran out; a new test is needed.',
  'engine-started': (e) => `Engine started ${bases[e.basis]}.`,
  'engine-resumed': () => 'The device woke up while the engine was running.',
  'engine-stopped': () => 'Engine switched off.',
  'engine-stalled': () => 'Engine stalled.',
  ready: (e) => `The device was ready for a breath: ${tests[e.test].toLowerCase()}.`,
  sample: (e) => `${tests[e.test]} ${results[e.result]} at ${g(e.brac)} g/210 L.`,
  'sample-rejected': (e) => `${tests[e.test]} gave no result: ${rejections[e.reason]}.`,
  'retest-requested': (e, zone) => `Retest ${e.number} asked for, to be taken by ${when(e.answerBy, zone)}.`,
  'retest-missed': (e) => `Retest missed: ${retestMisses[e.how]}.`,
  'retest-cut-short': (e) => `Retest could not be finished: ${retestCuts[e.how]}.`,
  'alert-began': (e) => `Horn began to sound: retest ${e.why === 'retest-failed' ? 'failed' : 'missed'}.`,
  'alert-ended': () => 'Horn fell silent.',
  'hold-began': (e, zone) => `Wait before the next test, until ${when(e.until, zone)}.`,
  'violations-reset-began': (e, zone) => `Violations service due by ${when(e.visitBy, zone)}, after: ${plain(e.why)}.`,
  'lockout-began': (e, zone) =>
    e.visitBy === null
      ? `The device locked the car (${plain(e.rule)}) until a service visit.`
      : `The device began a lockout (${plain(e.rule)}); visit by ${when(e.visitBy, zone)}.`,
  'lockout-closed': (e) => `The time to drive to the visit ran out (${plain(e.rule)}); the car stays locked.`,
  'lockout-ended': (e) => `The device ended the lockout (${plain(e.rule)}).`,
  installed: (e, zone) =>
    `Device installed by ${e.technician} under ${e.profile}; next visit due by ${when(e.dueAt, zone)}.`,
  uninstalled: (e) => `Device removed by ${e.technician}.`,
  'service-reminder': (e, zone) => `Reminder shown: service visit due by ${when(e.dueAt, zone)}.`,
  'service-warning': (e, zone) => `Warning shown: service visit due by ${when(e.dueAt, zone)}.`,
  'service-required': (e, zone) =>
    `"Service required" shown (${serviceWhys[e.why]})${e.visitBy === null ? '' : `, visit by ${when(e.visitBy, zone)}`}.`,
  'service-missed': (e, zone) => `Service visit missed: it was due by ${when(e.dueAt, zone)}.`,
  'violations-service-missed': (e, zone) => `Violations service missed: it was due by ${when(e.dueAt, zone)}.`,
  'service-opened': (e) => `Service visit begun by ${e.technician} at ${e.center}.`,
  'service-inspected': (e) =>
    `Device inspected: ${e.sound ? 'sound' : 'not sound'}${e.notes === '' ? '' : ` (${e.notes})`}.`,
  'service-as-found': (e) =>
    `Checked as found: reference ${g(e.reference)}, measured ${g(e.measured)} g/210 L, ${e.within ? 'within' : 'outside'} tolerance.`,
  'service-calibrated': (e) => `Calibrated with gas lot ${e.gasLot} at ${g(e.reference)} g/210 L.`,
  'service-confirmed': (e) =>
    `Calibration check ${e.number}: reference ${g(e.reference)}, measured ${g(e.measured)} g/210 L, ${e.within ? 'within' : 'outside'} tolerance.`,
  'service-reset': () => 'Tamper indicator put out at the service visit.',
  'service-completed': (e, zone) =>
    `Service visit completed by ${e.technician}; next visit due by ${when(e.dueAt, zone)}.`,
  'service-refused': (e) => `The device refused the service act: ${refusals[e.why]}.`,
  'service-abandoned': () => 'Service visit ended without being completed.',
  'order-accepted': (e) =>
    `Order ${e.order} accepted, given by ${givers[e.by]}${e.supersedes === '' ? '' : `, in place of ${e.supersedes}`}: ${orderWords(e)}.`,
  'due-date-moved': (e, zone) =>
    `Date of the ${functions[e.of]} moved by ${e.days} ${e.days === 1 ? 'day' : 'days'} to ${when(e.dueAt, zone)} under ${e.order}.`,
  'override-began': (e, zone) =>
    `Override ${e.override} began, given by ${givers[e.by]}: the car starts on a passed test until ${when(e.until, zone)}.`,
  'override-ended': (e) => `Override ${e.override} ended; none again before a service visit.`,
  'keypad-accepted': (e) =>
    `Telephone code number ${e.counter} of ${givers[e.by]} accepted (${e.code}${e.days === 0 ? '' : `, ${dayCount(e.days)}`}).`,
  'keypad-refused': (e) => `Keypad code refused (${e.digits} digits): ${keypadRefusals[e.why]}.`,
  'keypad-held': (e, zone) => `Too many wrong codes: the keypad waits until ${when(e.until, zone)}.`,
  'rescue-accepted': (e) =>
    `A center of ${e.vendor} may serve this device on the authority’s word (credential ${e.credential}).`,
  'mirror-doubted': (e) => `What ${e.mirror} served was not believed: ${e.why}.`,
  tamper: (e) => `Sign of tampering: ${tampers[e.sign]}.`,
  circumvention: (e) => `Sign of circumvention: ${tricks[e.sign]}.`,
  malfunction: (e) => `Malfunction of the device: ${e.code}.`,
  'malfunction-cleared': (e) => `Malfunction over: ${e.code}.`,
  'power-lost': (e) =>
    `Power lost: last ${volts(e.lastMillivolts)}, lowest ${volts(e.lowestMillivolts)}, at ${celsius(e.deciCelsius)}.`,
  'power-restored': (e) => `Power back after ${span(e.afterMs)}.`,
  'device-restarted': (e) => `The device restarted after ${span(e.afterMs)}.`,
  'low-voltage': (e) => `Car battery low: ${volts(e.millivolts)}.`,
  'voltage-recovered': (e) => `Car battery recovered: ${volts(e.millivolts)}.`,
  'head-disconnected': () => 'Breath head disconnected.',
  'head-connected': () => 'Breath head connected.',
  'clock-jump': (e) =>
    `The clock jumped ${e.byMs < 0 ? 'back' : 'ahead'} by ${span(e.byMs)}; the device kept its own time.`,
  'statement-refused': (e) => `A signed statement was refused (${e.statement}): ${e.why}.`,
  'unexpected-input': (e) => `The device received something it did not expect: ${e.input}.`,
  'log-recovered': (e) => `The log was mended after a crash: ${e.cutBytes} unfinished bytes cut.`,
  'log-copy-lost': (e) => `One copy of the log was lost: ${e.copy}.`,
  'log-copy-restored': (e) => `The lost copy of the log was restored: ${e.copy}.`,
  'log-conflict': (e) => `The copies of the log disagree: ${e.detail}.`,
}

const dayCount = (days: number) => `${days} ${days === 1 ? 'day' : 'days'}`
function orderWords(e: Extract<Event, { readonly kind: 'order-accepted' }>): string {
  if (e.moves === 'ended') return 'nothing moves any more; what was given stays'
  const far = e.moves === 'days' ? `by ${dayCount(e.days)}` : `day for day for ${e.from} to ${e.to}`
  return `dates due ${e.dueFrom} to ${e.dueTo} move ${far}, ${dayCount(e.capDays)} at most`
}
const givers: { readonly [G in ReliefGiver]: string } = {
  authority: 'the authority',
  vendor: 'the vendor',
  rescue: 'a rescuing provider',
}
const functions: { readonly [F in ServiceFunction]: string } = {
  'service-visit': 'service visit',
  'violations-service': 'violations service',
  'lockout-visit': 'visit because of a lockout',
}
const keypadRefusals: { readonly [R in KeypadRefusal]: string } = {
  'not-a-code': 'a code has twelve digits',
  wrong: 'it is not a code for this device',
  used: 'it was used before, or a newer one was',
  held: 'the keypad waits after too many wrong codes',
  'not-allowed': 'nobody may give it for this device now',
}
const retestMisses = {
  'not-taken': 'it was not taken in time',
  'attempts-used': 'all attempts were used up',
  'ignition-off': 'the ignition was switched off first',
  'power-lost': 'power was cut first',
} as const
const retestCuts = {
  'ignition-off': 'the ignition was switched off',
  stalled: 'the engine stalled',
  'power-lost': 'power was lost',
  'device-restart': 'the device restarted',
  malfunction: 'the device failed',
  'head-removed': 'the breath head came off',
} as const
const serviceWhys = { scheduled: 'scheduled visit', violations: 'violations service', lockout: 'lockout' } as const

/** `failed-starts` as people read it: `failed starts`. */
const plain = (id: string) => id.replaceAll('-', ' ')
