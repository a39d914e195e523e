/** Every vehicle that the participant owns, leases or drives. */
import type { Option } from '../../../ui/form/field.ts'
import { type FactForm, fixed } from './fact-form.ts'
import { type FormCase, freshName, vehicleOptions } from './form-case.ts'

const options = (of: Readonly<Record<string, string>>): readonly Option[] =>
  Object.entries(of).map(([value, words]) => ({ value, words }))

const none =
  (...states: readonly string[]) =>
  (of: FormCase) =>
    vehicleOptions(of, states).length === 0 ? 'There is no such vehicle in the case.' : null

export const vehicleForms = {
  'vehicle-added': {
    group: 'Vehicles',
    title: 'Add a vehicle',
    own: 'Tell about another vehicle',
    words: 'Every vehicle that is owned, leased or driven belongs here, an employer’s too. Each needs a device.',
    send: 'Add the vehicle',
    when: 'Since when',
    fields: (of) => [
      fixed(
        'vehicle',
        freshName(
          'car',
          of.vehicles.map(({ vehicle }) => vehicle),
        ),
      ),
      { kind: 'text', name: 'description', label: 'Make, model, year and color' },
      {
        kind: 'choice',
        name: 'body',
        label: 'What it is',
        options: options({
          car: 'Car',
          truck: 'Truck',
          van: 'Van',
          bus: 'Bus',
          motorcycle: 'Motorcycle',
          other: 'Something else',
        }),
      },
      { kind: 'text', name: 'vin', label: 'VIN', hint: 'It has no I, O and Q.', max: 17, capitals: true },
      { kind: 'text', name: 'plate', label: 'Plate', max: 10, capitals: true },
      { kind: 'whole-number', name: 'volts', label: 'Volts of the battery', min: 0, max: 1_000, initial: '12' },
      { kind: 'yes-no', name: 'electricsSound', label: 'Are its electrics in order?', initial: 'yes' },
      {
        kind: 'choice',
        name: 'use',
        label: 'Whose it is',
        options: options({
          owned: 'Owned',
          leased: 'Leased',
          operated: 'Somebody else’s, and driven',
          employer: 'The employer’s',
        }),
      },
      {
        kind: 'yes-no',
        name: 'centerBrake',
        label: 'Is there a parking brake in the middle?',
        hint: 'The examiner of a road test has to reach it.',
      },
      { kind: 'yes-no', name: 'sponsorSeat', label: 'Is there a seat for the sponsor of a road test?' },
    ],
  },
  'vehicle-given-up': {
    group: 'Vehicles',
    title: 'A vehicle is given up',
    own: 'Tell that I have given up a vehicle',
    words: 'Sold, returned, wrecked or not driven any more. Its device has to be taken out by a provider.',
    send: 'Record it',
    when: 'When it happened',
    fields: (of) => [
      { kind: 'choice', name: 'vehicle', label: 'Which vehicle', options: vehicleOptions(of) },
      {
        kind: 'choice',
        name: 'why',
        label: 'Why',
        options: options({
          sold: 'Sold',
          'lease-ended': 'The lease has ended',
          totaled: 'Totaled',
          'not-driven-any-more': 'Not driven any more',
        }),
      },
    ],
    pointless: none('in-use', 'out-of-use'),
  },
  'vehicle-out-of-use': {
    group: 'Vehicles',
    title: 'A vehicle is out of use',
    own: 'Tell that a vehicle is out of use',
    words: 'It stands and cannot be driven. Tell it at once: it may explain a visit that cannot be kept.',
    send: 'Record it',
    when: 'When it happened',
    fields: (of) => [
      { kind: 'choice', name: 'vehicle', label: 'Which vehicle', options: vehicleOptions(of, ['in-use']) },
      {
        kind: 'choice',
        name: 'why',
        label: 'Why',
        options: options({
          disabled: 'Disabled',
          'broken-down': 'Broken down',
          'non-operational': 'Does not run',
          totaled: 'Totaled',
        }),
      },
    ],
    pointless: none('in-use'),
  },
  'vehicle-back-in-use': {
    group: 'Vehicles',
    title: 'A vehicle is back in use',
    own: 'Tell that a vehicle is back in use',
    words: 'It can be driven again.',
    send: 'Record it',
    when: 'When it happened',
    fields: (of) => [
      { kind: 'choice', name: 'vehicle', label: 'Which vehicle', options: vehicleOptions(of, ['out-of-use']) },
    ],
    pointless: none('out-of-use'),
  },
} as const satisfies Readonly<Record<string, FactForm>>
