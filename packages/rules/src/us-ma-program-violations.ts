import { hours } from '@keyturn/domain/units.ts'
import { assumed, cited, type Research, researched, source } from './profile.ts'
import type { ProgramViolation, ViolationsLaw } from './program-violations.ts'
import { massachusettsSanctions, massachusettsSanctionsBefore2021 } from './us-ma-sanctions.ts'
import { practitioner, sanctionsSection } from './us-ma-texts.ts'

const rmv = source('massachusetts-rmv-iid-program')
const page = 'IID program violations'
const chart = 'IID violations chart'

const mayBeSuspended = cited(
  'An additional license suspension may follow from any one time.',
  rmv(chart, 'Any one time May result in additional License Suspension', 'MA-VIO-2', 'MA-VIO-3', 'MA-VIO-4'),
)
const aHearingDecides = cited(
  'The RMV schedules a hearing when it is notified of a violation. If you are found responsible, your license may be suspended further, up to life.',
  rmv(
    chart,
    'Upon notification of the IID violation(s), the RMV will schedule a hearing to address the IID violation(s)',
    'MA-VIO-6',
  ),
)
const sixCleanMonths = cited(
  'Removal of the device can be requested once six months have passed without a lockout or violation.',
  rmv(
    'Removal and unauthorized removal of IID',
    'having no program lockouts or violations for a period of 6 months prior to the request for removal of the IID',
    'MA-REM-1',
  ),
)
const usual = [aHearingDecides, sixCleanMonths]

const reported: readonly ProgramViolation[] = [
  {
    id: 'no-device',
    title: cited(
      'Operating a vehicle without an ignition interlock device',
      rmv(page, 'Operating a motor vehicle without an Ignition Interlock Device', 'MA-VIO-1', 'MA-OOS-1'),
    ),
    found: { from: 'report' },
    sameAs: [],
    effect: 'It may mean that your license is revoked. A hearing decides.',
    consequences: [
      cited(
        'It leads to a license revocation at any time during which the device is required.',
        rmv(chart, 'Anytime during the period you are required to have the IID License Revocation', 'MA-VIO-1'),
      ),
      cited(
        'The duty goes on in other states: failing it means immediate suspension or revocation.',
        rmv(
          'Operator licensed in Massachusetts, visiting out-of-state',
          'Failure to use an IID and meet all IID requirements will result in the immediate suspension or revocation of your driver’s license',
          'MA-OOS-1',
        ),
      ),
      ...usual,
    ],
    excusable: [],
    atOnce: null,
  },
  {
    id: 'other-person',
    title: cited(
      'Another person’s breath, or a breath for another restricted person',
      rmv(page, 'Soliciting or allowing any other person to blow into an Ignition Interlock Device', 'MA-VIO-2'),
    ),
    found: { from: 'report' },
    sameAs: [],
    effect: 'It may mean an additional license suspension. A hearing decides.',
    consequences: [mayBeSuspended, ...usual],
    excusable: [],
    atOnce: null,
  },
  {
    id: 'artificial-sample',
    title: cited(
      'An air sample by artificial means',
      rmv(
        page,
        'Using any means other than blowing a breath directly from your mouth into an Ignition Interlock Device',
        'MA-VIO-3',
      ),
    ),
    found: { from: 'report' },
    sameAs: ['artificial-sample'],
    effect: 'It may mean an additional license suspension. A hearing decides.',
    consequences: [mayBeSuspended, ...usual],
    excusable: ['device'],
    atOnce: null,
  },
  {
    id: 'tampering',
    title: cited(
      'Tampering with the device or circumventing it',
      rmv(page, 'An attempt to tamper with or circumvent an Ignition Interlock Device', 'MA-VIO-4', 'MA-OPR-3'),
    ),
    found: { from: 'report' },
    sameAs: ['tampering', 'unexplained-sign', 'sign-explained'],
    effect: 'It may mean an additional license suspension. A hearing decides.',
    consequences: [mayBeSuspended, ...usual],
    // A battery that was changed, a garage that pulled a plug, a device that saw what was not there (OUT-7).
    excusable: ['device', 'power', 'provider', 'vehicle', 'unknown'],
    atOnce: null,
  },
]

const removed: ProgramViolation = {
  id: 'unauthorized-removal',
  title: cited(
    'Removal of the device without authorization',
    rmv(chart, 'Remove the IID without authorization', 'MA-VIO-5'),
  ),
  found: { from: 'removal' },
  // Whoever takes a device out opens it and cuts its wires: the log's signs of that are the same act.
  sameAs: ['tampering', 'unexplained-sign'],
  effect: 'It means an immediate license suspension. The time until now counts for nothing toward the end of the term.',
  consequences: [
    cited(
      'It leads to a license revocation at any time during which the device is required.',
      rmv(chart, 'Anytime during the period you are required to have the IID License Revocation', 'MA-VIO-5'),
    ),
    cited(
      'You are no longer active in the program and receive no credit toward its completion.',
      rmv(
        'Un-authorized IID removal',
        'you are no longer active in the IID program and receive no credit towards program completion',
        'MA-VIO-5',
      ),
    ),
    ...usual,
  ],
  excusable: [],
  atOnce: cited(
    'suspension',
    rmv(
      'Un-authorized IID removal',
      'this early unauthorized removal will trigger an immediate license suspension',
      'MA-VIO-5',
    ),
  ),
}

const repeated = (id: string, title: string, rule: string, research: Research): ProgramViolation => ({
  id,
  title: researched(title, research),
  found: { from: 'lockouts', rule, times: 2 },
  sameAs: [],
  effect: 'The second lockout of its kind is a violation of its own. A hearing decides.',
  consequences: usual,
  // It stands and falls with the lockouts it is made of: those are heard or excused, this follows.
  excusable: [],
  atOnce: null,
})

const repeatedFailedStarts = repeated(
  'repeated-failed-starts',
  'Two lockouts for failed start-up tests',
  'failed-starts',
  {
    clause: '540 CMR 25.09(9)',
    address: sanctionsSection,
    grade: 'A',
    gist: 'Since the amendment of July 2021 two lockouts for failed start-ups are themselves a violation; 25.10(3) names its sanctions.',
    clauses: ['MA-LCK-1', 'MA-VIO-6'],
  },
)
const repeatedMissedRetests = repeated('repeated-missed-retests', 'Two lockouts for missed retests', 'missed-retests', {
  clause: '540 CMR 25.10 (older numbering)',
  address: `${practitioner}/missed-rolling-re-test-violations.htm`,
  grade: 'B',
  gist: 'Two lockouts for missed rolling retests are themselves a violation.',
  clauses: ['MA-LCK-4', 'MA-VIO-6'],
})
const repeatedMissedVisits = repeated('repeated-missed-visits', 'Two missed service visits', 'missed-visit', {
  clause: '540 CMR 25.10 (older numbering)',
  address: `${practitioner}/ignition-interlock-device-missed-service-visits`,
  grade: 'B',
  gist: 'Two missed service visits are themselves a violation with a sanction of its own.',
  clauses: ['MA-LCK-3', 'MA-SVC-2', 'MA-VIO-6'],
})

/** Massachusetts since the amendments of 540 CMR 25.00 in July 2021. */
export const massachusettsViolations: ViolationsLaw = {
  violations: [...reported, removed, repeatedFailedStarts, repeatedMissedRetests, repeatedMissedVisits],
  sanctions: massachusettsSanctions,
  sameActWithin: assumed(
    hours(24),
    'the kept text, which counts what a driver does',
    'A log and a report about one act rarely name the same minute; two acts of one kind within a day are told apart by a person.',
  ),
  hearing: {
    scheduled: cited('on-notice', aHearingDecides.law),
    standard: researched('preponderance of the evidence', {
      clause: '540 CMR 25.10(1)',
      address: sanctionsSection,
      grade: 'A',
      gist: 'A violation is found at a hearing, by a preponderance of the evidence.',
      clauses: ['MA-VIO-6'],
    }),
    board: researched('Board of Appeal', {
      clause: '540 CMR 25.11',
      address: `${practitioner}/rmv-ignition-interlock-violation-hearing-procedures`,
      grade: 'B',
      gist: 'The decision of a hearing can be taken to the Board of Appeal.',
      clauses: ['MA-VIO-6'],
    }),
  },
  announcedMiss: cited(
    'still-missed',
    rmv(
      'Inspection and maintenance of the IID',
      'If you know that you will miss a service visit, you must contact the Ignition Interlock department',
      'MA-SVC-2',
    ),
  ),
  failedBreath: assumed(
    'never-excused',
    'the kept text and the outage of March 2026',
    'The breath was measured in the car by the device alone. No server, center or battery makes alcohol; what speaks against the sensor is heard at a hearing.',
  ),
  othersFailure: cited(
    'kept-apart',
    rmv(
      page,
      'any infraction resulting from operator action that violates a requirement of the Ignition Interlock Device program',
      'OUT-2',
    ),
  ),
  onRecord: assumed(
    'stays-and-does-not-count',
    'the kept text',
    'A lockout or violation is what the six months are counted from; one that a hearing or an officer has set aside is no longer one, and is never erased.',
  ),
}

/** Massachusetts before July 2021: two lockouts for failed start-ups were no violation, and no tiers were named. */
export const massachusettsViolationsBefore2021: ViolationsLaw = {
  ...massachusettsViolations,
  violations: [...reported, removed, repeatedMissedRetests, repeatedMissedVisits],
  sanctions: massachusettsSanctionsBefore2021,
}
