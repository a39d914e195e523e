import { parseInstant } from '@keyturn/domain/units.ts'
import { ok, problem } from '../kernel/answer.ts'
import { route } from '../kernel/route.ts'
import { deviceLookedAt } from '../reading/device-in-sight.ts'
import { statusOf } from '../reading/status.ts'

export const deviceStatusRoute = route(
  'device-status',
  async ({ actor, params: { deviceId }, query, now, services }) => {
    const device = await deviceLookedAt(services, { actor, id: deviceId, what: 'device-status', now })
    if (device === undefined) return problem('unknown-device', `No device ${deviceId} is enrolled here.`)
    const asOf = query.at === undefined ? now : (parseInstant(query.at) ?? now)
    const status = await statusOf({ db: services.pool, records: services.records }, device, asOf)
    if (status === undefined) {
      return problem(
        'unsupported-profile',
        `${deviceId} is enrolled under ${device.profile}, which this server does not know. Update Keyturn.`,
      )
    }
    return ok(status)
  },
)
