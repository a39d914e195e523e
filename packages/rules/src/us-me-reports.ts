import { effectiveFrom } from './effective.ts'
import { assumed, type Research, researched } from './profile.ts'
import type { Occasion, ReportField, ReportLaw, Within } from './reports.ts'

const seven = 'https://regulations.justia.com/states/maine/29/250/bureau-of-motor-vehicles/chapter-8/section-250-8-7'
const six =
  'https://casetext.com/regulation/maine-administrative-code/department-29-department-of-the-secretary-of-state/division-250-bureau-of-motor-vehicles/bureau-of-motor-vehicles/chapter-8-rules-for-ignition-interlock-devices/section-250-8-6-installation-monitoring-servicing-and-removal-of-ignition-interlock-devices'
const read = (clause: string, gist: string, address = seven): Research => ({
  clause: `29-250 CMR ch. 8 ${clause}`,
  address,
  grade: 'A',
  gist,
  clauses: [],
})

const person: readonly ReportField[] = ['driver-name', 'born-on', 'license', 'address', 'plate', 'vin']
const asForViolations = read(
  '§7(1)(B)',
  'It says who reports and for whom, why and on what basis, the driver’s name, date of birth, license number and address, and the plate and vehicle identification number.',
)
const violationFields = researched<readonly ReportField[]>(
  ['reporter', 'affiliation', 'reason', 'basis', ...person],
  asForViolations,
)

/** Maine's reporting duties of installers and manufacturers. */
export const maineReports: ReportLaw = {
  id: 'US-ME',
  version: effectiveFrom('2024-12-18'),
  timeZone: 'America/New_York',
  to: 'Bureau of Motor Vehicles',
  rules: [
    {
      id: 'me-violation',
      title: 'Violation report',
      sort: 'violation',
      on: researched<readonly Occasion[]>(
        [
          {
            kind: 'finding',
            rules: [
              'tampering',
              'circumvention',
              'artificial-sample',
              'refused-retests',
              'missed-visit',
              'unserviced-violations',
            ],
          },
          { kind: 'retest-failed' },
          { kind: 'removed-by-other' },
        ],
        read(
          '§7(1)(A)',
          'Reported are evidence of circumventing, removing or tampering, alcohol registered in a rolling retest, failures to retest that lead to permanent lockout, and missed service.',
        ),
      ),
      within: researched<Within>(
        { kind: 'hours', hours: 24 },
        read('§7(1)(A)', 'The report is made within 24 hours of the discovery.'),
      ),
      fields: violationFields,
    },
    {
      id: 'me-provider-incident',
      title: 'Provider incident',
      sort: 'provider-incident',
      on: assumed<readonly Occasion[]>(
        [{ kind: 'finding', rules: ['refused-retests', 'missed-visit', 'unserviced-violations'] }],
        '29-250 CMR ch. 8 §7(1)(A)',
        'A service missed through the provider’s own failure is told, and told apart: it is no violation of the driver.',
      ),
      within: assumed<Within>({ kind: 'hours', hours: 24 }, '29-250 CMR ch. 8 §7(1)(A)', 'As for a violation.'),
      fields: violationFields,
    },
    {
      id: 'me-monitoring',
      title: 'Driver monitoring report',
      sort: 'monitoring',
      on: researched<readonly Occasion[]>(
        [{ kind: 'visit', purposes: ['scheduled', 'lockout', 'removal'] }],
        read('§7(2)', 'A monitoring report follows each service.'),
      ),
      within: researched<Within>(
        { kind: 'days', days: 10 },
        read('§7(2)', 'It is made within ten days of the service.'),
      ),
      fields: researched<readonly ReportField[]>(
        ['reporter', 'affiliation', ...person, 'device', 'visit', 'technician', 'recorder-summary', 'log-head'],
        read('§7(2)', 'It carries a summary of the data recorder.'),
      ),
    },
    {
      id: 'me-installation',
      title: 'Proof of installation',
      sort: 'installation',
      on: researched<readonly Occasion[]>(
        [{ kind: 'installation' }],
        read('§6(1)(A)', 'Each installation is proved to the Bureau electronically.', six),
      ),
      within: researched<Within>(
        { kind: 'hours', hours: 24 },
        read('§6(1)(A)', 'The proof is sent within 24 hours of the installation.', six),
      ),
      fields: assumed<readonly ReportField[]>(
        ['reporter', 'affiliation', ...person, 'device', 'center', 'technician'],
        '29-250 CMR ch. 8 §7(1)(B)',
        'The text asks for proof without listing what it holds; these are the particulars of the other reports.',
      ),
    },
    {
      id: 'me-status',
      title: 'Six-monthly status report',
      sort: 'status',
      on: researched<readonly Occasion[]>(
        [{ kind: 'half-year' }],
        read('§7(3)', 'Every six months a status report is made.'),
      ),
      within: assumed<Within>(
        { kind: 'days', days: 30 },
        'the halves of the calendar year',
        'The text names neither the months nor the days that are left to write it.',
      ),
      fields: researched<readonly ReportField[]>(
        ['reporter', 'affiliation', 'prices', 'charges-outside-the-list'],
        read('§7(3)', 'It carries the prices, and charges that are not standard.'),
      ),
    },
  ],
  interpretations: [
    {
      id: 'discovery-is-the-upload',
      question: 'When is a violation discovered that stands in the device’s log?',
      ourReading: 'When the log that tells it has been received: before that nobody knows it.',
      otherReading: 'When the device recorded it.',
      consequence: 'A car that is out of reach for a month is reported within a day of its next upload.',
    },
    {
      id: 'service-missed-by-the-provider',
      question: 'Is a service missed because of the provider’s own failure a violation to be reported?',
      ourReading: 'No: it is reported apart, as an incident of the provider.',
      otherReading: 'The text lists missed service without asking whose doing it was.',
      consequence: 'A driver is not on record for what an outage did.',
    },
  ],
}
