import { findDevice } from '@keyturn/store/queries/find-device.ts'
import { lastReceivedAt } from '@keyturn/store/queries/uploads.ts'
import { ok, problem } from '../kernel/answer.ts'
import { route } from '../kernel/route.ts'
import { deviceView } from '../reading/device-view.ts'

export const getDeviceRoute = route('get-device', async ({ params: { deviceId }, services: { pool } }) => {
  const device = await findDevice(pool, deviceId)
  if (device === undefined) return problem('unknown-device', `No device ${deviceId} is enrolled here.`)
  return ok(deviceView(device, await lastReceivedAt(pool, device.id)))
})
