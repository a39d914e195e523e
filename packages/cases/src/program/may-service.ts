/** Vehicles, visits and devices: what has to be there before, and what cannot be. */
import { inZone } from '../calendar.ts'
import { groundOf } from '../law.ts'
import type { CaseDevice, CaseVehicle } from './assessment.ts'
import { dayWords } from './days.ts'
import type { FactKind } from './fact.ts'
import { approvedBefore } from './may-license.ts'
import {
  type Asked,
  type BodyOf,
  type Checks,
  daysAfter,
  deviceIn,
  firstOf,
  isRefusal,
  type Refusal,
  refuse,
  vehicleIn,
} from './refusal.ts'
import { vendorsAt } from './told.ts'

type ServiceKind = Extract<
  FactKind,
  | 'vehicle-added'
  | 'vehicle-given-up'
  | 'vehicle-out-of-use'
  | 'vehicle-back-in-use'
  | 'vendor-chosen'
  | 'visit-booked'
  | 'device-installed'
  | 'device-moved'
  | 'device-removed'
  | 'visit-kept'
  | 'visit-announced-missed'
>

export const serviceChecks: Checks<ServiceKind> = {
  'vehicle-added': ({ vehicle, vin }, { assessment }) => {
    const there = assessment.vehicles.filter(({ state }) => state !== 'given-up')
    const same = there.find((one) => one.vehicle === vehicle)
    if (same !== undefined) return refuse(`"${vehicle}" is ${same.description} already. Take another short name.`)
    const twin = there.find((one) => one.vin === vin)
    return twin === undefined ? null : refuse(`The vehicle with this number is in the case as "${twin.vehicle}".`)
  },
  'vehicle-given-up': ({ vehicle }, asked) => known(vehicleIn(asked, vehicle)),
  'vehicle-out-of-use': ({ vehicle }, asked) => inState(vehicleIn(asked, vehicle), 'in-use'),
  'vehicle-back-in-use': ({ vehicle }, asked) => inState(vehicleIn(asked, vehicle), 'out-of-use'),
  'vendor-chosen': ({ vendor }, asked) => listed(vendor, asked),
  'visit-booked': (body, asked) =>
    firstOf(
      () =>
        body.for < asked.at
          ? refuse(`The visit of ${inZone(body.for, asked.scene.told.zone)} lies before the booking.`)
          : null,
      () => (body.purpose === 'installation' ? approvedBefore(asked, 'An installation') : null),
      () => {
        const vehicle = vehicleIn(asked, body.vehicle)
        if (isRefusal(vehicle)) return vehicle
        return body.purpose === 'installation' ? fitFor(vehicle) : null
      },
    ),
  'device-installed': (body, asked) => installation(body, asked),
  'device-moved': ({ device, to }, asked) =>
    firstOf(
      () => isInstalled(deviceIn(asked, device)),
      () => freeVehicle(asked, to),
    ),
  'device-removed': ({ device }, asked) => isInstalled(deviceIn(asked, device)),
  // What happened is recorded whether it was lawful or not; what never was a device of the case is a slip of the pen.
  'visit-kept': (body, asked) =>
    firstOf(
      () => known(deviceIn(asked, body.device)),
      () =>
        asked.scene.told.of('visit-kept').some((one) => one.device === body.device && one.at === asked.at)
          ? refuse('This visit is recorded already.')
          : null,
    ),
  'visit-announced-missed': ({ dueOn }, asked) => {
    const ground = asked.scene.program.violations.announcedMiss
    const law = ground === null ? undefined : groundOf(ground)
    if (dueOn < asked.day) {
      return refuse(
        `The visit was due by ${dayWords(dueOn)}, which has passed: nothing can be told beforehand any more. Tell it at the hearing.`,
        law,
      )
    }
    const due = asked.assessment.deadlines.filter(({ what }) => what === 'service-visit')
    const { day } = asked.scene
    if (due.length === 0 || due.some(({ closesAt }) => day(closesAt) === dueOn)) return null
    const dates = due.map(({ closesAt }) => dayWords(day(closesAt))).join(', ')
    return refuse(`No visit is due on ${dayWords(dueOn)}. The next is due by ${dates}.`, law)
  },
}

const known = (found: object | Refusal): Refusal | null => (isRefusal(found) ? found : null)

function inState(found: CaseVehicle | Refusal, state: CaseVehicle['state']): Refusal | null {
  if (isRefusal(found)) return found
  const words = { 'in-use': 'in use', 'out-of-use': 'out of use', 'given-up': 'given up' } as const
  return found.state === state ? null : refuse(`${found.description} is ${words[found.state]} already.`)
}

/** Providers from the authority’s list alone, where the list is at hand [MA-VEN-1]. */
function listed(vendor: string, { scene }: Asked): Refusal | null {
  const vendors = vendorsAt(scene.told.law, scene.told.asOf)
  const rule = scene.program.preparation.approvedVendors
  if (vendors === undefined || rule === null) return null
  const found = vendors.find((one) => one.vendor === vendor)
  if (found?.approvedBy.includes(scene.program.id)) return null
  const name = found?.name ?? vendor
  return refuse(
    `${name} is not on the list of the ${scene.program.authority}. Choose a provider from it.`,
    groundOf(rule),
  )
}

/** No device is installed in a motorcycle, or on other than 12 volts, or on an unsound system [MA-VEH-1]. */
const fitFor = ({ refused, description }: CaseVehicle): Refusal | null =>
  refused === null ? null : refuse(`${description}: ${refused.words} No device may be installed in it.`, refused.law)

function freeVehicle(asked: Asked, name: string): Refusal | null {
  const vehicle = vehicleIn(asked, name)
  if (isRefusal(vehicle)) return vehicle
  const unfit = fitFor(vehicle)
  if (unfit !== null) return unfit
  return vehicle.device === null
    ? null
    : refuse(`Device ${vehicle.device} is in ${vehicle.description} already. Record its removal first.`)
}

function isInstalled(found: CaseDevice | Refusal): Refusal | null {
  if (isRefusal(found)) return found
  return found.removedAt === null ? null : refuse(`Device ${found.device} is recorded as removed already.`)
}

/** Approval first, a fit vehicle, a listed provider, a device that is nowhere else, a date the law allows. */
function installation(body: BodyOf<'device-installed'>, asked: Asked): Refusal | null {
  const { scene, at, assessment } = asked
  return firstOf(
    () => approvedBefore(asked, 'An installation'),
    () => freeVehicle(asked, body.vehicle),
    () => {
      const there = assessment.devices.find(({ device }) => device === body.device)
      if (there === undefined || there.removedAt !== null || there.installedAt === null) return null
      return refuse(`Device ${body.device} is in another vehicle of this case. Record that it was moved or removed.`)
    },
    () => listed(body.vendor, asked),
    () => {
      const { service } = asked.device.at(at).profile
      const latest = daysAfter(at, service.dueWithinDays.value, scene.told.zone)
      if (body.dueOn >= asked.day && body.dueOn <= latest) return null
      return refuse(
        `The next visit is due by ${dayWords(latest)} at the latest, and not before the installation; ${dayWords(body.dueOn)} is not possible.`,
        groundOf(service.dueWithinDays),
      )
    },
  )
}
