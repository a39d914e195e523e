import type { CaseRules } from './case-rules.ts'
import { assumed } from './profile.ts'

/** Maine beyond the device. The kept section is about devices: it names lockouts and no hearing. */
export const maineCase: CaseRules = {
  // Tampering is one of Maine's lockout rules, so no violation stands beside it.
  violations: [],
  consequences: [],
  readings: {
    'failed-samples': [
      'counted-since-service',
      'confirmation-is-the-same-test',
      'unprompted-breath-is-no-test',
      'whole-milligrams',
    ],
    tampering: ['detected-means-without-doubt'],
    'refused-retests': ['counted-since-service', 'refusal-is-not-switching-off', 'last-instant-counts'],
    'missed-visit': ['missed-when-the-date-has-passed', 'the-reminder-of-9e'],
    'violations-reset': ['what-activates-a-violations-reset', 'the-reminder-of-9e'],
    'unserviced-violations': ['what-activates-a-violations-reset', 'the-reminder-of-9e'],
  },
  notHeld: assumed(
    'The list of what locks a device names no failure of power, device or provider.',
    '29-250 CMR ch. 8 §4(9)',
    'The list is closed ("any of the following conditions"), and §4(7)(D) records malfunctions apart from tampering and refusals.',
  ),
}
