/** Why a device refused an act at the bench, in words for the technician, with what to do. */
import type { ServiceRefusal } from '@keyturn/domain/record.ts'

export const REFUSALS: { readonly [R in ServiceRefusal]: string } = {
  'no-session': 'The device has no session open. It ends one by itself after two hours. Begin a new visit.',
  'session-open': 'The device has a session open already. Go on with that visit, or end it first.',
  'engine-running': 'The engine runs. Switch it off, then begin again.',
  'not-inspected': 'The inspection is missing. Inspect the device and say how it was.',
  'no-as-found': 'The as-found check is missing. Let the reference gas in before the device is calibrated.',
  'not-calibrated': 'The device is not calibrated. Calibrate it, then confirm twice.',
  'not-confirmed': 'Two confirmations within the tolerance are missing. Confirm again.',
  unsound: 'The device was found unsound. Replace it: an unsound device cannot be certified.',
  'due-date-too-late': 'The next date is later than the law allows. Take an earlier one.',
  'due-date-past': 'The next date is in the past. Take a later one.',
  'reset-not-allowed': 'The law does not let a technician reset this. The authority has to.',
  'bad-certificate':
    'The certificate says something else than the device measured. It was refused, and that is recorded.',
  'already-installed': 'The device is installed already. Begin a visit instead.',
  'rescue-not-allowed':
    'The law does not let a center of another vendor serve this device. Send the driver to its own vendor.',
  'wrong-device': 'This is meant for another device. Check the car.',
}

/** The words for a refusal that the device recorded; its code where it is newer than this bench. */
export const refusalWords = (why: string): string =>
  Object.hasOwn(REFUSALS, why)
    ? // The name is one of the table's own.
      REFUSALS[why as ServiceRefusal]
    : `The device refused: ${why}.`
