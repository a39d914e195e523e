/** Orders and outages as they bear on the devices of a case, as of the moment told. */
import { type DeviceIdentity, inScope } from '@keyturn/domain/relief.ts'
import type { Instant } from '@keyturn/domain/units.ts'
import { type DateAsSet, type OrderedDate, orderedDate } from '../orders.ts'
import { countsAt, type KnownRelief, type ListedOutage, type ReliefView } from '../relief.ts'
import type { CaseDevice } from './assessment.ts'
import { dayOf, firstOf, lastOf } from './days.ts'
import type { DeviceLaw } from './lifted.ts'
import type { Told } from './told.ts'

type Known = Pick<CaseDevice, 'device' | 'vendor'>

/** What the device is, as last known; of one that nobody has described its vendor alone, by the facts. */
export function identityOf({ file, law, asOf }: Told, { device, vendor }: Known): DeviceIdentity {
  const identities = file.devices.find((one) => one.device === device)?.identities ?? []
  const last = identities.findLast(({ knownAt }) => knownAt <= asOf)
  if (last !== undefined)
    return last.identity.vendor === '' ? { ...last.identity, vendor: vendor ?? '' } : last.identity
  const jurisdiction = law.programs[0]?.id ?? ''
  return { device, jurisdiction, vendor: vendor ?? '', model: '', firmware: '', region: '' }
}

/** The list and the device, for the assessment of its log; null where no list is at hand. */
export const reliefViewOf = (told: Told, known: Known): ReliefView | null =>
  told.law.relief === undefined ? null : { known: told.law.relief, identity: identityOf(told, known) }

/** Where the known orders move a date of a device to, beyond where it stands; null when none does. */
export function orderedBeyond(told: Told, known: Known, date: DateAsSet, law: DeviceLaw): OrderedDate | null {
  const orders = (told.law.relief?.orders ?? []).filter((one) => countsAt(one, told.asOf))
  if (orders.length === 0) return null
  const around = { identity: identityOf(told, known), profile: law.at(date.at).profile }
  const ordered = orderedDate(orders, date, around)
  return ordered !== null && ordered.dueAt > date.at ? ordered : null
}

/** When an order that is on the list was known; undefined for one that is not. */
export const orderKnownAt = ({ law }: Told, id: string): Instant | undefined =>
  law.relief?.orders.find(({ order }) => order.id === id)?.knownAt

/**
 * The declared outage that a day of service fell into: the device in its scope, the day not wholly outside it. One that
 * a later declaration amends is read as amended.
 */
export function outageOn(told: Told, known: Known, dueAt: Instant, law: DeviceLaw): ListedOutage | undefined {
  const outages = outagesNow(told.law.relief, told.asOf)
  if (outages.length === 0) return undefined
  const zone = law.at(dueAt).profile.timeZone
  const day = dayOf(dueAt, zone)
  const [from, until] = [firstOf(day, zone), lastOf(day, zone)]
  const identity = identityOf(told, known)
  return outages.find(
    (one) =>
      one.from <= until && (one.until === null || one.until >= from) && inScope(one.scope, identity, 'service-visit'),
  )
}

function outagesNow(relief: KnownRelief | undefined, asOf: Instant): readonly ListedOutage[] {
  const known = (relief?.outages ?? []).filter((one) => countsAt(one, asOf))
  return known.filter((one) => !known.some((other) => isAmended(one, other)))
}

/** The authority may amend any declaration, a vendor its own. */
const isAmended = ({ id, issuer }: ListedOutage, other: ListedOutage): boolean =>
  other.supersedes === id && (other.by === 'authority' || other.issuer === issuer)
