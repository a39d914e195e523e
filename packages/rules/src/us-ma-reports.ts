import { effectiveFrom } from './effective.ts'
import { assumed, cited, source } from './profile.ts'
import type { Occasion, ReportField, ReportLaw, Within } from './reports.ts'

const rmv = source('massachusetts-rmv-iid-program')

/** Massachusetts: the data of each service visit go to the RMV. */
export const massachusettsReports: ReportLaw = {
  id: 'US-MA',
  version: effectiveFrom('2021-07-09'),
  timeZone: 'America/New_York',
  to: 'Registry of Motor Vehicles',
  rules: [
    {
      id: 'ma-upload',
      title: 'Data of a service visit',
      sort: 'upload',
      on: cited<readonly Occasion[]>(
        [{ kind: 'visit', purposes: ['scheduled', 'lockout', 'removal'] }],
        rmv(
          'Inspection and maintenance of the IID',
          'the IID vendor/service provider will upload the data from the vehicle’s IID and transmit that data to the RMV',
          'MA-SVC-1',
        ),
      ),
      within: assumed<Within>(
        { kind: 'hours', hours: 24 },
        'Arizona R17-5-610(C) and 29-250 CMR ch. 8 §6(1)(A)',
        'The kept text sets no time for it.',
      ),
      fields: assumed<readonly ReportField[]>(
        [
          'reporter',
          'affiliation',
          'driver-name',
          'born-on',
          'license',
          'vin',
          'device',
          'visit',
          'center',
          'technician',
          'recorder-summary',
          'log-head',
        ],
        'Arizona R17-5-610(D)',
        'The kept text names the data without a list; these are the particulars of a summarized reporting record.',
      ),
    },
  ],
  interpretations: [
    {
      id: 'transmitted-as-a-summary',
      question: 'Is the whole log transmitted, or what it says?',
      ourReading:
        'The report carries a summary and names the signed log by its digest; the RMV can read the whole log.',
      otherReading: 'Each record is to be sent.',
      consequence: 'None for what the RMV can know: the log is read at the address the report names.',
    },
  ],
}
