import { listDevices } from '@keyturn/store/queries/list-devices.ts'
import { lastReceivedAt } from '@keyturn/store/queries/uploads.ts'
import { ok } from '../kernel/answer.ts'
import { route } from '../kernel/route.ts'
import { deviceView } from '../reading/device-view.ts'

export const listDevicesRoute = route('list-devices', async ({ query: { after, limit }, services: { pool } }) => {
  const devices = await listDevices(pool, { after: after ?? '', limit })
  const views = devices.map(async (device) => deviceView(device, await lastReceivedAt(pool, device.id)))
  return ok({ devices: await Promise.all(views) })
})
