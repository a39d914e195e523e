import { hours } from '@keyturn/domain/units.ts'
import { assumed, researched } from './profile.ts'
import type { ProgramViolation, ViolationsLaw } from './program-violations.ts'

const reports = {
  clause: '29-250 CMR ch. 8 §7(1)(A)',
  address: 'https://regulations.justia.com/states/maine/29/250/bureau-of-motor-vehicles/chapter-8/section-250-8-7',
  grade: 'A',
  clauses: ['ME-9B'],
} as const

const violation = (id: string, title: string, gist: string, more: Partial<ProgramViolation>): ProgramViolation => ({
  id,
  title: researched(title, { ...reports, gist }),
  found: { from: 'report' },
  sameAs: [],
  effect: 'The provider reports it to the Bureau of Motor Vehicles, which decides what follows.',
  consequences: [],
  excusable: [],
  atOnce: null,
  ...more,
})

/** Maine: what a provider reports within 24 hours. The texts we hold name no hearing and no sanction. */
export const maineViolations: ViolationsLaw = {
  violations: [
    violation(
      'tampering',
      'Tampering with the device or circumventing it',
      'Evidence of circumvention or tampering is reported.',
      {
        sameAs: ['tampering', 'unexplained-sign', 'sign-explained'],
        excusable: ['device', 'power', 'provider', 'vehicle', 'unknown'],
      },
    ),
    violation(
      'unauthorized-removal',
      'Removal of the device without authorization',
      'Evidence of removal is reported.',
      {
        found: { from: 'removal' },
        sameAs: ['tampering', 'unexplained-sign'],
      },
    ),
  ],
  sanctions: [],
  sameActWithin: assumed(
    hours(24),
    '29-250 CMR ch. 8 §7(1)(A)',
    'A report is due within 24 hours of the discovery, so a report and the log it is about lie within a day.',
  ),
  hearing: null,
  announcedMiss: null,
  failedBreath: assumed(
    'never-excused',
    '29-250 CMR ch. 8 §4(9)(A)',
    'The rule asks what the breath was, not what else failed. What speaks against the sensor is for a person.',
  ),
  othersFailure: assumed(
    'kept-apart',
    '29-250 CMR ch. 8 §4(7)(D)',
    'Malfunctions are recorded apart from tampering and refusals.',
  ),
  onRecord: assumed(
    'stays-and-does-not-count',
    '29-250 CMR ch. 8 §4(7)',
    'Records cannot be erased; what a person has set aside is not held against anybody.',
  ),
}
