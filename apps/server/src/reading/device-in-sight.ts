/**
 * Which devices a caller may look at: those of the cases they see; on a public demo also those that are named for all.
 */
import type { Actor } from '@keyturn/domain/actor.ts'
import type { DeviceId } from '@keyturn/domain/units.ts'
import { asActor } from '@keyturn/store/as-actor.ts'
import type { EnrolledDevice } from '@keyturn/store/queries/devices.ts'
import { findDevice } from '@keyturn/store/queries/find-device.ts'
import type { Services } from '../services.ts'

/** Undefined when there is no such device for this caller: whether there is one at all is not theirs to know. */
export async function deviceInSight(
  { pool, site }: Pick<Services, 'pool' | 'site'>,
  actor: Actor,
  id: DeviceId,
): Promise<EnrolledDevice | undefined> {
  if (actor.role === 'operator' || site.publicDevices.includes(id)) return findDevice(pool, id)
  if (actor.role === 'visitor') return undefined
  return asActor(pool, actor, (client) => findDevice(client, id))
}
