import type { CaseRules } from './case-rules.ts'
import { cited, source } from './profile.ts'

const rmv = source('massachusetts-rmv-iid-program')

/** Massachusetts beyond the device: what a hearing decides, and what a lockout costs. */
export const massachusettsCase: CaseRules = {
  violations: [
    {
      id: 'artificial-sample',
      title: 'An air sample by artificial means',
      signs: ['bag', 'filter', 'cold-air'],
      effect: 'It may mean an additional license suspension. A hearing decides, not the device.',
      law: rmv(
        'IID program violations',
        'Using any means other than blowing a breath directly from your mouth into an Ignition Interlock Device',
        'MA-VIO-3',
      ),
    },
    {
      id: 'tampering',
      title: 'Tampering with the device or circumventing it',
      signs: ['power-cut', 'head-removed', 'case-opened', 'harness-cut', 'start-without-test'],
      effect: 'It may mean an additional license suspension. A hearing decides, not the device.',
      law: rmv(
        'IID program violations',
        'An attempt to tamper with or circumvent an Ignition Interlock Device',
        'MA-VIO-4',
        'MA-OPR-3',
      ),
    },
  ],
  consequences: [
    {
      to: ['missed-visit'],
      words:
        'A missed service visit is itself a program violation. Tell the department beforehand when you know you will miss one.',
      law: rmv(
        'Inspection and maintenance of the IID',
        'It is an Ignition Interlock Device program violation to miss a service visit',
        'MA-SVC-2',
      ),
    },
    {
      to: ['artificial-sample', 'tampering'],
      words: 'An additional license suspension may follow from any one time.',
      law: rmv(
        'IID violations chart',
        'Any one time May result in additional License Suspension',
        'MA-VIO-3',
        'MA-VIO-4',
      ),
    },
    {
      to: ['artificial-sample', 'tampering', 'failed-starts', 'failed-retest', 'missed-visit', 'missed-retests'],
      words:
        'The RMV schedules a hearing when it is notified of a violation; if you are found responsible, your license may be suspended further.',
      law: rmv(
        'IID violations chart',
        'Upon notification of the IID violation(s), the RMV will schedule a hearing to address the IID violation(s)',
        'MA-VIO-6',
      ),
    },
    {
      to: ['artificial-sample', 'tampering', 'failed-starts', 'failed-retest', 'missed-visit', 'missed-retests'],
      words: 'Removal of the device can be requested once six months have passed without a lockout or violation.',
      law: rmv(
        'Removal and unauthorized removal of IID',
        'having no program lockouts or violations for a period of 6 months prior to the request for removal of the IID',
        'MA-REM-1',
      ),
    },
  ],
  readings: {
    'failed-starts': [
      'confirmation-is-the-same-test',
      'unprompted-breath-is-no-test',
      'who-blew',
      'whole-milligrams',
      'service-period-until-the-visit',
    ],
    'failed-retest': ['confirmation-is-the-same-test', 'whole-milligrams'],
    'missed-visit': ['missed-visit-grace', 'day-thirty-ends-at-midnight'],
    'missed-retests': [
      'last-instant-counts',
      'stall-is-not-switching-off',
      'handset-unplugged',
      'service-period-until-the-visit',
    ],
  },
  notHeld: cited(
    'The page counts what the driver does; a battery, a device or a provider is not the driver.',
    rmv(
      'IID program violations',
      'any infraction resulting from operator action that violates a requirement of the Ignition Interlock Device program',
      'OUT-2',
    ),
  ),
}
