/** Record lines as test vectors: one valid line of every kind, and the ways in which a line can be wrong. */
import type { Entry, Kind } from '@keyturn/domain/record.ts'
import { type CivilDate, duration, instant, mgPer210L } from '@keyturn/domain/units.ts'
import { encodeRecord } from '../src/record.ts'

export type RecordVector = {
  readonly comment: string
  readonly line: string
  /** `valid`, or the field at fault: `line` when it is the line as a whole. */
  readonly expect: 'valid' | { readonly malformed: string }
}

// A day of the calendar by its looks.
const day = (text: string) => text as CivilDate
const at = instant(Date.UTC(2026, 2, 2, 14))
const later = instant(at + 300_000)
const place = { at, up: duration(123_456) }
const operator = { ...place, cause: 'operator' } as const
const device = { ...place, cause: 'device' } as const
const provider = { ...place, cause: 'provider' } as const

/** One entry of each kind: the type demands that none is left out. */
const EACH: { readonly [K in Kind]: Entry & { readonly kind: K } } = {
  'ignition-on': { ...operator, kind: 'ignition-on' },
  'ignition-off': { ...operator, kind: 'ignition-off' },
  'start-attempted': { ...operator, kind: 'start-attempted', allowed: false, why: 'test-required' },
  'start-permitted': { ...device, kind: 'start-permitted', basis: 'passed-test', until: later },
  'start-permit-lapsed': { ...operator, kind: 'start-permit-lapsed' },
  'engine-started': { ...operator, kind: 'engine-started', basis: 'passed-test' },
  'engine-resumed': { ...device, kind: 'engine-resumed' },
  'engine-stopped': { ...operator, kind: 'engine-stopped' },
  'engine-stalled': { ...place, cause: 'vehicle', kind: 'engine-stalled' },
  ready: { ...device, kind: 'ready', test: 'start' },
  sample: { ...operator, kind: 'sample', test: 'retest', result: 'fail', brac: mgPer210L(31), volumeMl: 1_870 },
  'sample-rejected': { ...operator, kind: 'sample-rejected', test: 'start', reason: 'blow-harder', volumeMl: 420 },
  'retest-requested': { ...device, kind: 'retest-requested', number: 2, answerBy: later },
  'retest-missed': { ...operator, kind: 'retest-missed', how: 'not-taken' },
  'retest-cut-short': { ...place, cause: 'power', kind: 'retest-cut-short', how: 'power-lost' },
  'alert-began': { ...device, kind: 'alert-began', why: 'retest-failed' },
  'alert-ended': { ...device, kind: 'alert-ended' },
  'hold-began': { ...device, kind: 'hold-began', until: later },
  'violations-reset-began': { ...device, kind: 'violations-reset-began', why: 'sample-failed', visitBy: later },
  'lockout-began': { ...device, kind: 'lockout-began', rule: 'failed-retest', visitBy: null },
  'lockout-closed': { ...device, kind: 'lockout-closed', rule: 'failed-retest' },
  'lockout-ended': { ...provider, kind: 'lockout-ended', rule: 'failed-retest' },
  installed: { ...provider, kind: 'installed', technician: 'T-104', profile: 'US-ME@2026-11-01', dueAt: later },
  uninstalled: { ...provider, kind: 'uninstalled', technician: 'T-104' },
  'service-reminder': { ...device, kind: 'service-reminder', dueAt: later },
  'service-warning': { ...device, kind: 'service-warning', dueAt: later },
  'service-required': { ...device, kind: 'service-required', why: 'lockout', visitBy: later },
  'service-missed': { ...operator, kind: 'service-missed', dueAt: later },
  'violations-service-missed': { ...operator, kind: 'violations-service-missed', dueAt: later },
  'service-opened': { ...provider, kind: 'service-opened', technician: 'T-104', center: 'C-7' },
  'service-inspected': { ...provider, kind: 'service-inspected', sound: true, notes: '' },
  'service-as-found': {
    ...provider,
    kind: 'service-as-found',
    reference: mgPer210L(80),
    measured: mgPer210L(77),
    within: true,
  },
  'service-calibrated': {
    ...provider,
    kind: 'service-calibrated',
    gasLot: 'L-2231',
    reference: mgPer210L(80),
    picoampsPerMg: 4_210,
  },
  'service-confirmed': {
    ...provider,
    kind: 'service-confirmed',
    number: 1,
    reference: mgPer210L(80),
    measured: mgPer210L(80),
    within: true,
  },
  'service-reset': { ...provider, kind: 'service-reset' },
  'service-completed': {
    ...provider,
    kind: 'service-completed',
    technician: 'T-104',
    certificate: 'c-1',
    visit: 'lockout',
    dueAt: later,
  },
  'service-refused': { ...provider, kind: 'service-refused', why: 'not-calibrated' },
  'service-abandoned': { ...provider, kind: 'service-abandoned' },
  tamper: { ...operator, kind: 'tamper', sign: 'case-opened' },
  circumvention: { ...operator, kind: 'circumvention', sign: 'bag' },
  malfunction: { ...device, kind: 'malfunction', code: 'fuel-cell' },
  'malfunction-cleared': { ...device, kind: 'malfunction-cleared', code: 'fuel-cell' },
  'power-lost': {
    ...place,
    cause: 'power',
    kind: 'power-lost',
    lastMillivolts: 8_900,
    lowestMillivolts: 6_100,
    deciCelsius: -184,
  },
  'power-restored': { ...place, cause: 'power', kind: 'power-restored', afterMs: 61_000 },
  'device-restarted': { ...place, cause: 'unknown', kind: 'device-restarted', afterMs: 0 },
  'low-voltage': { ...place, cause: 'vehicle', kind: 'low-voltage', millivolts: 10_400 },
  'voltage-recovered': { ...place, cause: 'vehicle', kind: 'voltage-recovered', millivolts: 12_600 },
  'head-disconnected': { ...place, cause: 'unknown', kind: 'head-disconnected' },
  'head-connected': { ...place, cause: 'unknown', kind: 'head-connected' },
  'clock-jump': { ...device, kind: 'clock-jump', byMs: -3_600_000 },
  'order-accepted': {
    ...provider,
    kind: 'order-accepted',
    order: 'order-7',
    by: 'authority',
    supersedes: '',
    functions: ['service-visit', 'lockout-visit'],
    from: day('2026-03-14'),
    to: day('2026-03-22'),
    dueFrom: day('2026-03-14'),
    dueTo: day('2026-03-22'),
    moves: 'day-for-day',
    days: 0,
    capDays: 14,
    staggerDays: 5,
  },
  'due-date-moved': {
    ...provider,
    kind: 'due-date-moved',
    of: 'service-visit',
    rule: '',
    order: 'order-7',
    days: 8,
    dueAt: place.at,
  },
  'override-began': { ...provider, kind: 'override-began', override: 'override-3', by: 'vendor', until: place.at },
  'override-ended': { ...device, kind: 'override-ended', override: 'override-3' },
  'keypad-accepted': { ...provider, kind: 'keypad-accepted', code: 'extension', by: 'authority', counter: 1, days: 7 },
  'keypad-refused': { ...operator, kind: 'keypad-refused', digits: 12, why: 'wrong' },
  'keypad-held': { ...device, kind: 'keypad-held', until: place.at },
  'rescue-accepted': { ...provider, kind: 'rescue-accepted', credential: 'rescue-2', vendor: 'kestrel' },
  'mirror-doubted': { ...device, kind: 'mirror-doubted', mirror: 'https://mirror.example.org', why: 'out of date' },
  'statement-refused': { ...provider, kind: 'statement-refused', statement: 'override', why: 'expired' },
  'unexpected-input': { ...device, kind: 'unexpected-input', input: 'engine running while asleep' },
  'log-recovered': { ...device, kind: 'log-recovered', cutBytes: 17 },
  'log-copy-lost': { ...device, kind: 'log-copy-lost', copy: 'second' },
  'log-copy-restored': { ...device, kind: 'log-copy-restored', copy: 'second' },
  'log-conflict': { ...device, kind: 'log-conflict', detail: 'the copies differ from byte 4096 on' },
}

const SAMPLE = encodeRecord({ ...EACH['sample'], seq: 41 })

const bad = (comment: string, malformed: string, from: string, to: string): RecordVector => {
  if (!SAMPLE.includes(from)) throw new Error(`the line has no ${from}`)
  return { comment, line: SAMPLE.replace(from, to), expect: { malformed } }
}

export const recordVectors: readonly RecordVector[] = [
  ...Object.values(EACH).map(
    (entry, i): RecordVector => ({
      comment: `a record of ${entry.kind}`,
      line: encodeRecord({ ...entry, seq: i + 1 }),
      expect: 'valid',
    }),
  ),
  { comment: 'the largest number of a record', line: SAMPLE.replace('41', '9007199254740991'), expect: 'valid' },
  {
    comment: 'a clock that lost its time, before 1970 too',
    line: SAMPLE.replace('2026-03-02', '1969-12-31'),
    expect: 'valid',
  },
  bad('a number no reader can hold exactly', 'seq', '41', '9007199254740992'),
  bad('records are numbered from 1', 'seq', '41', '0'),
  bad('a number is not a text', 'seq', '41', '"41"'),
  bad('no fraction', 'brac', '"brac":31', '"brac":31.5'),
  bad('a second spelling of the same number', 'line', '"brac":31', '"brac":31.0'),
  bad('another second spelling', 'line', '"brac":31', '"brac":3.1e1'),
  bad('breath alcohol is 0 to 999', 'brac', '"brac":31', '"brac":1000'),
  bad('breath alcohol is never negative', 'brac', '"brac":31', '"brac":-1'),
  bad('no minus zero', 'brac', '"brac":31', '"brac":-0'),
  bad('null stands only where the table says so', 'brac', '"brac":31', '"brac":null'),
  bad('no 31st of February', 'at', '2026-03-02', '2026-02-31'),
  bad('no 25th hour', 'at', 'T14:00', 'T25:00'),
  bad('no leap second', 'at', '14:00:00', '14:00:60'),
  bad('milliseconds are always written', 'at', '14:00:00.000Z', '14:00:00Z'),
  bad('UTC only', 'at', '.000Z', '.000+00:00'),
  bad('a moment is not a number', 'at', '"2026-03-02T14:00:00.000Z"', '1772460000000'),
  bad('a span is never negative', 'up', '123456', '-1'),
  bad('an unknown kind', 'kind', '"sample"', '"sneeze"'),
  bad('a name that every object has is no kind either', 'kind', '"sample"', '"toString"'),
  bad('an unknown cause', 'cause', '"operator"', '"weather"'),
  bad('a result outside the list', 'result', '"fail"', '"maybe"'),
  bad('a field is missing', 'volumeMl', ',"volumeMl":1870', ''),
  bad('a field that the kind does not have', 'mood', '"volumeMl":1870', '"volumeMl":1870,"mood":"good"'),
  bad('a field twice', 'line', '"brac":31', '"brac":5,"brac":31'),
  bad('fields in another order', 'line', '"brac":31,"volumeMl":1870', '"volumeMl":1870,"brac":31'),
  bad('a space between fields', 'line', ',"brac"', ', "brac"'),
  bad('a letter escaped that needs none', 'line', '"fail"', '"\\u0066ail"'),
  bad('not JSON', 'line', '}', ''),
  bad('not an object', 'line', SAMPLE, '[]'),
  bad('nothing', 'line', SAMPLE, ''),
  bad('null', 'line', SAMPLE, 'null'),
  bad(
    'a text that is too long',
    'code',
    SAMPLE,
    encodeRecord({ ...EACH['malfunction'], seq: 1 }).replace('fuel-cell', 'x'.repeat(501)),
  ),
]
