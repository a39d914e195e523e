import { ok, problem } from '../kernel/answer.ts'
import { route } from '../kernel/route.ts'
import { deviceInSight } from '../reading/device-in-sight.ts'

export const getProofRoute = route('get-proof', async ({ actor, params: { deviceId }, query: { seq }, services }) => {
  const device = await deviceInSight(services, actor, deviceId)
  if (device === undefined) return problem('unknown-device', `No device ${deviceId} is enrolled here.`)
  if (seq > device.head.lastSeq) {
    return problem(
      'no-such-record',
      `${deviceId} is held up to record ${device.head.lastSeq}; record ${seq} is not here yet.`,
    )
  }
  const proved = await services.tree.prove(deviceId, seq)
  if (proved === undefined)
    return problem('unavailable', 'The record is held and not in the log yet. Ask again in a moment.')
  const { leaf, lastSeq, size, content, path, checkpoint } = proved
  return ok({ device: deviceId, lastSeq, leaf, size, content, path: [...path], checkpoint })
})
