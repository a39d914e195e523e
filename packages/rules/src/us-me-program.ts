import { hours } from '@keyturn/domain/units.ts'
import { effectiveFrom } from './effective.ts'
import { assumed, researched } from './profile.ts'
import type { ConvictionTerm, Program } from './program.ts'
import { maineViolations } from './us-me-program-violations.ts'

const register = 'https://regulations.justia.com/states/maine/29/250/bureau-of-motor-vehicles/chapter-8/section-250-8'

const term = (
  conviction: number,
  paragraph: string,
  gist: string,
  value: ConvictionTerm['ruled']['value'],
): ConvictionTerm => ({
  conviction,
  ruled: researched(value, {
    clause: `29-250 CMR ch. 8 §9(${paragraph})`,
    address: `${register}-9`,
    grade: 'A',
    gist,
    clauses: [],
  }),
})

/** Maine. What is not in the texts we hold or read is left out: nothing of it is asked for. */
export const maineProgram: Program = {
  id: 'US-ME',
  version: effectiveFrom('2024-12-18'),
  name: 'Maine ignition interlock program',
  authority: 'Bureau of Motor Vehicles',
  timeZone: 'America/New_York',
  state: 'ME',
  requirement: {
    convictions: researched(1, {
      clause: '29-250 CMR ch. 8 §9(2)-(5)',
      address: `${register}-9`,
      grade: 'A',
      gist: 'The terms with a device begin with the first offense.',
      clauses: [],
    }),
    licensedElsewhere: null,
    courtOrder: null,
    firstConviction: null,
  },
  term: {
    kind: 'by-conviction',
    steps: [
      term(1, '2', 'First offense: after 30 of the 150 days, with a device for the rest.', {
        served: { days: 30 },
        withDevice: 'rest-of-suspension',
      }),
      term(2, '3', 'Second offense: after nine months, with a device for two years.', {
        served: { months: 9 },
        withDevice: { years: 2 },
      }),
      term(3, '4', 'Third offense: after three years, with a device for three years.', {
        served: { years: 3 },
        withDevice: { years: 3 },
      }),
      term(4, '5', 'Fourth and later offenses: after four years, with a device for four years.', {
        served: { years: 4 },
        withDevice: { years: 4 },
      }),
    ],
  },
  preparation: {
    approval: null,
    papers: null,
    approvedVendors: null,
    booking: null,
    identity: null,
    instruction: null,
    proof: researched(
      { within: hours(24) },
      {
        clause: '29-250 CMR ch. 8 §6(1)(A)',
        address:
          'https://casetext.com/regulation/maine-administrative-code/department-29-department-of-the-secretary-of-state/division-250-bureau-of-motor-vehicles/bureau-of-motor-vehicles/chapter-8-rules-for-ignition-interlock-devices/section-250-8-6-installation-monitoring-servicing-and-removal-of-ignition-interlock-devices',
        grade: 'A',
        gist: 'The installer sends proof of installation within 24 hours.',
        clauses: [],
      },
    ),
    restriction: null,
    exams: null,
    changes: null,
  },
  vehicles: {
    every: assumed(
      ['owned', 'leased', 'operated', 'employer'] as const,
      'the other program we know',
      'The texts we hold say what the device does, not which vehicles of a person need one.',
    ),
    volts: null,
    sound: null,
    barred: null,
  },
  removal: {
    decided: assumed(
      'on-request',
      'the other program we know',
      'The texts we hold name no way for a device to come off; nothing ends by itself here, a person decides.',
    ),
    cleanMonths: null,
    unauthorized: researched('reported', {
      clause: '29-250 CMR ch. 8 §7(1)(A)',
      address: `${register}-7`,
      grade: 'A',
      gist: 'Signs of circumvention, removal or tampering are reported within 24 hours of discovery.',
      clauses: [],
    }),
    moved: null,
  },
  elsewhere: null,
  violations: maineViolations,
  interpretations: [
    {
      id: 'when-the-device-term-begins',
      question: 'From when does Maine count the time with a device?',
      ourReading: 'From the day on which the license is given back on condition of the device.',
      otherReading: 'From the installation, or from the end of the time without a license.',
      consequence: 'The days between them.',
    },
    {
      id: 'the-one-hundred-fifty-days',
      question: 'When are the 150 days of a first offense over?',
      ourReading: 'On the last day of the suspension as it was told to the case.',
      otherReading: 'On the 150th day after the conviction.',
      consequence: 'The days between conviction and suspension.',
    },
  ],
  readings: {
    served: ['the-one-hundred-fifty-days'],
    device: ['when-the-device-term-begins', 'the-one-hundred-fifty-days'],
  },
}
