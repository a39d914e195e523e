import { mgPer210L } from '@keyturn/domain/units.ts'
import { effectiveFrom } from './effective.ts'
import { cited, researched, source } from './profile.ts'
import type { Program } from './program.ts'
import { massachusettsPreparation } from './us-ma-program-preparation.ts'
import { massachusettsReadings, massachusettsReadingsOf } from './us-ma-program-readings.ts'
import { massachusettsViolations, massachusettsViolationsBefore2021 } from './us-ma-program-violations.ts'

const rmv = source('massachusetts-rmv-iid-program')
const operators = 'IID program requirements for operators'
const removal = 'Removal and unauthorized removal of IID'

const casetext =
  'https://casetext.com/regulation/code-of-massachusetts-regulations/department-540-cmr-registry-of-motor-vehicles/title-540-cmr-2500-certification-installation-use-and-maintenance-of-ignition-interlock-devices'

const everyVehicle = rmv(
  'Installation of the IID',
  'The IID must be used in every vehicle that you own, lease or operate (including your employer’s vehicle), no exceptions are made',
  'MA-INS-5',
)

/** Massachusetts since the amendments of 540 CMR 25.00 in July 2021. */
export const massachusettsProgram: Program = {
  id: 'US-MA',
  version: effectiveFrom('2021-07-09'),
  name: 'Massachusetts ignition interlock program',
  authority: 'Registry of Motor Vehicles',
  timeZone: 'America/New_York',
  state: 'MA',
  requirement: {
    convictions: cited(
      2,
      rmv(
        operators,
        'multiple offenders who have accumulated two or more convictions for OUI (alcohol or controlled substances) to have the IID installed in their vehicle',
        'MA-REQ-1',
      ),
    ),
    licensedElsewhere: cited(
      2,
      rmv(
        'Out-of-state resident policy',
        'apply to out-of-state licensed drivers who are convicted of 2 or more OUI’s in Massachusetts',
        'MA-OOS-3',
      ),
    ),
    courtOrder: cited(
      'full-length',
      rmv(
        operators,
        'the RMV will honor court orders requesting that an operator install the IID for the full length of that court order IID',
        'MA-REQ-1',
      ),
    ),
    firstConviction: researched(
      { from: mgPer210L(150) },
      {
        clause: '540 CMR 25.07(1A)',
        address: `${casetext}/section-2507-conditions-of-hardship-licenses-and-license-reinstatements`,
        grade: 'A',
        gist: 'A first conviction with a blood alcohol of .15 or more puts the restriction on any hardship license.',
        clauses: ['MA-REQ-1'],
      },
    ),
  },
  term: {
    kind: 'from-full-reinstatement',
    years: cited(2, rmv(operators, 'The minimum period for an IID restriction is two years', 'MA-REQ-2')),
    hardshipAdds: cited(
      'whole-suspension',
      rmv(
        operators,
        'If the IID is issued on a conditional hardship license, the IID is required for the length of that OUI license suspension or revocation period plus two years after reinstatement of full operating privileges',
        'MA-REQ-2',
        'MA-REM-2',
      ),
    ),
    counted: cited(
      'prescribed-periods',
      rmv(
        removal,
        'The length of the IID requirement is never based on the length of time the IID has been installed, but rather on meeting the appropriate periods of license suspension or revocation as prescribed by law',
        'MA-REM-3',
      ),
    ),
    creditLostBy: cited(
      'unauthorized-removal',
      rmv(
        'Un-authorized IID removal',
        'you are no longer active in the IID program and receive no credit towards program completion',
        'MA-VIO-5',
      ),
    ),
  },
  preparation: massachusettsPreparation,
  vehicles: {
    every: cited<readonly ('owned' | 'leased' | 'operated' | 'employer')[]>(
      ['owned', 'leased', 'operated', 'employer'],
      everyVehicle,
    ),
    volts: cited(
      12,
      rmv(
        'Minimum vehicle requirements and use',
        'your vehicle must have a 12-volt electrical system and it must be in good working order',
        'MA-VEH-1',
      ),
    ),
    sound: cited(
      'good-working-order',
      rmv('Minimum vehicle requirements and use', 'it must be in good working order', 'MA-VEH-1'),
    ),
    barred: cited<readonly string[]>(
      ['motorcycle'],
      rmv('Minimum vehicle requirements and use', 'The IID will not be installed on motorcycles', 'MA-VEH-1'),
    ),
  },
  removal: {
    decided: cited(
      'on-request',
      rmv(
        operators,
        "All operators must apply to the RMV's Ignition Interlock department to have the IID removed from their vehicle and the license restriction lifted",
        'MA-REQ-3',
        'MA-REM-4',
      ),
    ),
    cleanMonths: cited(
      6,
      rmv(
        removal,
        'having no program lockouts or violations for a period of 6 months prior to the request for removal of the IID',
        'MA-REM-1',
      ),
    ),
    unauthorized: cited(
      'immediate-suspension',
      rmv(
        'Un-authorized IID removal',
        'this early unauthorized removal will trigger an immediate license suspension',
        'MA-VIO-5',
      ),
    ),
    moved: researched('a-person-decides', {
      clause: '540 CMR 25.08(12)',
      address: 'https://nxtbook.com/nxtbooks/maia/rpm/index.php?startid=D.40',
      grade: 'A',
      gist: 'Who moves out of the state shows proof of residence and signs acknowledgements; the registry tells the new state. Such a removal is not an unauthorized one.',
      clauses: ['MA-VIO-5', 'MA-OOS-1'],
    }),
  },
  elsewhere: {
    duty: cited(
      'goes-on',
      rmv(
        'Operator licensed in Massachusetts, visiting out-of-state',
        'must continue to use an IID equipped vehicle when travelling out-of-state',
        'MA-OOS-1',
      ),
    ),
    credit: cited<readonly ('maintained' | 'serviced' | 'freeOfViolations' | 'sameSettings')[]>(
      ['maintained', 'serviced', 'freeOfViolations', 'sameSettings'],
      rmv(
        'Out-of-state program credit',
        'You must provide proof to the RMV that an IID was maintained, serviced and you were not subject to any program violations during the period in which you seek credit',
        'MA-OOS-2',
      ),
    ),
    creditVendor: cited(
      'in-both-states',
      rmv(
        'Out-of-state program credit',
        'You must use an IID vendor/service provider that conducts business in Massachusetts and the state where you reside, and the IID must be set to the same standards as Massachusetts',
        'MA-OOS-2',
      ),
    ),
    residents: cited(
      { yearsMin: 10 },
      rmv(
        'Out-of-state resident policy',
        'the RMV has the right to suspend your license for a minimum of ten years and up to a lifetime suspension',
        'MA-OOS-3',
      ),
    ),
  },
  violations: massachusettsViolations,
  interpretations: massachusettsReadings,
  readings: massachusettsReadingsOf,
}

/**
 * Massachusetts before, from the year in which the text says that the law came into effect: the same program without a
 * device on a first conviction's hardship license (reading `first-conviction-before-2021`).
 */
export const massachusettsProgramBefore2021: Program = {
  ...massachusettsProgram,
  version: effectiveFrom('2005-01-01'),
  requirement: { ...massachusettsProgram.requirement, firstConviction: null },
  violations: massachusettsViolationsBefore2021,
}
