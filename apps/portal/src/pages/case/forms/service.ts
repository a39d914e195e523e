/** What the participant arranges with a provider, and what the provider did. */
import type { Field, Option, Values } from '../../../ui/form/field.ts'
import { type FactForm, fixed } from './fact-form.ts'
import { deviceOptions, type FormCase, organizationOptions, vehicleOptions } from './form-case.ts'

const purposes: readonly Option[] = [
  { value: 'installation', words: 'Installation' },
  { value: 'scheduled', words: 'Regular service' },
  { value: 'lockout', words: 'After a lockout' },
  { value: 'removal', words: 'Removal' },
]
const purpose: Field = { kind: 'choice', name: 'purpose', label: 'What the visit is for', options: purposes }
const technician: Field = { kind: 'text', name: 'technician', label: 'Technician', hint: 'Name or badge.' }

/** Which vendor: nobody is asked who works for one. */
const vendor = (of: FormCase): Field =>
  of.ownVendor === null
    ? { kind: 'choice', name: 'vendor', label: 'Vendor', options: organizationOptions(of, 'vendor') }
    : fixed('vendor', of.ownVendor)
const center = (of: FormCase, { vendor: picked }: Values = {}): Field => ({
  kind: 'choice',
  name: 'center',
  label: 'Service center',
  options: organizationOptions(of, 'center', picked),
  none: 'No service center is on record.',
})
const vehicle = (of: FormCase): Field => ({
  kind: 'choice',
  name: 'vehicle',
  label: 'Vehicle',
  options: vehicleOptions(of),
  none: 'No vehicle is on record. Add it first.',
})
const device = (of: FormCase): Field => ({
  kind: 'choice',
  name: 'device',
  label: 'Device',
  options: deviceOptions(of),
  none: 'No device is installed.',
})
const noDevice = (of: FormCase) => (deviceOptions(of).length === 0 ? 'No device is installed.' : null)

export const serviceForms = {
  'vendor-chosen': {
    group: 'Service',
    title: 'Choose the vendor',
    own: 'Choose my service provider',
    words: 'The vendor whose device is installed and who services it.',
    send: 'Choose',
    when: null,
    fields: (of, values) => [vendor(of), center(of, values)],
  },
  'visit-booked': {
    group: 'Service',
    title: 'Book a visit',
    words: 'The participant is told the day, the time and the place.',
    send: 'Book the visit',
    when: null,
    fields: (of) => [
      vehicle(of),
      center(of),
      purpose,
      { kind: 'moment', name: 'for', label: 'Day and time' },
      { kind: 'text', name: 'confirmation', label: 'Confirmation number' },
    ],
  },
  'device-installed': {
    group: 'Service',
    title: 'Record an installation',
    words: 'The device is in, the participant has proved who they are and was shown how to use it.',
    send: 'Record the installation',
    when: 'When it was installed',
    fields: (of, values) => [
      { kind: 'text', name: 'device', label: 'Number of the device', hint: 'Such as KT-MA-0001.', max: 40 },
      vehicle(of),
      vendor(of),
      center(of, values),
      technician,
      {
        kind: 'text',
        name: 'identity',
        label: 'What the participant proved identity with',
        hint: 'Empty: it was not proved.',
        optional: true,
      },
      { kind: 'yes-no', name: 'instructed', label: 'Was the participant shown how to use it?' },
      { kind: 'date', name: 'dueOn', label: 'Next service by' },
      { kind: 'text', name: 'certificate', label: 'Number of the installation proof', optional: true },
    ],
  },
  'device-moved': {
    group: 'Service',
    title: 'Record a device moved to another vehicle',
    words: 'The same device, in another vehicle of the participant.',
    send: 'Record the move',
    when: 'When it was moved',
    fields: (of) => [
      device(of),
      { kind: 'choice', name: 'to', label: 'To which vehicle', options: vehicleOptions(of, ['in-use']) },
      center(of),
      technician,
    ],
    pointless: noDevice,
  },
  'device-removed': {
    group: 'Service',
    title: 'Record a removal',
    words: 'Taken out by a provider on a decision, or found removed. The second is a violation that a hearing decides.',
    send: 'Record the removal',
    when: 'When it was removed',
    fields: (of) => [
      device(of),
      {
        kind: 'choice',
        name: 'removedBy',
        label: 'Who removed it',
        options: [
          { value: 'provider', words: 'The provider' },
          { value: 'participant', words: 'The participant' },
          { value: 'unknown', words: 'It is not known' },
        ],
      },
      {
        kind: 'choice',
        name: 'why',
        label: 'Why',
        options: [
          { value: 'program-completed', words: 'The program is completed' },
          { value: 'vehicle-changed', words: 'The vehicle was changed' },
          { value: 'device-replaced', words: 'The device was replaced' },
          { value: 'not-said', words: 'Not said' },
        ],
      },
    ],
    pointless: noDevice,
  },
  'visit-kept': {
    group: 'Service',
    title: 'Record a visit that was kept',
    words: 'The device was checked, calibrated and its log taken over. A new service period begins.',
    send: 'Record the visit',
    when: 'When it was',
    fields: (of) => [
      device(of),
      center(of),
      technician,
      purpose,
      { kind: 'date', name: 'dueOn', label: 'Next service by', optional: true },
      { kind: 'yes-no', name: 'sound', label: 'Was the device in order?', initial: 'yes' },
      { kind: 'yes-no', name: 'uploaded', label: 'Was its log taken over?', initial: 'yes' },
    ],
    pointless: noDevice,
  },
  'visit-announced-missed': {
    group: 'Service',
    title: 'Record that a visit will be missed',
    own: 'Tell that I will miss a visit',
    words: 'Told beforehand, and with the reason. It does not move the day by which the visit is due.',
    send: 'Tell it',
    when: null,
    fields: () => [
      { kind: 'date', name: 'dueOn', label: 'The visit that was due by' },
      { kind: 'long-text', name: 'why', label: 'Why it cannot be kept' },
    ],
  },
} as const satisfies Readonly<Record<string, FactForm>>
