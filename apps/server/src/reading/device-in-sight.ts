/**
 * Which devices a caller may look at: those of the cases they see; on a public demo also those that are named for all.
 */
import type { Actor } from '@keyturn/domain/actor.ts'
import { caseId, type DeviceId, type Instant } from '@keyturn/domain/units.ts'
import { asActor } from '@keyturn/store/as-actor.ts'
import { linksSeenOf } from '@keyturn/store/queries/cases/case-devices.ts'
import type { EnrolledDevice } from '@keyturn/store/queries/devices.ts'
import { findDevice } from '@keyturn/store/queries/find-device.ts'
import { look } from '../cases/look.ts'
import type { Services } from '../services.ts'

/** Undefined when there is no such device for this caller: whether there is one at all is not theirs to know. */
export async function deviceInSight(
  { pool, site }: Pick<Services, 'pool' | 'site'>,
  actor: Actor,
  id: DeviceId,
): Promise<EnrolledDevice | undefined> {
  if (actor.role === 'operator' || site.publicDevices.includes(id)) return findDevice(pool, id)
  if (actor.role === 'visitor') return undefined
  const device = await findDevice(pool, id)
  if (device === undefined) return undefined
  const links = await asActor(pool, actor, (client) => linksSeenOf(client, id))
  return links.some((link) => link.caseId === device.caseId) ? device : undefined
}

/**
 * The same for what a device tells about its driver: the look is written down in the case, as every look at a case is.
 *
 * @param told.what the endpoint that shows it
 */
export async function deviceLookedAt(
  services: Pick<Services, 'pool' | 'site'>,
  told: { readonly actor: Actor; readonly id: DeviceId; readonly what: string; readonly now: Instant },
): Promise<EnrolledDevice | undefined> {
  const { actor, id, what, now } = told
  const device = await deviceInSight(services, actor, id)
  if (device === undefined || actor.role === 'visitor') return device
  // A device may be enrolled for a case that nobody has opened: then there is nobody to tell.
  await look(services.pool, { actor, caseId: caseId(device.caseId), what, now }, async () => undefined)
  return device
}
