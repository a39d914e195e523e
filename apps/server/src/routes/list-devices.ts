import type { Actor } from '@keyturn/domain/actor.ts'
import type { EnrolledDevice } from '@keyturn/store/queries/devices.ts'
import { listDevices, listDevicesNamed, listDevicesSeenBy } from '@keyturn/store/queries/list-devices.ts'
import { lastReceivedAt } from '@keyturn/store/queries/uploads.ts'
import { ok } from '../kernel/answer.ts'
import { route } from '../kernel/route.ts'
import { deviceView } from '../reading/device-view.ts'
import type { Services } from '../services.ts'

export const listDevicesRoute = route('list-devices', async ({ actor, query: { after, limit }, services }) => {
  const devices = await devicesInSight(services, actor, { after: after ?? '', limit })
  const views = devices.map(async (device) => deviceView(device, await lastReceivedAt(services.pool, device.id)))
  return ok({ devices: await Promise.all(views) })
})

async function devicesInSight(
  { pool, site }: Services,
  actor: Actor,
  page: { readonly after: string; readonly limit: number },
): Promise<readonly EnrolledDevice[]> {
  if (actor.role === 'operator') return listDevices(pool, page)
  const named = await listDevicesNamed(pool, { ...page, ids: site.publicDevices })
  if (actor.role === 'visitor') return named
  const seen = await listDevicesSeenBy(pool, actor, page)
  const others = named.filter(({ id }) => !seen.some((one) => one.id === id))
  return [...seen, ...others].toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, page.limit)
}
