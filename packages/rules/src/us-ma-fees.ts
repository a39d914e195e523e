import { cents } from '@keyturn/domain/units.ts'
import { effectiveFrom } from './effective.ts'
import type { Charge, FeeLaw, VisitPurpose } from './fees.ts'
import { assumed, cited, researched, source } from './profile.ts'

const rmv = source('massachusetts-rmv-iid-program')

/** Massachusetts: $30 for the RMV at each service visit, and the vendor's own prices. */
export const massachusettsFees: FeeLaw = {
  id: 'US-MA',
  version: effectiveFrom('2021-07-09'),
  timeZone: 'America/New_York',
  authority: 'Registry of Motor Vehicles',
  administration: {
    amount: cited(
      cents(3_000),
      rmv(
        'Installation of the IID',
        'Pursuant to the provisions of 801 CMR 4.02, all operators subject to an Ignition Interlock license restriction are subject to a $30 monthly program administration fee',
        'MA-FEE-1',
      ),
    ),
    atVisits: cited<readonly VisitPurpose[]>(
      ['scheduled', 'lockout'],
      rmv(
        'Installation of the IID',
        'at your initial service visit (not installation) and each subsequent service visit',
        'MA-FEE-1',
      ),
    ),
    perDayMax: assumed(
      1,
      'the kept text',
      'It speaks of a visit; a car that is brought twice on one day was not finished the first time.',
    ),
    collector: cited(
      'vendor',
      rmv('Installation of the IID', 'This fee shall be collected by the IID vendor on behalf of the RMV', 'MA-FEE-1'),
    ),
  },
  payer: cited(
    'driver',
    rmv(
      'Operator responsibilities',
      'You must pay the vendor/service provider all of the required leasing and maintenance fees',
      'MA-OPR-4',
    ),
  ),
  relief: researched<readonly Charge[]>(['installation', 'service-visit', 'lease-month', 'removal'], {
    clause: '540 CMR 25.06(1)-(2)',
    address:
      'https://casetext.com/regulation/code-of-massachusetts-regulations/department-540-cmr-registry-of-motor-vehicles/title-540-cmr-2500-certification-installation-use-and-maintenance-of-ignition-interlock-devices/section-2506-cost-and-maintenance',
    grade: 'A',
    gist: 'The operator pays for the device unless a written hardship finding says otherwise, and in any case for damage, missed service, violations and lockouts that are not excused.',
    clauses: ['MA-OPR-4'],
  }),
  providerCaused: assumed(
    'vendor',
    'the outage of March 2026, in which the vendor paid back towing against receipts',
    'The kept text makes the operator pay for what operating takes, and says nothing of what a provider’s failure costs.',
  ),
  interpretations: [
    {
      id: 'fee-at-each-visit',
      question: 'Is the "monthly" fee due at a second service visit within a month, as after a lockout?',
      ourReading: 'Yes: it is collected at "each subsequent service visit". Several visits on one day are one.',
      otherReading: 'It is a monthly fee: a second visit within the month costs no second fee.',
      consequence: 'Thirty dollars for each lockout visit between two regular ones.',
    },
    {
      id: 'removal-is-no-service-visit',
      question: 'Is the fee due when the device is removed?',
      ourReading: 'No: like the installation, the removal is not a service visit of a program that goes on.',
      otherReading: 'Any visit to the provider after the installation is a service visit.',
      consequence: 'Thirty dollars, once.',
    },
    {
      id: 'hardship-finding-and-the-fee',
      question: 'Does a hardship finding lift the program administration fee too?',
      ourReading: 'No: the finding is about the cost of the device, the fee rests on 801 CMR 4.02.',
      otherReading: 'A driver who cannot pay for the device cannot pay the fee either.',
      consequence: 'Thirty dollars for each visit.',
    },
  ],
}
