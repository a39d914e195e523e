/** Every device of a case: what the facts say of it, and what its own log comes to. */
import type { DeviceId, Instant } from '@keyturn/domain/units.ts'
import type { Profile } from '@keyturn/rules/profile.ts'
import { assess } from '../assess.ts'
import type { Assessment } from '../assessment.ts'
import { condensedOnce } from '../condense.ts'
import type { ReliefView } from '../relief.ts'
import type { CaseDevice } from './assessment.ts'
import { reliefViewOf } from './case-relief.ts'
import type { DeviceHistory, FactOf } from './fact.ts'
import type { Told } from './told.ts'

type Placed = {
  readonly device: DeviceId
  vehicle: string | null
  vendor: string | null
  installedAt: Instant | null
  removedAt: Instant | null
}

/** In the order in which they first appear: in the facts, then in the logs. */
export function devicesOf(told: Told): readonly CaseDevice[] {
  const placed = new Map<DeviceId, Placed>()
  const at = (device: DeviceId): Placed => {
    const before = placed.get(device)
    if (before !== undefined) return before
    const made = { device, vehicle: null, vendor: null, installedAt: null, removedAt: null }
    placed.set(device, made)
    return made
  }
  for (const fact of told.facts) place(fact, at)
  const histories = new Map<DeviceId, DeviceHistory>()
  for (const history of told.file.devices) {
    at(history.device)
    histories.set(history.device, history)
  }
  return [...placed.values()].map((one): CaseDevice => {
    const history = histories.get(one.device)
    const assessment = history === undefined ? null : assessmentOf(told, history, reliefViewOf(told, one))
    return { ...one, source: history?.source ?? 'reports-only', assessment }
  })
}

function place(fact: Told['facts'][number], at: (device: DeviceId) => Placed): void {
  switch (fact.kind) {
    case 'device-installed': {
      const one = at(fact.device)
      Object.assign(one, { vehicle: fact.vehicle, vendor: fact.vendor, installedAt: fact.at, removedAt: null })
      return
    }
    case 'device-moved':
      at(fact.device).vehicle = fact.to
      return
    case 'device-removed':
      at(fact.device).removedAt = fact.at
      return
    default:
      return
  }
}

/** The installations that still stand, by vehicle; the last one of a vehicle wins. */
export const inVehicle = (devices: readonly CaseDevice[]): ReadonlyMap<string, CaseDevice> =>
  new Map(devices.flatMap((one) => (isIn(one) && one.vehicle !== null ? [[one.vehicle, one] as const] : [])))

/** Whether the device is installed now, as far as the facts say. */
export const isIn = ({ installedAt, removedAt }: CaseDevice): boolean => installedAt !== null && removedAt === null

/** The first installation of all, or undefined. */
export const firstInstallation = (told: Told): FactOf<'device-installed'> | undefined => told.of('device-installed')[0]

type Kept = {
  readonly profiles: readonly Profile[]
  readonly relief: ReliefView | null
  readonly asOf: Instant
  readonly assessment: Assessment
}
/** The last answer about a log; a log that is held does not change, so the same question has the same answer. */
const kept = new WeakMap<DeviceHistory['records'], Kept>()

function assessmentOf({ law, asOf }: Told, history: DeviceHistory, relief: ReliefView | null): Assessment | null {
  const { device, records } = history
  const { profiles } = law
  if (!records.some(({ at }) => at <= asOf)) return null
  const before = kept.get(records)
  const same = before?.profiles === profiles && before.asOf === asOf && isSame(before.relief, relief)
  if (same) return before.assessment
  const assessment = assess(profiles, condensedOnce(profiles, device, records), asOf, relief)
  kept.set(records, { profiles, relief, asOf, assessment })
  return assessment
}

/** One list, and one device as known. */
const isSame = (a: ReliefView | null, b: ReliefView | null): boolean =>
  a?.known === b?.known && JSON.stringify(a?.identity) === JSON.stringify(b?.identity)
