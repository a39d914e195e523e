import { cited, source } from './profile.ts'
import type { PreparationLaw } from './program.ts'

const rmv = source('massachusetts-rmv-iid-program')
const installation = 'Installation of the IID'
const installed = 'Once the IID is installed in the vehicle'

/** Massachusetts: what has to be there before the restriction is put on the license. */
export const massachusettsPreparation: PreparationLaw = {
  approval: cited(
    'before-installation',
    rmv(
      installation,
      'Do not have an IID installed in your vehicle before you have received approval for the IID from an RMV hearings officer',
      'MA-INS-1',
    ),
  ),
  papers: {
    list: cited(
      'participant-and-licensed-household',
      rmv(
        installation,
        'By signing these affidavits, you certify that you understand, as well as each licensed driver in your household, that you are not allowed to drive any vehicle without an IID',
        'MA-INS-2',
      ),
    ),
    form: cited(
      'signed-and-notarized',
      rmv(
        installation,
        'You will also be given paperwork and legal documents that must be completed, signed, notarized and returned to the RMV hearings officer',
        'MA-INS-2',
      ),
    ),
  },
  approvedVendors: cited(
    'listed',
    rmv(
      installation,
      'the RMV hearings officer will provide you with a list of approved IID vendors/service providers',
      'MA-VEN-1',
      'MA-OPR-1',
    ),
  ),
  booking: cited(
    'booked',
    rmv(
      installation,
      'You must call an approved IID vendor/service provider to schedule an appointment for IID installation',
      'MA-INS-3',
      'MA-OPR-1',
    ),
  ),
  identity: cited(
    'proved',
    rmv(installation, 'When you go to your appointment, you must bring proof of your identity', 'MA-INS-3'),
  ),
  instruction: cited(
    'given',
    rmv(
      installation,
      'The service provider will install the IID in your vehicle and give you detailed instructions on how to use and maintain the device',
      'MA-INS-3',
    ),
  ),
  proof: cited(
    { within: null },
    rmv(
      installed,
      'You must return to a RMV hearings officer with the completed affidavits and proof of IID installation',
      'MA-INS-4',
    ),
  ),
  restriction: cited(
    { hardship: 'HZ', full: 'Z' },
    rmv(installed, 'An "HZ" or "Z" restriction will be added to your driver\'s license', 'MA-INS-4'),
  ),
  exams: {
    afterYears: cited(
      2,
      rmv(
        installed,
        'If you have been serving a license suspension for greater than 2 years without conditional hardship license relief or full reinstatement of operating privileges',
        'MA-INS-6',
      ),
    ),
    learnersPermit: cited('passed', rmv(installed, 'you are required to pass a learner’s permit exam', 'MA-INS-6')),
    roadTest: cited(
      'in-a-vehicle-with-a-device',
      rmv(installed, 'You are also required to take a road test in a vehicle equipped with an IID', 'MA-INS-6'),
    ),
    special: cited(
      'without-center-brake-or-sponsor-seat',
      rmv(
        installed,
        'A "Special" IID road test is required when the IID vehicle is not equipped with an emergency brake in the center console area of the front seat, or if the vehicle does not provide a seat for the sponsor',
        'MA-INS-6',
      ),
    ),
  },
  changes: cited(
    'reported',
    rmv(
      'Change of address or vehicle',
      'All operators in the IID program are required to report status changes to the RMV’s Ignition Interlock department',
      'MA-CHG-1',
    ),
  ),
}
