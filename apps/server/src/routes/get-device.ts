import { lastReceivedAt } from '@keyturn/store/queries/uploads.ts'
import { ok, problem } from '../kernel/answer.ts'
import { route } from '../kernel/route.ts'
import { deviceInSight } from '../reading/device-in-sight.ts'
import { deviceView } from '../reading/device-view.ts'

export const getDeviceRoute = route('get-device', async ({ actor, params: { deviceId }, services }) => {
  const device = await deviceInSight(services, actor, deviceId)
  if (device === undefined) return problem('unknown-device', `No device ${deviceId} is enrolled here.`)
  return ok(deviceView(device, await lastReceivedAt(services.pool, device.id)))
})
