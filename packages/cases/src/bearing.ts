/**
 * Whether a kind of record can change a case, or only tells its circumstances. A new kind does not compile before it
 * is decided.
 */
import type { Kind } from '@keyturn/domain/record.ts'

const kinds: { readonly [K in Kind]: 'judged' | 'circumstance' } = {
  'ignition-on': 'circumstance',
  'ignition-off': 'circumstance',
  'start-attempted': 'circumstance',
  'start-permitted': 'judged',
  'start-permit-lapsed': 'circumstance',
  'engine-started': 'circumstance',
  'engine-resumed': 'circumstance',
  'engine-stopped': 'circumstance',
  'engine-stalled': 'circumstance',
  ready: 'circumstance',
  sample: 'judged',
  'sample-rejected': 'judged',
  'retest-requested': 'judged',
  'retest-missed': 'judged',
  'retest-cut-short': 'judged',
  'alert-began': 'circumstance',
  'alert-ended': 'circumstance',
  'hold-began': 'circumstance',
  'violations-reset-began': 'judged',
  'lockout-began': 'judged',
  'lockout-closed': 'circumstance',
  'lockout-ended': 'judged',
  installed: 'judged',
  uninstalled: 'judged',
  'service-reminder': 'circumstance',
  'service-warning': 'circumstance',
  'service-required': 'circumstance',
  'service-missed': 'judged',
  'violations-service-missed': 'judged',
  'service-opened': 'circumstance',
  'service-inspected': 'circumstance',
  'service-as-found': 'judged',
  'service-calibrated': 'judged',
  'service-confirmed': 'circumstance',
  'service-reset': 'circumstance',
  'service-completed': 'judged',
  'service-refused': 'judged',
  'service-abandoned': 'judged',
  tamper: 'judged',
  circumvention: 'judged',
  malfunction: 'judged',
  'malfunction-cleared': 'circumstance',
  'power-lost': 'judged',
  'power-restored': 'judged',
  'device-restarted': 'judged',
  'low-voltage': 'judged',
  'voltage-recovered': 'circumstance',
  'head-disconnected': 'circumstance',
  'head-connected': 'circumstance',
  'clock-jump': 'judged',
  'order-accepted': 'judged',
  'due-date-moved': 'judged',
  'override-began': 'judged',
  'override-ended': 'circumstance',
  'keypad-accepted': 'judged',
  'keypad-refused': 'circumstance',
  'keypad-held': 'circumstance',
  'rescue-accepted': 'circumstance',
  'mirror-doubted': 'circumstance',
  'statement-refused': 'circumstance',
  'unexpected-input': 'circumstance',
  'log-recovered': 'circumstance',
  'log-copy-lost': 'judged',
  'log-copy-restored': 'circumstance',
  'log-conflict': 'judged',
}

const judged: ReadonlySet<string> = new Set(
  Object.entries(kinds).flatMap(([kind, is]) => (is === 'judged' ? [kind] : [])),
)

/**
 * Whether records of the kind are looked at one by one. The others count only as having been heard, at their time and
 * place.
 */
export const isJudged = (kind: Kind): boolean => judged.has(kind)
