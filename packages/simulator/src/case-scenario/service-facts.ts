/** Reads the facts about vehicles, devices and visits. */
import type { ServiceFact, VehicleFact } from '@keyturn/cases/program/fact.ts'
import { deviceId, isDeviceId } from '@keyturn/domain/units.ts'
import { chanceFrom } from '../chance.ts'
import { Unreadable } from '../scenario/place.ts'
import type { Reader } from './fact-readers.ts'
import type { Fields } from './fields.ts'

const BODIES = ['car', 'truck', 'van', 'bus', 'motorcycle', 'other'] as const
const PURPOSES = ['installation', 'scheduled', 'lockout', 'removal'] as const

export const VEHICLE = {
  'vehicle-added': (f) => {
    const vehicle = f.text('vehicle')
    return {
      kind: 'vehicle-added',
      vehicle,
      body: f.word('body', BODIES, 'car'),
      description: f.text('description', vehicle),
      vin: f.text('vin', vinOf(`${f.setting.caseId} ${vehicle}`)),
      plate: f.text('plate', vehicle.toUpperCase()),
      volts: f.count('volts', 12),
      electricsSound: f.truth('electrics sound', true),
      use: f.word('use', ['owned', 'leased', 'operated', 'employer'], 'owned'),
      centerBrake: f.truth('center brake', true),
      sponsorSeat: f.truth('sponsor seat', true),
    }
  },
  'vehicle-given-up': (f) => ({
    kind: 'vehicle-given-up',
    vehicle: f.text('vehicle'),
    why: f.word('why', ['sold', 'lease-ended', 'totaled', 'not-driven-any-more']),
  }),
  'vehicle-out-of-use': (f) => ({
    kind: 'vehicle-out-of-use',
    vehicle: f.text('vehicle'),
    why: f.word('why', ['disabled', 'broken-down', 'non-operational', 'totaled']),
  }),
  'vehicle-back-in-use': (f) => ({ kind: 'vehicle-back-in-use', vehicle: f.text('vehicle') }),
} as const satisfies { readonly [K in VehicleFact['kind']]: Reader<K> }

export const SERVICE = {
  'vendor-chosen': (f) => ({
    kind: 'vendor-chosen',
    vendor: f.text('vendor', VENDOR),
    center: f.text('center', CENTER),
  }),
  'visit-booked': (f) => ({
    kind: 'visit-booked',
    vehicle: f.text('vehicle', 'car-1'),
    center: f.text('center', CENTER),
    purpose: f.word('purpose', PURPOSES, 'scheduled'),
    for: f.moment('for'),
    confirmation: f.text('confirmation', 'C-1'),
  }),
  'device-installed': (f) => ({
    kind: 'device-installed',
    device: deviceOf(f),
    vehicle: f.text('vehicle', 'car-1'),
    vendor: f.text('vendor', VENDOR),
    center: f.text('center', CENTER),
    technician: f.text('technician', 'R. Alden'),
    identity: identityOf(f),
    instructed: f.truth('instructed', true),
    dueOn: f.date('due on', f.setting.latestDue),
    certificate: certificateOf(f),
  }),
  'device-moved': (f) => ({
    kind: 'device-moved',
    device: deviceOf(f),
    to: f.text('to'),
    center: f.text('center', CENTER),
    technician: f.text('technician', 'R. Alden'),
  }),
  'device-removed': (f) => ({
    kind: 'device-removed',
    device: deviceOf(f),
    removedBy: f.word('removed by', ['provider', 'participant', 'unknown'], 'provider'),
    why: f.word('why', ['program-completed', 'vehicle-changed', 'device-replaced', 'not-said'], 'not-said'),
  }),
  'visit-kept': (f) => {
    const purpose = f.word('purpose', PURPOSES, 'scheduled')
    return {
      kind: 'visit-kept',
      device: deviceOf(f),
      center: f.text('center', CENTER),
      technician: f.text('technician', 'R. Alden'),
      purpose,
      dueOn: purpose === 'removal' ? null : f.date('due on', f.setting.latestDue),
      sound: f.truth('sound', true),
      uploaded: f.truth('uploaded', true),
      ...certificateIn(f),
      ...rescueIn(f),
    }
  },
  'visit-announced-missed': (f) => ({
    kind: 'visit-announced-missed',
    dueOn: f.date('due on'),
    why: f.text('why'),
  }),
} as const satisfies { readonly [K in ServiceFact['kind']]: Reader<K> }

export const VENDOR = 'northgate'
export const CENTER = 'northgate-worcester'

/** The first device of the case, unless it is named. */
export function deviceOf(f: Fields) {
  const text = f.text('device', `${f.setting.caseId}-A`)
  if (isDeviceId(text)) return deviceId(text)
  throw new Unreadable(f.at.place, `device: "${text}" is not a device id (3 to 40 letters, digits, hyphens)`)
}

/** The provider's proof of installation, unless there is none. */
function certificateOf(f: Fields): string | null {
  const text = f.text('certificate', 'C-1')
  return text === 'none' ? null : text
}

/** What a visit says of its certificate, when the file does. */
function certificateIn(f: Fields): { readonly certificate?: string } {
  const certificate = f.textOrNone('certificate')
  return certificate === null ? {} : { certificate }
}

/** `rescue: { vendor: kestrel, credential: rescue-1 }`: a center of another vendor served. */
function rescueIn(f: Fields): { readonly rescue?: { readonly credential: string; readonly vendor: string } } {
  if (!f.has('rescue')) return {}
  const rescue = f.inner('rescue')
  const read = { vendor: rescue.text('vendor'), credential: rescue.text('credential') }
  rescue.done()
  return { rescue: read }
}

const VIN_SIGNS = '0123456789ABCDEFGHJKLMNPRSTUVWXYZ'

/** A vehicle number of 17 signs that follows from the name, so that two vehicles do not share one. */
function vinOf(name: string): string {
  let sum = 7
  for (const sign of name) sum = (Math.imul(sum, 31) + sign.charCodeAt(0)) >>> 0
  const chance = chanceFrom(sum)
  return `1KT${Array.from({ length: 14 }, () => VIN_SIGNS[chance.between(0, VIN_SIGNS.length - 1)]).join('')}`
}

/** `identity: driver license`, or `identity: not proved`. */
function identityOf(f: Fields): string | null {
  const text = f.text('identity', 'driver license')
  return text === 'not proved' ? null : text
}
