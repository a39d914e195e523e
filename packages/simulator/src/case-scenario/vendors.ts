/** The vendors and service centers of case files and of the demo, by id. None of them exists. */
import type { ListedVendor } from '@keyturn/cases/program/told.ts'

export const VENDORS: readonly ListedVendor[] = [
  { vendor: 'harborlight', name: 'Harborlight Devices', approvedBy: ['US-MA'], states: ['MA'] },
  { vendor: 'kestrel', name: 'Kestrel Safety', approvedBy: ['US-ME'], states: ['ME', 'NH'] },
  {
    vendor: 'northgate',
    name: 'Northgate Interlock',
    approvedBy: ['US-MA', 'US-ME'],
    states: ['MA', 'ME', 'NH', 'VT'],
  },
]

export type Center = {
  readonly center: string
  readonly vendor: string
  readonly name: string
  readonly town: string
  readonly state: 'MA' | 'ME'
}

const center = (vendor: string, state: Center['state'], town: string, name: string): Center => ({
  center: `${vendor}-${town.toLowerCase().replaceAll(' ', '-')}`,
  vendor,
  name,
  town,
  state,
})

export const CENTERS: readonly Center[] = [
  center('northgate', 'MA', 'Worcester', 'Northgate Worcester, Shrewsbury Street'),
  center('northgate', 'MA', 'Lowell', 'Northgate Lowell, Middlesex Street'),
  center('northgate', 'ME', 'Portland', 'Northgate Portland, Forest Avenue'),
  center('harborlight', 'MA', 'Boston', 'Harborlight Boston, Dorchester Avenue'),
  center('harborlight', 'MA', 'Springfield', 'Harborlight Springfield, Boston Road'),
  center('harborlight', 'MA', 'New Bedford', 'Harborlight New Bedford, Acushnet Avenue'),
  center('kestrel', 'ME', 'Lewiston', 'Kestrel Lewiston, Lisbon Street'),
  center('kestrel', 'ME', 'Bangor', 'Kestrel Bangor, Hammond Street'),
]
