/** The orders and outages that a device is judged by, and what the device was, at a moment. */
import type { ReliefView } from '@keyturn/cases/relief.ts'
import { caseId, type Instant } from '@keyturn/domain/units.ts'
import { asSystem } from '@keyturn/store/as-actor.ts'
import type { Pool, Queryable } from '@keyturn/store/pool.ts'
import { factsOf } from '@keyturn/store/queries/cases/facts.ts'
import { receivedUploads } from '@keyturn/store/queries/cases/received-uploads.ts'
import type { EnrolledDevice } from '@keyturn/store/queries/devices.ts'
import type { DeviceRecords } from '../reading/record-cache.ts'
import { identitiesOf } from './identities.ts'
import { reliefKnown } from './relief-known.ts'

/** Null while no order or outage of its jurisdiction was taken in. */
export async function reliefViewOf(
  pool: Pool,
  device: EnrolledDevice,
  { firmwares }: Pick<DeviceRecords, 'firmwares'>,
  asOf: Instant,
): Promise<ReliefView | null> {
  const jurisdiction = device.profile.split('@')[0] ?? ''
  const known = await reliefKnown(pool, jurisdiction, asOf)
  if (known === undefined) return null
  return asSystem(pool, async (client) => {
    const received = await receivedUploads(client, device.id)
    const identities = await identitiesOf(client, device, { firmwares, received })
    const last = identities.findLast(({ knownAt }) => knownAt <= asOf)?.identity
    const { vendor = '', model = '', firmware = '', region = '' } = last ?? {}
    const own = vendor === '' ? ((await vendorOfDevice(client, device, asOf)) ?? '') : vendor
    return { known, identity: { device: device.id, jurisdiction, vendor: own, model, firmware, region } }
  })
}

/** Whose device it was at a moment, as its case tells; null when nobody says. In the server's own name. */
export async function vendorOfDevice(db: Queryable, device: EnrolledDevice, at: Instant): Promise<string | null> {
  const facts = await factsOf(db, caseId(device.caseId))
  const installed = facts.flatMap((fact) =>
    fact.kind === 'device-installed' && fact.device === device.id && fact.at <= at ? [fact] : [],
  )
  return installed.toSorted((a, b) => a.at - b.at).at(-1)?.vendor ?? null
}
